import { formatMoney, summaryList, time } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { answerText } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CaseAction, OfficerCase } from "../../api.ts";
import type { CasePages } from "../parts.ts";

type Parts = Pick<CasePages, "services" | "places">;

/** What officers before found, chose and wrote, and what the applicant answered them: those who decide read it before they do. */
export function findings(parts: Parts, request: FastifyRequest, found: OfficerCase): Html | undefined {
  const { t, lang } = request;
  const entries = found.actions.flatMap((action) => {
    const content = contentOf(parts, request, found, action);
    if (!content) return [];
    const name =
      parts.services.ownText(lang, found.named, `step.${String(action.data.step)}`) ?? t(`cases.action.${action.type}`);
    return [html`<h3>${name}</h3><p class="tr-hint">${time(action.at, { lang })}</p>${content}`];
  });
  return entries.length === 0 ? undefined : html`<h2>${t("cases.desk.findings")}</h2>${entries}`;
}

function contentOf(parts: Parts, request: FastifyRequest, found: OfficerCase, { type, data }: CaseAction): Html | undefined {
  const words = (text: unknown): Html | undefined => (typeof text === "string" && text !== "" ? html`<p>${text}</p>` : undefined);
  if (type === "reported") return reportOf(parts, request, found, data);
  if (type === "noted" || type === "supplied") return words(data.text);
  // what a committee decided has counts for reasons, and the history has it
  return type === "chosen" || (type === "decided" && data.step !== undefined) ? words(data.reasons) : undefined;
}

function reportOf({ services, places }: Parts, request: FastifyRequest, found: OfficerCase, data: CaseAction["data"]): Html {
  const { lang } = request;
  const { report: values } = data as { report?: Record<string, unknown> };
  const text = (key: string): string => services.text(lang, found.named, key);
  const row = (field: Field) => ({
    key: { text: text(field.label) },
    value: {
      text: answerText(request, field, values?.[field.name], text, (amount) => formatMoney(amount, lang), places),
    },
  });
  return summaryList({ rows: (found.visits[String(data.step)] ?? []).map(row) });
}
