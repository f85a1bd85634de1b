import { formatMoney, summaryList, time } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { answerText } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CaseAction, OfficerCase } from "../../api.ts";
import type { CasePages } from "../parts.ts";

type Parts = Pick<CasePages, "services" | "places">;

/** What officers reported of their visits: those who decide read it before they do. */
export function visitReports(parts: Parts, request: FastifyRequest, found: OfficerCase): Html | undefined {
  const { t, lang } = request;
  const reports = found.actions
    .filter(({ type }) => type === "reported")
    .map(({ at, data }) => {
      const name = parts.services.text(lang, found.named, `step.${String(data.step)}`);
      return html`<h3>${name}</h3><p class="tr-hint">${time(at, { lang })}</p>${reportOf(parts, request, found, data)}`;
    });
  return reports.length === 0 ? undefined : html`<h2>${t("cases.desk.visits")}</h2>${reports}`;
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
