import { details, formatMoney, scrollable, summaryList, table } from "@troad/design";
import type { Field, Page } from "@troad/forms";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { ShownLaw } from "../../api.ts";
import type { CasePages } from "../parts.ts";
import type { Answering } from "./form.ts";
import { fromText, shownAnswer } from "./shown.ts";

type Parts = Pick<CasePages, "names" | "services" | "banks" | "places">;
type Asked = Pick<Answering, "form" | "service">;

const inReadersWords = (text: Record<string, string>, lang: string): string => text[lang] ?? text.en ?? "";

/** What is known of the person on this page, and from where; below it they may state otherwise. */
export function knownData(parts: Parts, request: FastifyRequest, asked: Asked, { fields }: Page): Html | undefined {
  const { t, lang } = request;
  const { offered = [] } = asked.form;
  const rows = fields.flatMap((field: Field) => {
    const known = offered.find((one) => one.field === field.name);
    if (!known) return [];
    const form = { ...asked.form, answers: { ...asked.form.answers, [field.name]: known.value } };
    const value = html`${shownAnswer(parts, request, { ...asked, form }, field)}<br><span class="tr-hint">${fromText(parts, request, known.from)}</span>`;
    return [{ key: { text: parts.services.text(lang, asked.service.id, field.label) }, value: { html: value } }];
  });
  if (rows.length === 0) return undefined;
  return html`<h2>${t("cases.fill.known")}</h2>${summaryList({ rows })}<p>${t("cases.fill.known-lead")}</p>`;
}

/** What the law worked out, with the least marked where they are compared, and why, article by article. */
export function workedOut({ services }: Parts, request: FastifyRequest, { form, service }: Asked): Html | undefined {
  const { t, lang } = request;
  const { shows = [] } = form;
  if (shows.length === 0) return undefined;
  const shown = ({ value, money }: ShownLaw["rows"][number]): string =>
    money && typeof value === "number" ? formatMoney(value, lang) : value === null ? "–" : String(value);
  return html`${shows.map(({ title, rows, lowest, why }) => {
    const amounts = rows.flatMap(({ value }) => (typeof value === "number" ? [value] : []));
    const least = lowest ? Math.min(...amounts) : undefined;
    const cells = rows.map((row) => [
      { text: inReadersWords(row.label, lang) },
      {
        format: "numeric",
        html: html`${shown(row)}${least !== undefined && row.value === least && html` <strong class="tr-tag">${t("cases.fill.lowest")}</strong>`}`,
      },
    ]);
    const heading = services.text(lang, service.id, title);
    const head = [{ text: t("cases.fill.variable") }, { text: t("cases.fill.value"), format: "numeric" }];
    const sentences = why.map(
      ({ text, article }) =>
        html`<li>${inReadersWords(text, lang)}${article !== null && html` <span class="tr-hint">${article}</span>`}</li>`,
    );
    return html`${scrollable(heading, table({ caption: heading, captionClasses: "tr-table__caption--m", firstCellIsHeader: true, head, rows: cells }))}
      ${sentences.length > 0 && details({ summaryText: t("cases.fill.why"), html: html`<ul class="tr-list">${sentences}</ul>` })}`;
  })}`;
}
