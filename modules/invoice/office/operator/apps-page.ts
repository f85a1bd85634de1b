import { summaryList } from "@troad/design";
import { html } from "@troad/html";
import type { List, View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { deed, pastOf, reasoned, shownOnce } from "../act-views.ts";
import { failedAs } from "../form-view.ts";
import { type Office, type OfficePages, officePath, standingTag } from "../parts.ts";
import { type Failed, pathTo, registeredPages } from "./registered-pages.ts";
import type { AppRow, Registrations } from "./registrations.ts";

type Parts = Office & { registrations: Registrations };
const address = `${officePath}/apps`;

/** Applications of the national interface, and their keys. */
export const appPages: OfficePages<Pick<Parts, "registrations">> = (app, parts) => {
  const { registrations } = parts;
  registeredPages(app, parts, {
    name: "apps",
    list: (request) => listOf(parts, request),
    fields: () => [{ name: "name" }],
    register: async ({ request, values, by }) => keyView(request, await registrations.app({ name: values.name ?? "", by })),
    one: (request, id, failed) => oneView(parts, request, id, failed),
    typed: ["reason"],
    acts: ({ request, id, values: { reason = "" }, by, show }) => ({
      suspend: () => registrations.suspend({ about: "app", id, suspended: true, by, reason }),
      resume: () => registrations.suspend({ about: "app", id, suspended: false, by, reason }),
      end: () => registrations.endApp({ id, by, reason }),
      key: async () => show(keyView(request, await registrations.appKey({ id, by }))),
    }),
  });
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

function keyView(request: FastifyRequest, { id, key }: { id: string; key: string }): View {
  const title = request.t("invoice.apps.registered");
  const content = html`<h1>${title}</h1>${shownOnce(request, "invoice.apps.key", [
    ["id", id],
    ["value", key],
  ])}<p><a class="tr-link" href="${address}/${id}">${request.t("invoice.apps.to", { id })}</a></p>`;
  return { title, content, path: pathTo(request, "apps") };
}

async function oneView(
  { registrations }: Parts,
  request: FastifyRequest,
  id: string,
  { error, act, values = {} }: Failed,
): Promise<View> {
  const { t } = request;
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
  return { title: row.id, content, path: pathTo(request, "apps"), ...failedAs(error) };
}
