import { time, timeline } from "@troad/design";
import { type Html, html } from "@troad/html";
import { isUuid } from "@troad/kernel";
import type { Version } from "../ask.ts";
import type { Field } from "../registers.ts";
import { fieldName, rowsOf, rowText, type Shown, valueText } from "./values.ts";

/** The versions of a record, newest first, each with what it rests on and what it changed; `former` are the same and the one before the last. */
export function versionList(shown: Shown, versions: readonly Version[], former: readonly Version[]): Html {
  const { request } = shown;
  const entries = versions.map((version, at) => ({
    at: time(version.at, { lang: request.lang }),
    title: { text: titleOf(shown, version) },
    body: { html: html`${restsOn(shown, version)}${changes(shown, version, former[at + 1])}` },
  }));
  return timeline(entries, { label: request.t("desk.history") });
}

function titleOf({ parts, request }: Shown, { kind, version }: Version): string {
  const { t, lang } = request;
  const name = kind === null ? t(version === 1 ? "desk.version.first" : "desk.version.changed") : parts.entries.kind(lang, kind);
  return t("desk.version.title", { version, name });
}

function restsOn({ parts, request }: Shown, { legalBasis, caseId, reason }: Version): Html {
  const { t, lang } = request;
  const colon = t("web.colon");
  const href = caseId !== null && isUuid(caseId) ? parts.site.href("cases", `/desk/${caseId}`) : undefined;
  const basis = legalBasis !== null && /^[A-Z]\d{7}:/.test(legalBasis) ? parts.entries.article(lang, legalBasis) : legalBasis;
  return html`${basis !== null && html`<p>${t("desk.version.basis")}${colon}${basis}</p>`}${
    caseId !== null &&
    html`<p>${t("desk.version.case")}${colon}${href ? html`<a class="tr-link" href="${href}">${caseId.slice(0, 8)}</a>` : caseId}</p>`
  }${reason !== null && html`<p>${t("desk.version.reason")}${colon}${reason}</p>`}`;
}

function changes(shown: Shown, { data }: Version, before: Version | undefined): Html | undefined {
  if (!before) return undefined;
  const { t } = shown.request;
  const lines = shown.register.fields.flatMap((field) => lineOf(shown, field, before.data[field.name], data[field.name]));
  if (lines.length === 0) return html`<p>${t("desk.version.same")}</p>`;
  return html`<ul class="tr-list tr-list--bullet">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

/** What became of a field: from and to; of a list, which rows came and which went. */
function lineOf(shown: Shown, field: Field, was: unknown, is: unknown): string[] {
  if (JSON.stringify(was ?? null) === JSON.stringify(is ?? null)) return [];
  const { t } = shown.request;
  const name = fieldName(shown, field.name);
  const { of } = field;
  if (!of)
    return [t("desk.version.change", { field: name, from: valueText(shown, field, was), to: valueText(shown, field, is) })];
  const [old, now] = [was, is].map((value) => rowsOf(value).map((row) => rowText(shown, of, row))) as [string[], string[]];
  return [
    ...now.filter((row) => !old.includes(row)).map((row) => t("desk.version.added", { field: name, row })),
    ...old.filter((row) => !now.includes(row)).map((row) => t("desk.version.removed", { field: name, row })),
  ];
}
