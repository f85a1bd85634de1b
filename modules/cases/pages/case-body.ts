import { columns, details, insetText, statusSteps, summaryList, time, timeline, wordsIn } from "@troad/design";
import { type Html, html } from "@troad/html";
import { reasonOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CaseAction, CaseState, CaseView, SourceState } from "../api.ts";
import { outcomeOf, type Reader } from "./case-outcome.ts";
import { stateTag } from "./case-state.ts";
import { grantedOf, keptUntil, lawVersion } from "./ending.ts";
import { actionParams, byWhom, drawingOf, inHistory, meetingOutcomeOf, reasonIn, refusedEntryOf, stepNameOf } from "./history.ts";
import { lettersOf } from "./letters.ts";
import { type CasePages, referenceOf } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "names" | "services" | "entries">;

/** The whole of a case, for its applicant or for the officer of the agency. */
export function caseBody(
  parts: Parts,
  request: FastifyRequest,
  found: CaseView,
  reader: Reader,
  { answered, acts }: { answered?: Html | undefined; acts?: Html | undefined } = {},
): Html {
  const label = request.t("cases.case.history");
  const main = html`${outcomeOf(parts, request, found, reader)}${acts}${lettersOf(parts, request, found, "/cases")}${sources(parts, request, found, reader)}
    ${why(request, found)}${answered && details({ summaryText: request.t("cases.check.answers"), html: answered })}${keptUntil(parts, request, found)}`;
  const entries = found.actions
    .filter(inHistory)
    .map((action) => historyEntry(parts, request, found, action))
    .reverse();
  const aside = html`<h2>${label}</h2>${timeline(entries, { label })}`;
  const number = html`<span class="tr-hint">${request.t("cases.case.reference")} ${referenceOf(found.id)}</span>`;
  const standing = html`<p>${stateTag(request, found.state, grantedOf(found))} ${number}</p>`;
  return html`${standing}${filedFor(request, found)}${steps(request, found)}${columns(main, aside, { asideLabel: label })}`;
}

/** For whom the case is and who filed it, where these are two. */
export const filedFor = ({ t }: FastifyRequest, { onBehalf, applicant }: CaseView): Html | null =>
  onBehalf && insetText({ text: t(`cases.filed.${onBehalf.as}`, { name: onBehalf.name, applicant }) });

/** The step on which a case of each state stands. */
const stepOf: Record<CaseState, number> = {
  draft: 0,
  collecting: 1,
  waiting: 1,
  reviewing: 2,
  deciding: 2,
  stopped: 1,
  decided: 3,
  closed: 3,
  withdrawn: 0,
  discarded: 0,
};

function steps({ t, lang }: FastifyRequest, found: CaseView): Html {
  // the last step of a refusal gets no tick: nothing of it should look like a success
  const at = grantedOf(found) === false && found.state === "decided" ? stepOf.decided - 1 : stepOf[found.state];
  const way = ["handed-in", "data", "decision"].map((key, index) => ({
    title: t(`cases.case.step.${key}`),
    state: index < at ? ("done" as const) : index === at ? ("current" as const) : ("todo" as const),
  }));
  return statusSteps(way, wordsIn(lang), { label: t("cases.case.way") });
}

function sources(parts: Parts, request: FastifyRequest, found: CaseView, reader: Reader): Html | undefined {
  const { t, lang } = request;
  const rows = found.sources.map((source) => {
    const set = parts.names.dataSet(lang, source.provider);
    const state = source.state === "failed" ? reasonOf(request, source.code) : t(`cases.source.${source.state}`);
    const proof = reader === "citizen" ? proofOf(parts, source) : undefined;
    return {
      key: { text: set },
      value: { html: html`${parts.names.agency(lang, source.provider)}<br>${state}` },
      ...(proof ? { actions: { items: [{ href: proof, text: t("cases.source.proof"), visuallyHiddenText: set }] } } : {}),
    };
  });
  if (rows.length === 0) return undefined;
  return html`<h2>${t("cases.case.data")}</h2>${summaryList({ rows })}`;
}

/** Where the proof of an exchange is shown, once there is one. */
const proofOf = ({ site }: Pick<Parts, "site">, { use, state }: SourceState): string | undefined =>
  use && state !== "waiting" ? site.href("mydata", `/my-data/${encodeURIComponent(use)}`) : undefined;

function why(request: FastifyRequest, { decision }: CaseView): Html | undefined {
  const { t, lang } = request;
  if (!decision) return undefined;
  const version = lawVersion(request, decision);
  const sentences = decision.trace
    .map(({ text }) => text[lang] ?? text.en ?? text["zh-Hant"] ?? "")
    .filter(Boolean)
    .map((sentence) => html`<li>${sentence}</li>`);
  return details({
    summaryText: t("cases.case.why"),
    html: html`<ol class="tr-list tr-list--number">${sentences}</ol>${version}`,
  });
}

function historyEntry(parts: Parts, request: FastifyRequest, found: CaseView, action: CaseAction) {
  const { t, lang } = request;
  const { names } = parts;
  const { type, at, data } = action;
  const { source } = data as { source?: string };
  const provider = found.sources.find(({ id }) => id === source)?.provider;
  const params = {
    ...actionParams(action),
    source: provider ? names.dataSet(lang, provider) : "",
    reason: reasonIn(request, action),
  };
  const own = meetingOutcomeOf(parts, request, found, action);
  const granted = own === undefined && type === "decided" && (data as { granted?: unknown }).granted === true;
  const text =
    own ??
    stepNameOf(parts, request, found.named, action) ??
    (type === "decided" ? t(granted ? "cases.action.granted" : "cases.action.refused") : t(`cases.action.${type}`, params));
  const by = byWhom(request, found, action);
  const body = refusedEntryOf(parts, request, action) ?? drawingOf(parts, request, found, action);
  return {
    ...{ at: time(at, { lang }), title: { text }, tone: toneOf(type, granted) },
    ...(by ? { by } : {}),
    ...(body ? { body: { html: body } } : {}),
  };
}

function toneOf(type: string, granted: boolean): "failed" | "ok" | "neutral" {
  if (type === "stopped" || type === "source-failed" || type === "write-refused" || type === "act-refused") return "failed";
  return granted ? "ok" : "neutral";
}
