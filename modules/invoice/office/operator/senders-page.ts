import { scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { List, View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { deed, pastOf, reasoned, shownOnce } from "../act-views.ts";
import { failedAs, type OfficeField, officeForm } from "../form-view.ts";
import { dayText, type Office, type OfficePages, officePath, standingTag } from "../parts.ts";
import { type Failed, pathTo, registeredPages } from "./registered-pages.ts";
import type { Credential, Registrations, SenderRow } from "./registrations.ts";

type Parts = Office & { registrations: Registrations };
const address = `${officePath}/senders`;
const roles = ["shop", "agent"] as const;

/** Who may send invoices: registered, given further certificates, suspended and ended. */
export const senderPages: OfficePages<Pick<Parts, "registrations">> = (app, parts) => {
  const { registrations } = parts;
  registeredPages(app, parts, {
    name: "senders",
    list: (request) => listOf(parts, request),
    fields: fieldsOf,
    register: async ({ request, values, by }) => {
      const sender = values as Record<"id" | "name" | "role" | "sellers" | "certificate", string>;
      const { token } = await registrations.sender({ ...sender, by });
      return keyView(request, sender.id, token);
    },
    one: (request, id, failed) => oneView(parts, request, id, failed),
    typed: ["reason", "certificate", "no"],
    acts: ({ request, id, values: { reason = "", certificate = "", no }, by, show }) => ({
      suspend: () => registrations.suspend({ about: "sender", id, suspended: true, by, reason }),
      resume: () => registrations.suspend({ about: "sender", id, suspended: false, by, reason }),
      end: () => registrations.endSender({ id, by, reason }),
      credential: async () => {
        const { token } = await registrations.credential({ sender: id, certificate, by });
        if (token !== undefined) show(keyView(request, id, token));
      },
      "end-credential": () => registrations.endCredential({ sender: id, no: Number(no) || 0, by }),
    }),
  });
};

const fieldsOf = ({ t }: FastifyRequest): OfficeField[] => [
  { name: "id", hint: true },
  { name: "name" },
  { name: "role", kind: "choice", options: roles.map((value) => ({ value, text: t(`invoice.senders.role.${value}`) })) },
  { name: "sellers", kind: "area", hint: true },
  { name: "certificate", kind: "area", hint: true },
];

function listOf({ registrations }: Parts, request: FastifyRequest): List<SenderRow> {
  const { t } = request;
  return {
    address,
    title: t("invoice.senders.title"),
    columns: [
      {
        ...{ key: "id", text: t("invoice.senders.id"), kind: "text", value: ({ id }) => id },
        show: ({ id }) => html`<a class="tr-link" href="${address}/${id}">${id}</a>`,
      },
      { key: "name", text: t("invoice.senders.name"), kind: "text", value: ({ name }) => name },
      { key: "role", text: t("invoice.senders.role"), kind: "text", value: ({ role }) => t(`invoice.senders.role.${role}`) },
      { key: "since", text: t("invoice.office.since"), kind: "day", value: ({ since }) => since.slice(0, 10) },
      {
        ...{ key: "standing", text: t("invoice.office.standing"), kind: "text", value: ({ standing }) => standing },
        show: ({ standing }) => standingTag(request, standing),
      },
    ],
    filters: [{ kind: "search", name: "words", label: t("invoice.senders.words") }],
    source: {
      cursor: ({ since, id }) => `${since} ${id}`,
      cursorKind: "instant-and-id",
      rows: ({ chosen, before, limit }) => registrations.senders({ words: chosen.words ?? "", before, limit }),
    },
    empty: { title: t("invoice.senders.none") },
    file: "senders",
  };
}

function keyView(request: FastifyRequest, id: string, token: string): View {
  const { t } = request;
  const title = t("invoice.senders.registered", { id });
  const content = html`<h1>${title}</h1>${shownOnce(request, "invoice.senders.token", [["value", token]])}
    <p><a class="tr-link" href="${address}/${id}">${t("invoice.senders.to", { id })}</a></p>`;
  return { title, content, path: pathTo(request, "senders") };
}

async function oneView(
  { registrations }: Parts,
  request: FastifyRequest,
  id: string,
  { error, act, values = {} }: Failed,
): Promise<View> {
  const { t } = request;
  const row = await registrations.oneSender(id);
  const at = `${address}/${id}`;
  const [credentials, past] = [await registrations.credentials(id), await registrations.past("sender", id)];
  const typed = (of: string) => (act === of ? { values, error } : {});
  const turn = row.standing === "suspended" ? "resume" : "suspend";
  const suspend = reasoned(request, `${at}/${turn}`, `invoice.office.${turn}`, typed(turn));
  const end = reasoned(request, `${at}/end`, "invoice.senders.end", typed("end"));
  const add = officeForm(request, {
    ...{ key: "invoice.senders", action: `${at}/credential`, submit: "invoice.senders.add", ...typed("credential") },
    fields: [{ name: "certificate", kind: "area", hint: true }],
  });
  const rows = [
    { key: { text: t("invoice.senders.name") }, value: { text: row.name } },
    { key: { text: t("invoice.senders.role") }, value: { text: t(`invoice.senders.role.${row.role}`) } },
    {
      key: { text: t("invoice.senders.sellers") },
      value: { text: row.sellers.includes("*") ? t("invoice.senders.all") : row.sellers.join(", ") },
    },
    { key: { text: t("invoice.office.standing") }, value: { html: standingTag(request, row.standing) } },
  ];
  const forms =
    row.standing !== "ended" &&
    html`<h2>${t("invoice.senders.add")}</h2>${add.form}<h2>${t(`invoice.office.${turn}`)}</h2>${suspend.form}
      <h2>${t("invoice.senders.end")}</h2>${end.form}`;
  const content = html`${suspend.summary}${end.summary}${add.summary}<h1>${row.id}</h1>${summaryList({ rows })}
    ${credentialTable(request, at, credentials)}${pastOf(request, past)}${forms}`;
  return {
    title: row.id,
    content,
    path: pathTo(request, "senders"),
    ...failedAs(error),
  };
}

function credentialTable(request: FastifyRequest, at: string, rows: readonly Credential[]): Html {
  const { t } = request;
  const caption = t("invoice.senders.credentials");
  return scrollable(
    caption,
    table({
      caption,
      head: ["invoice.senders.kind", "invoice.senders.digest", "invoice.senders.until", "invoice.office.act"].map((key) => ({
        text: t(key),
      })),
      rows: rows.map(({ no, kind, sha256, until, ended }) => [
        { text: t(`invoice.senders.kind.${kind}`) },
        { html: html`<code>${sha256.slice(0, 16)}</code>` },
        { text: until === null ? "" : dayText(request, until) },
        ended || no === 0
          ? { text: ended ? t("invoice.office.standing.ended") : "" }
          : { html: deed(request, `${at}/end-credential`, "invoice.senders.end-credential", { no: String(no) }) },
      ]),
    }),
  );
}
