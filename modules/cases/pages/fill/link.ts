import { formatDate } from "@troad/design";
import type { Act } from "@troad/flow";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { CasePages } from "../parts.ts";

/** The way to the step, on the page of its case; drawn where the reader may answer. */
export function stepLink(
  { services }: Pick<CasePages, "services">,
  request: FastifyRequest,
  { id, named, due }: { id: string; named: string; due: string | null },
  acts: readonly Act[],
): Html | undefined {
  const { t, lang } = request;
  const answer = acts.find(({ act }) => act === "answer");
  if (!answer) return undefined;
  const title = services.ownText(lang, named, `step.${answer.step}`) ?? t("cases.fill.title");
  const until = due && html`<p>${t("cases.act.until", { day: formatDate(due, { lang }) })}</p>`;
  return html`<h2>${title}</h2>${until}<p><a class="tr-button" href="/cases/${id}/fill">${t("cases.act.answer")}</a></p>`;
}
