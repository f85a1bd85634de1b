import { insetText, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { asked, hidden, registerRole, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Parts, pageFailure } from "../parts.ts";
import type { Field } from "../registers.ts";
import { faults, faulty, searchView } from "./search.ts";
import { addressOf, fieldName, matterOf, rowsOf, type Shown, valueHtml } from "./values.ts";
import { versionList } from "./versions.ts";

const versionsAPage = 10;

/** A record as it is now, with its versions. */
export function recordPages(app: FastifyInstance, parts: Parts): void {
  app.get(
    "/registers/:register/:key",
    hidden,
    parts.site.signedIn([registerRole], async (request, session) => recordView(parts, request, session)),
  );
}

async function recordView(parts: Parts, request: FastifyRequest, session: Session): Promise<View> {
  const { register: id, key } = request.params as { register: string; key: string };
  const reach = parts.registersOf(session);
  const register = reach.find((one) => one.id === id);
  if (!register) throw pageFailure("desk.register-unknown");
  const chosen = { register, reach, by: "key", text: key.slice(0, 40) };
  const before = /^[1-9]\d{0,8}$/.test(asked(request, "before")) ? Number(asked(request, "before")) : undefined;
  // one more than is shown: what the last one changed, and whether there are older ones
  const body = { key, limit: versionsAPage + 1, ...(before === undefined ? {} : { before }) };
  const found =
    key.length > 40 ? faulty("key.invalid") : await parts.ask(session, register, "/history", { body, issue: matterOf(request) });
  if (!found.ok) return searchView(parts, request, chosen, faults(request, found.code));
  const { versions } = found.answer;
  const [newest] = versions;
  if (!newest) return searchView(parts, request, chosen, { status: 404, field: request.t("desk.none-with-key") });
  return view({ parts, request, register, reach }, key, { versions, isLater: before !== undefined });
}

type Read = { versions: Parameters<typeof versionList>[1]; isLater: boolean };

function view(shown: Shown, key: string, { versions, isLater }: Read): View {
  const { parts, request, register } = shown;
  const { t, lang } = request;
  const name = parts.names.dataSet(lang, register.provider);
  const title = `${name} ${key}`;
  const page = versions.slice(0, versionsAPage);
  const older = versions.length > versionsAPage ? page.at(-1)?.version : undefined;
  const data = versions[0]?.data ?? {};
  const now = isLater
    ? html`<p><a class="tr-link" href="${addressOf(request, register, key)}">${t("desk.newest")}</a></p>`
    : html`<h2>${t("desk.record")}</h2>${fieldsOf(shown, data)}`;
  const next =
    older !== undefined &&
    html`<nav class="tr-pagination" aria-label="${t("desk.history")}"><p><a class="tr-link" rel="next"
      href="${addressOf(request, register, key, older)}">${t("web.older")}</a></p></nav>`;
  return {
    title,
    path: [{ href: "/registers", text: t("desk.title") }],
    content: html`<h1>${title}</h1>${insetText({ text: t("desk.recorded") })}${now}
      <h2>${t("desk.history")}</h2>${versionList(shown, page, versions)}${next}`,
  };
}

function fieldsOf(shown: Shown, data: Record<string, unknown>): Html {
  const { fields } = shown.register;
  const rows = fields
    .filter(({ of }) => of === undefined)
    .map((field) => ({
      key: { text: fieldName(shown, field.name) },
      value: { html: valueHtml(shown, field, data[field.name]) },
    }));
  return html`${summaryList({ rows })}${fields.map((field) => listOf(shown, field, data[field.name]))}`;
}

function listOf(shown: Shown, { name, of }: Field, value: unknown): Html | undefined {
  if (!of) return undefined;
  const label = fieldName(shown, name);
  const rows = rowsOf(value).map((row) => of.map((field) => ({ html: valueHtml(shown, field, row[field.name]) })));
  const head = of.map((field) => ({ text: fieldName(shown, field.name) }));
  return html`<h3>${label}</h3>${rows.length === 0 ? html`<p>–</p>` : scrollable(label, table({ head, rows }))}`;
}
