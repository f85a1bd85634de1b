import { formatDate } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { CaseView, Decision } from "../api.ts";
import type { CasePages } from "./parts.ts";

type Parts = Pick<CasePages, "services">;

/** How a case has ended; before that, and in cases from before services had steps, what was decided. */
export const grantedOf = ({ ended, decision }: Pick<CaseView, "ended" | "decision">): boolean | null =>
  ended === null ? (decision?.granted ?? null) : ended === "granted";

/**
 * Why a case ended so: the sentence of its law, the officer's reasons, or the name of the outcome that led there. A case may also be refused
 * without a decision, or after one that granted: a limit ran out, an inspection failed.
 */
export function whyOf({ services }: Parts, { lang }: FastifyRequest, found: CaseView): string {
  const { named, decision, actions } = found;
  const last = actions.findLast(({ type }) => type === "ended")?.data ?? {};
  const chosen = actions.findLast(({ type, data }) => type === "chosen" && data.step === last.from)?.data.reasons;
  if (typeof chosen === "string" && chosen !== "") return chosen;
  if (decision && decision.granted === grantedOf(found)) {
    const code = services.outcomeOf(named, decision.values);
    // a decision by officers is theirs, whatever the law had worked out before
    if (code !== undefined && decision.outcome === undefined) return services.text(lang, named, `outcome.${code}`);
    // those of a committee are counts
    if (decision.step !== undefined && decision.reasons) return decision.reasons;
  }
  return services.ownText(lang, named, `step.${String(last.from)}.${String(last.outcome)}`) ?? "";
}

/** Enough of a hash to tell versions apart; the whole stands in the history of the case. */
const shown = 12;

/** By which version of the rules a case was decided, and whether they had changed since it was submitted. */
export function lawVersion({ t, lang }: Pick<FastifyRequest, "t" | "lang">, { law }: Decision): Html | undefined {
  if (!law) return undefined;
  const version = t("cases.law.version", { version: law.hash.slice(0, shown) });
  const changed = law.asOf
    ? t("cases.law.former", { day: formatDate(law.asOf, { lang }) })
    : law.submitted && t("cases.law.changed", { version: law.submitted.slice(0, shown) });
  return html`<p class="tr-hint">${version}</p>${changed && html`<p>${changed}</p>`}`;
}

/** Until when the case is kept, and by which rule. */
export function keptUntil({ services }: Parts, { t, lang }: FastifyRequest, { kept, named }: CaseView): Html | undefined {
  if (!kept) return undefined;
  const rule = kept.rule === null ? t("cases.kept.usual") : t("cases.kept.rule", { rule: services.text(lang, named, kept.rule) });
  return html`<p class="tr-hint">${t("cases.kept.until", { day: formatDate(kept.until, { lang }) })}<br>${rule}</p>`;
}
