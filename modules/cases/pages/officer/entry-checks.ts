import { formatDate, formatMoney, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { reasonOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { EntryCheck, OfficerCase } from "../../api.ts";
import type { CasePages } from "../parts.ts";

type Parts = Pick<CasePages, "services" | "entries">;

const tones: Record<string, string> = { refused: "red", missing: "yellow", judge: "yellow", note: "grey" };

const levelTag = ({ t }: FastifyRequest, level: EntryCheck["findings"][number]["level"]): Html =>
  tag({ text: t(`cases.desk.entry.${level}`), classes: `tr-tag--${tones[level] ?? "grey"}` });

/** What the register's rules say before the officer decides: each finding with its article, the day it was due, and a fine within its limits. */
export function entryChecksView(
  parts: Parts,
  request: FastifyRequest,
  found: OfficerCase,
  checks: readonly EntryCheck[],
): Html | false {
  const { t } = request;
  return (
    checks.length > 0 &&
    html`<section aria-labelledby="entry-checks"><h2 id="entry-checks">${t("cases.desk.entry")}</h2>
      ${checks.map((check) => checkView(parts, request, found, check))}</section>`
  );
}

function checkView({ services, entries }: Parts, request: FastifyRequest, found: OfficerCase, check: EntryCheck): Html {
  const { t, lang } = request;
  const step = found.step?.id ?? "";
  const title = html`<h3>${entries.kind(lang, check.kind)}${t("web.colon")}${services.text(lang, found.named, `step.${step}.${check.outcome}`)}</h3>`;
  if (check.code !== null) return html`${title}<p>${reasonOf(request, check.code)}</p>`;
  const state = tag({
    text: t(check.allowed ? "cases.desk.entry.allowed" : "cases.desk.entry.not-allowed"),
    classes: check.allowed ? "tr-tag--green" : "tr-tag--red",
  });
  const lines = check.findings.map(
    ({ code, level, article }) => html`<li class="tr-lines__item">${entries.finding(lang, code)}
      <p class="tr-lines__meta">${levelTag(request, level)} ${entries.article(lang, article)}</p></li>`,
  );
  const due =
    check.due &&
    html`<p>${t("cases.desk.entry.due", { day: formatDate(check.due.day, { lang }), article: entries.article(lang, check.due.article) })}</p>`;
  const fine =
    check.fine &&
    html`<p>${t("cases.desk.entry.fine", {
      from: formatMoney(check.fine.from, lang),
      to: formatMoney(check.fine.to, lang),
      article: entries.article(lang, check.fine.article),
    })}</p>`;
  return html`${title}<p>${state}</p>${lines.length > 0 && html`<ul class="tr-lines">${lines}</ul>`}${due}${fine}`;
}
