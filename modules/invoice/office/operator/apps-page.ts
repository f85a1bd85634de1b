import { button, summaryList } from "@troad/design";
import { html } from "@troad/html";
import { type CodedError, seeOther } from "@troad/kernel";
import { hidden, type List, listRoutes, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { deed, pastOf, reasoned, shownOnce } from "../act-views.ts";
import { officeFailure } from "../errors.ts";
import { failedAs, officeForm, tried, typedIn } from "../form-view.ts";
import { type Office, type OfficePages, officePath, officeTrail, operatorRole, paramIn, standingTag } from "../parts.ts";
import type { AppRow, Registrations } from "./registrations.ts";

type Parts = Office & { registrations: Registrations };
const address = `${officePath}/apps`;

/** Applications of the national interface, and their keys. */
export const appPages: OfficePages<Pick<Parts, "registrations">> = (app, parts) => {
  const { work, registrations } = parts;
  listRoutes({
    app,
    ctx: parts.ctx,
    address,
    guard: (load: Parameters<typeof work.signedIn>[1]) => work.signedIn([operatorRole], load),
    list: async (request) => listOf(parts, request),
    view: (request, { title }, { content }) => ({
      title,
      content: html`<h1>${title}</h1>${button({ text: request.t("invoice.apps.new"), href: `${address}/new` })}${content}`,
      path: officeTrail(request),
    }),
  });
  app.get(
    `${address}/new`,
    hidden,
    work.signedIn([operatorRole], async (request) => newView(request, {})),
  );
  app.post(
    `${address}/new`,
    hidden,
    work.signedIn([operatorRole], async (request, { subject: by }) => {
      const values = typedIn(request, [{ name: "name" }]);
      let made = { id: "", key: "" };
      const error = await tried(async () => {
        made = await registrations.app({ name: values.name!, by });
      });
      return error ? newView(request, values, error) : keyView(request, made);
    }),
  );
  app.get(
    `${address}/:id`,
    hidden,
    work.signedIn([operatorRole], async (request) => oneView(parts, request)),
  );
  app.post(
    `${address}/:id/:act`,
    hidden,
    work.signedIn([operatorRole], async (request, { subject: by }, reply) => {
      const [id, act] = [paramIn(request, "id"), paramIn(request, "act")];
      const values = typedIn(request, [{ name: "reason" }]);
      const reason = values.reason!;
      let made: { id: string; key: string } | undefined;
      const acts: Record<string, () => Promise<unknown>> = {
        suspend: () => registrations.suspend({ about: "app", id, suspended: true, by, reason }),
        resume: () => registrations.suspend({ about: "app", id, suspended: false, by, reason }),
        end: () => registrations.endApp({ id, by, reason }),
        key: async () => {
          made = await registrations.appKey({ id, by });
        },
      };
      const work = Object.hasOwn(acts, act) ? acts[act]! : () => Promise.reject(officeFailure("office.unknown"));
      const error = await tried(work);
      if (error) return oneView(parts, request, error, act, values);
      return made ? keyView(request, made) : seeOther(reply, `${address}/${id}`);
    }),
  );
};

function listOf({ registrations }: Parts, request: FastifyRequest): List<AppRow> {
  const { t } = request;
  return {
    address,
    title: t("invoice.apps.title"),
    columns: [
      {
        ...{ key: "id", text: t("invoice.apps.id"), kind: "text", value: ({ id }) => id },
        show: ({ id }) => html`<a class="tr-link" href="${address}/${id}">${id}</a>`,
      },
      { key: "name", text: t("invoice.apps.name"), kind: "text", value: ({ name }) => name },
      { key: "since", text: t("invoice.office.since"), kind: "day", value: ({ since }) => since.slice(0, 10) },
      {
        ...{ key: "standing", text: t("invoice.office.standing"), kind: "text", value: ({ standing }) => standing },
        show: ({ standing }) => standingTag(request, standing),
      },
    ],
    filters: [{ kind: "search", name: "words", label: t("invoice.apps.words") }],
    source: {
      cursor: ({ since, id }) => `${since} ${id}`,
      cursorKind: "instant-and-id",
      rows: ({ chosen, before, limit }) => registrations.apps({ words: chosen.words ?? "", before, limit }),
    },
    empty: { title: t("invoice.apps.none") },
    file: "applications",
  };
}

const pathOf = (request: FastifyRequest) => officeTrail(request, { href: address, text: request.t("invoice.apps.title") });

function newView(request: FastifyRequest, values: Record<string, string>, error?: CodedError): View {
  const title = request.t("invoice.apps.new");
  const shown = { key: "invoice.apps", action: `${address}/new`, fields: [{ name: "name" }], submit: "invoice.office.register" };
  const { summary, form } = officeForm(request, { ...shown, values, error });
  return { title, content: html`${summary}<h1>${title}</h1>${form}`, path: pathOf(request), ...failedAs(error) };
}

function keyView(request: FastifyRequest, { id, key }: { id: string; key: string }): View {
  const title = request.t("invoice.apps.registered");
  const content = html`<h1>${title}</h1>${shownOnce(request, "invoice.apps.key", [
    ["id", id],
    ["value", key],
  ])}<p><a class="tr-link" href="${address}/${id}">${request.t("invoice.apps.to", { id })}</a></p>`;
  return { title, content, path: pathOf(request) };
}

async function oneView(
  { registrations }: Parts,
  request: FastifyRequest,
  error?: CodedError,
  act = "",
  values: Record<string, string> = {},
): Promise<View> {
  const { t } = request;
  const id = paramIn(request, "id");
  const row = await registrations.oneApp(id);
  const at = `${address}/${id}`;
  const past = await registrations.past("app", id);
  const turn = row.standing === "suspended" ? "resume" : "suspend";
  const suspend = reasoned(request, `${at}/${turn}`, `invoice.office.${turn}`, act === turn ? { values, error } : {});
  const end = reasoned(request, `${at}/end`, "invoice.apps.end", act === "end" ? { values, error } : {});
  const rows = [
    { key: { text: t("invoice.apps.name") }, value: { text: row.name } },
    { key: { text: t("invoice.apps.keys") }, value: { text: String(row.keys) } },
    { key: { text: t("invoice.office.standing") }, value: { html: standingTag(request, row.standing) } },
  ];
  const forms =
    row.standing !== "ended" &&
    html`${deed(request, `${at}/key`, "invoice.apps.renew")}<h2>${t(`invoice.office.${turn}`)}</h2>${suspend.form}
      <h2>${t("invoice.apps.end")}</h2>${end.form}`;
  const content = html`${suspend.summary}${end.summary}<h1>${row.id}</h1>${summaryList({ rows })}${pastOf(request, past)}${forms}`;
  return { title: row.id, content, path: pathOf(request), ...failedAs(error) };
}
