import { stat } from "node:fs/promises";
import { button, scrollable, table } from "@troad/design";
import { html } from "@troad/html";
import { isUuid, seeOther } from "@troad/kernel";
import { hidden, listRoutes, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { DeliveryRow } from "../deliveries.ts";
import { opendataFailure } from "../domain/errors.ts";
import { readRecord } from "../domain/record.ts";
import { acting, agenciesOf, day, errorText, inLang, officerRole, type PageFile, type PageParts, summary } from "./parts.ts";

const titleOf = ({ record, name }: DeliveryRow, lang: string): string => {
  const read = readRecord(record);
  return read ? inLang(read.title, lang) : name;
};
const stateOf = ({ deliveries }: PageParts, { t }: FastifyRequest, one: DeliveryRow): string =>
  one.endReason !== null
    ? t("opendata.delivery.revoked", { reason: one.endReason })
    : t(`opendata.delivery.${deliveries.isStanding(one) ? "standing" : "over"}`);

/** What was given on application: to whom it was given, and for the agency that may end it. */
export const deliveryPages: PageFile = (app, parts) => {
  const { site, office, deliveries, files, publishing, ctx } = parts;
  app.get(
    "/data/deliveries",
    hidden,
    site.open((request, session) => mineView(parts, request, session)),
  );
  app.get(
    "/data/deliveries/:delivery/:resource",
    hidden,
    site.signedIn("anybody", async (request, { subject }, reply) => {
      const { delivery, resource: id } = request.params as { delivery: string; resource: string };
      if (!isUuid(delivery) || !isUuid(id)) throw opendataFailure("opendata.not-found");
      const one = await deliveries.standing(delivery, subject);
      const { set, resource } = await publishing.resource(id);
      if (set.id !== one.set) throw opendataFailure("opendata.not-found");
      return send(reply, files.original(resource.sha256), resource.fileName, files.read);
    }),
  );
  listRoutes<Session, DeliveryRow>({
    ...{ app, ctx, address: "/data-office/deliveries" },
    guard: (load) => office.signedIn([officerRole], load),
    list: async (request, session) => {
      const { t, lang } = request;
      return {
        address: "/data-office/deliveries",
        title: t("opendata.delivery.office"),
        file: "data-deliveries",
        columns: [
          {
            ...{ key: "set", text: t("opendata.delivery.set"), kind: "text", value: (one) => titleOf(one, lang) },
            show: (one) => html`<a class="tr-link" href="/data-office/deliveries/${one.id}">${titleOf(one, lang)}</a>`,
          },
          { key: "to", text: t("opendata.delivery.to"), kind: "text", value: ({ business }) => business ?? "-" },
          { key: "purpose", text: t("opendata.delivery.purpose"), kind: "text", value: ({ purpose }) => purpose },
          { key: "until", text: t("opendata.delivery.until"), kind: "day", value: ({ until }) => until },
          { key: "state", text: t("opendata.delivery.state"), kind: "text", value: (one) => stateOf(parts, request, one) },
        ],
        filters: [],
        source: {
          cursorKind: "uuid",
          cursor: ({ id }) => id,
          rows: ({ before, limit }) =>
            deliveries.given({ agencies: agenciesOf(session, officerRole), ...(before ? { before } : {}), limit }),
        },
        empty: { title: t("opendata.delivery.none") },
      };
    },
  });
  app.get(
    "/data-office/deliveries/:delivery",
    hidden,
    office.signedIn([officerRole], (request, session) => officeView(parts, request, session)),
  );
  app.post(
    "/data-office/deliveries/:delivery",
    hidden,
    office.signedIn([officerRole], async (request, session, reply) => {
      const id = (request.params as { delivery: string }).delivery;
      if (!isUuid(id)) throw opendataFailure("opendata.not-found");
      const ending = {
        id,
        agencies: agenciesOf(session, officerRole),
        reason: posted(request, "reason", 500),
        by: session.subject,
      };
      const refused = await acting(
        () => deliveries.end(ending),
        async (error) => officeView(parts, request, session, errorText(request, error)),
      );
      return refused ?? seeOther(reply, `/data-office/deliveries/${id}`);
    }),
  );
};

async function send(reply: FastifyReply, path: string, name: string, read: PageParts["files"]["read"]): Promise<FastifyReply> {
  const { size } = await stat(path);
  return reply
    .header("content-type", "application/octet-stream")
    .header("content-length", size)
    .header("cache-control", "no-store")
    .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .send(read(path));
}

async function mineView(parts: PageParts, request: FastifyRequest, session: Session | undefined): Promise<View> {
  const { deliveries, publishing, catalogue } = parts;
  const { t, lang } = request;
  const mine = session ? await deliveries.mine(session.subject) : [];
  const rows = await Promise.all(
    mine.map(async (one) => {
      const set = await catalogue.find(one.name);
      const files = deliveries.isStanding(one) && set.withdrawn === null ? await publishing.resources([set]) : [];
      return [
        {
          html: html`<a class="tr-link" href="/data/${one.name}">${titleOf(one, lang)}</a>
            ${files.map(({ id, title }) => html`<br><a class="tr-link" href="/data/deliveries/${one.id}/${id}">${t("opendata.file.download")} ${title}</a>`)}`,
        },
        { text: one.purpose },
        { text: day(one.until, request) },
        { text: stateOf(parts, request, one) },
      ];
    }),
  );
  const head = ["set", "purpose", "until", "state"].map((key) => ({ text: t(`opendata.delivery.${key}`) }));
  const title = t("opendata.delivery.title");
  const list = rows.length > 0 ? scrollable(title, table({ head, rows })) : html`<p>${t("opendata.delivery.none")}</p>`;
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("opendata.delivery.lead")}</p>
    ${session ? list : html`<p>${t("opendata.delivery.sign-in")}</p>`}`;
  return { title, content, path: [{ href: "/data", text: t("opendata.title") }] };
}

async function officeView(parts: PageParts, request: FastifyRequest, session: Session, error?: string): Promise<View> {
  const { t, lang } = request;
  const id = (request.params as { delivery: string }).delivery;
  const found = isUuid(id) ? await parts.deliveries.given({ agencies: agenciesOf(session, officerRole), limit: 500 }) : [];
  const one = found.find((row) => row.id === id);
  if (!one) throw opendataFailure("opendata.not-found");
  const input = {
    ...{ id: "reason", name: "reason", label: { text: t("opendata.delivery.reason") } },
    ...{ hint: { text: t("opendata.delivery.reason-hint") }, ...(error ? { errorMessage: { text: error } } : {}) },
  };
  const form =
    one.endReason === null &&
    html`<form method="post" action="/data-office/deliveries/${id}" novalidate>${uiOf(request).textarea(input)}
      ${button({ text: t("opendata.delivery.revoke"), classes: "tr-button--warning" })}</form>`;
  const content = html`${error && summary(request, error, "#reason")}<h1>${titleOf(one, lang)}</h1>
    <p class="tr-lead">${one.purpose}</p><p>${t("opendata.delivery.until")} ${day(one.until, request)} · ${stateOf(parts, request, one)}</p>${form}`;
  return {
    title: titleOf(one, lang),
    content,
    path: [
      { href: "/data-office", text: t("opendata.office.title") },
      { href: "/data-office/deliveries", text: t("opendata.delivery.office") },
    ],
  };
}
