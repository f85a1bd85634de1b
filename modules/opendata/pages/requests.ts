import { button } from "@troad/design";
import { html } from "@troad/html";
import { isUuid, seeOther } from "@troad/kernel";
import { asked, hidden, listRoutes, posted, postedKey, type Session, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { opendataFailure } from "../domain/errors.ts";
import type { RequestRow } from "../participation.ts";
import { day, type PageFile, type PageParts, summary } from "./parts.ts";

/** What people ask for, and what agencies answer, in public. */
export const requestPages: PageFile = (app, parts) => {
  const { site, participation, agencyName, ctx } = parts;
  listRoutes<Session | undefined, RequestRow>({
    ...{ app, ctx, address: "/data/requests" },
    guard: (load) => site.open(load),
    list: async (request) => {
      const { t, lang } = request;
      return {
        address: "/data/requests",
        title: t("opendata.requests.title"),
        file: "data-requests",
        lead: html`<p class="tr-lead">${t("opendata.requests.lead")}</p><p><a class="tr-link" href="/data/requests/new">${t("opendata.requests.ask")}</a></p>`,
        columns: [
          {
            ...{ key: "title", text: t("opendata.requests.what"), kind: "text", value: ({ title }) => title },
            show: ({ id, title }) => html`<a class="tr-link" href="/data/requests/${id}">${title}</a>`,
          },
          { key: "agency", text: t("opendata.column.agency"), kind: "text", value: ({ agency }) => agencyName(lang, agency) },
          { key: "at", text: t("opendata.requests.at"), kind: "day", value: ({ at }) => at.slice(0, 10) },
          {
            key: "outcome",
            text: t("opendata.requests.outcome"),
            kind: "text",
            value: ({ outcome }) => t(`opendata.outcome.${outcome ?? "waiting"}`),
          },
        ],
        filters: [],
        source: {
          cursorKind: "uuid",
          cursor: ({ id }) => id,
          rows: ({ before, limit }) => participation.requests({ ...(before ? { before } : {}), limit }),
        },
        empty: { title: t("opendata.requests.none") },
      };
    },
  });
  app.get(
    "/data/requests/new",
    hidden,
    site.signedIn("anybody", async (request) => form(parts, request)),
  );
  app.post(
    "/data/requests/new",
    hidden,
    site.signedIn(
      "anybody",
      async (request, { subject }, reply) => {
        const [agency, title, body, name] = [
          posted(request, "agency"),
          posted(request, "title", 120),
          posted(request, "body", 2_000),
          posted(request, "set"),
        ];
        const fields = { agency: !parts.agencies.includes(agency), title: title === "", body: body === "" };
        if (Object.values(fields).some(Boolean)) return { ...form(parts, request, fields), status: 422, isError: true };
        const set = name === "" ? null : (await parts.catalogue.live(name)).id;
        const id = postedKey(request, parts.ids);
        await participation.ask({ id, agency, set, title, body, subject });
        return seeOther(reply, `/data/requests/${id}`);
      },
      { returnTo: () => "/data/requests/new" },
    ),
  );
  app.get<{ Params: { id: string } }>(
    "/data/requests/:id",
    hidden,
    site.open(async (request) => {
      const { id } = request.params as { id: string };
      const [one] = isUuid(id) ? await participation.requests({ id, limit: 1 }) : [];
      if (!one) throw opendataFailure("opendata.not-found");
      return requestView(parts, request, one);
    }),
  );
};

function form(
  { agencies, agencyName, ids }: PageParts,
  request: FastifyRequest,
  wrong: Partial<Record<string, boolean>> = {},
): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const errorAt = (name: string) => (wrong[name] ? { errorMessage: { text: t("opendata.form.missing") } } : {});
  const set = posted(request, "set") || asked(request, "set");
  const items = agencies.map((value) => ({ value, text: agencyName(lang, value) }));
  const agency = {
    id: "agency",
    name: "agency",
    label: { text: t("opendata.column.agency") },
    value: posted(request, "agency"),
    items,
  };
  const first = ["agency", "title", "body"].find((name) => wrong[name]);
  const content = html`${first && summary(request, t("opendata.form.missing"), `#${first}`)}<h1>${t("opendata.requests.ask")}</h1>
    <p>${t("opendata.requests.public")}</p><form method="post" action="/data/requests/new" novalidate>
    <input type="hidden" name="key" value="${postedKey(request, ids)}"><input type="hidden" name="set" value="${set}">
    ${ui.select({ ...agency, ...errorAt("agency") })}
    ${ui.input({ id: "title", name: "title", label: { text: t("opendata.requests.what") }, value: posted(request, "title", 120), ...errorAt("title") })}
    ${ui.textarea({ id: "body", name: "body", label: { text: t("opendata.requests.why") }, value: posted(request, "body", 2_000), ...errorAt("body") })}
    ${button({ text: t("opendata.requests.send") })}</form>`;
  return { title: t("opendata.requests.ask"), content, path: [{ href: "/data/requests", text: t("opendata.requests.title") }] };
}

function requestView({ agencyName }: PageParts, request: FastifyRequest, one: RequestRow): View {
  const { t, lang } = request;
  const about = one.name && html`<p><a class="tr-link" href="/data/${one.name}">${one.name}</a></p>`;
  const answer = one.answeredAt
    ? html`<h2>${t(`opendata.outcome.${one.outcome}`)}</h2><p>${one.answer}</p>
        <p class="tr-hint">${agencyName(lang, one.agency)} · ${day(one.answeredAt, request)}</p>`
    : html`<p>${t("opendata.outcome.waiting")}</p>`;
  const content = html`<h1>${one.title}</h1>
    <p class="tr-hint">${agencyName(lang, one.agency)} · ${day(one.at, request)}</p><p>${one.body}</p>${about}${answer}`;
  return { title: one.title, content, path: [{ href: "/data/requests", text: t("opendata.requests.title") }] };
}
