import { details, formatDateTime, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { reasonOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CaseAction, CaseView } from "../api.ts";
import type { ActionData, EntryFinding } from "../domain/actions.ts";
import type { CasePages } from "./parts.ts";

/** Steps that people see a case come to; the others happen by themselves and say what they did. */
const seenKinds: ReadonlySet<unknown> = new Set(["fill", "sign", "review", "ask", "pay", "visit", "draw", "committee", "await"]);
const never: ReadonlySet<string> = new Set(["answered", "pinned"]);

/** Whether a history shows an action: what only moves a case by itself is left out. */
export const inHistory = ({ type, data }: CaseAction): boolean =>
  !never.has(type) && (type !== "entered" || seenKinds.has(data.kind)) && !(type === "acted" && data.check === true);

/** The name of the step that a case came to, or who answered or reported one; undefined for other actions. */
export function stepNameOf(
  { services, names }: Pick<CasePages, "services" | "names">,
  { lang, t }: FastifyRequest,
  named: string,
  { type, data }: CaseAction,
): string | undefined {
  if (type === "submitted" && data.step !== undefined) return t("cases.action.answered-step", { who: String(data.name ?? "") });
  const brought = type === "submitted" ? (data.broughtBy as { name: Record<string, string> } | undefined) : undefined;
  if (brought) return t("cases.action.brought", { who: brought.name[lang] ?? brought.name.en ?? "" });
  const consumer = type === "submitted" ? (data.notice as { consumer?: unknown } | undefined)?.consumer : undefined;
  if (typeof consumer === "string") return t("cases.action.noticed", { who: names.agency(lang, consumer) });
  if (type === "counter-visit")
    return t(`cases.action.counter-visit.${String(data.what)}`, { when: formatDateTime(String(data.at), { lang }) });
  if (type !== "entered") return undefined;
  return services.ownText(lang, named, `step.${String(data.step)}`) ?? t(`cases.kind.${String(data.kind)}`);
}

/** Who acted where it was the one who filed the case for its applicant; undefined for everybody else's acts. */
export const byWhom = (
  { t }: FastifyRequest,
  { onBehalf }: Pick<CaseView, "onBehalf">,
  { actor }: CaseAction,
): string | undefined => (onBehalf?.subject === actor ? t(`cases.filed.by-${onBehalf.as}`, { name: onBehalf.name }) : undefined);

/** What a committee has decided, in the words of its step: that may be something else than the application. Undefined for other actions. */
export function meetingOutcomeOf(
  { services }: Pick<CasePages, "services">,
  { lang }: FastifyRequest,
  { named, actions }: Pick<CaseView, "named" | "actions">,
  action: CaseAction,
): string | undefined {
  if (action.type !== "decided" || action.data.step !== undefined || typeof action.data.outcome !== "string") return undefined;
  const entered = actions.slice(0, actions.indexOf(action)).findLast(({ type }) => type === "entered");
  return services.ownText(lang, named, `step.${String(entered?.data.step)}.${action.data.outcome}`);
}

/** Why, where an action says so: an officer's words of a certificate, or what a code means. */
export const reasonIn = (request: FastifyRequest, { type, data }: CaseAction): string => {
  if (type.startsWith("certificate-")) return typeof data.reason === "string" ? data.reason : "";
  return typeof data.code === "string" ? reasonOf(request, data.code) : "";
};

/** What the text of an action may name besides its source. */
export const actionParams = ({ data }: CaseAction): { who: string; due: string; day: string } => ({
  who: typeof data.name === "string" ? data.name : "",
  due: typeof data.due === "string" ? data.due : "",
  day: typeof data.day === "string" ? data.day : "",
});

type Refused = { code: string; findings?: readonly EntryFinding[] };

/**
 * Why a register did not make an entry that was decided, each rule with its article, and how it is repaired; undefined for other actions. Notes stand in the
 * way of nothing.
 */
export function refusedEntryOf(
  { entries }: Pick<CasePages, "entries">,
  request: FastifyRequest,
  { type, data }: CaseAction,
): Html | undefined {
  if (type === "act-refused") return html`<p>${reasonOf(request, String(data.code))}</p>`;
  if (type !== "write-refused") return undefined;
  const { lang, t } = request;
  const { code, findings = [] } = data as Refused;
  const against = findings.filter(({ level }) => level !== "note");
  const repair = (level: string): Html => html`<p>${t(`cases.entry.repair.${level}`)}</p>`;
  if (against.length === 0) return html`<p>${reasonOf(request, code)}</p>${repair("other")}`;
  const levels = ["missing", "judge", "refused"].filter((level) => against.some((one) => one.level === level));
  return html`<ul class="tr-list">${against.map(
    (one) => html`<li>${entries.finding(lang, one.code)} <span class="tr-hint">${entries.article(lang, one.article)}</span></li>`,
  )}</ul>${levels.map(repair)}`;
}

/** What was drawn, and what it takes to draw again: the lot follows from the commitment of before, the word that was said and the case. */
export function drawingOf(
  { services }: Pick<CasePages, "services">,
  { lang, t }: FastifyRequest,
  { id, named, actions }: Pick<CaseView, "id" | "named" | "actions">,
  action: CaseAction,
): Html | undefined {
  if (action.type !== "drawn") return undefined;
  const { step, word, secret, lot } = action.data as ActionData["drawn"];
  const entered = actions.findLast(({ type, data, seq }) => type === "entered" && data.step === step && seq < action.seq);
  const proof = { id, word, secret, commitment: String(entered?.data.commitment ?? "") };
  return html`<p><strong>${services.text(lang, named, `step.${step}.${lot}`)}</strong></p>${details({
    summaryText: t("cases.draw.proof"),
    html: html`<p>${t("cases.draw.how")}</p>${summaryList({
      rows: Object.entries(proof).map(([name, value]) => ({
        key: { text: t(`cases.draw.${name}`) },
        value: { html: html`<code>${value === "" ? "–" : value}</code>` },
      })),
    })}`,
  })}`;
}
