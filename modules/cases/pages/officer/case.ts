import { columns, formatMoney, scrollable, summaryList, table, tag, time, timeline } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { answerText, reasonOf, type View, villageText } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CaseAction, Decision, OfficerCase, SourceState } from "../../api.ts";
import { outcomeOf } from "../case-outcome.ts";
import { grantedOf, lawVersion } from "../ending.ts";
import { fileList } from "../files/list.ts";
import {
  actionParams,
  byWhom,
  drawingOf,
  inHistory,
  meetingOutcomeOf,
  reasonIn,
  refusedEntryOf,
  stepNameOf,
} from "../history.ts";
import { lettersOf } from "../letters.ts";
import { type CasePages, referenceOf } from "../parts.ts";
import { type Problem, problemSummary } from "./acts.ts";
import { standingTag } from "./standing.ts";
import { visitReports } from "./visits.ts";

type Parts = Pick<CasePages, "site" | "names" | "services" | "places" | "entries">;

/** A case as the officer of the agency reads it: who asks for what, what they said, what registers said, what follows and why. */
export function officerCaseView(
  parts: Parts,
  request: FastifyRequest,
  found: OfficerCase,
  acts: Html | undefined,
  problem?: Problem,
): View {
  const { t, lang } = request;
  const service = parts.services.text(lang, found.named, "name");
  const title = `${found.applicant}${t("web.colon")}${service}`;
  const label = t("cases.case.history");
  const main = html`${outcomeOf(parts, request, found, "officer")}
    ${payHere(request, found)}${acts}<h2>${t("cases.desk.about")}</h2>${about(request, found, service)}
    <h2>${t("cases.desk.answers")}</h2>${answers(parts, request, found)}
    ${alike(request, found)}
    ${found.sources.length > 0 && html`<h2>${t("cases.desk.sources")}</h2>`}
    ${found.sources.map((source) => sourceView(parts, request, found, source))}
    ${visitReports(parts, request, found)}
    ${found.decision && why(request, found.decision)}
    ${lettersOf(parts, request, found, "/desk")}<h2>${t("cases.desk.documents")}</h2>${documents(request, found)}`;
  const entries = found.actions.filter(inHistory).map((one) => historyEntry(parts, request, found, one));
  const aside = html`<h2>${label}</h2>${timeline(entries.reverse(), { label })}`;
  const logged = tag({ text: t("cases.desk.logged"), classes: "tr-tag--grey" });
  const state = standingTag(request, { ...found, granted: grantedOf(found) });
  const summary = problem && problemSummary(request, problem);
  const content = html`${summary}<h1>${title}</h1><p>${state} ${logged}</p>${columns(main, aside, { asideLabel: label })}`;
  return {
    title,
    content,
    path: [{ href: "/desk", text: t("cases.desk.title") }],
    ...(problem ? { status: problem.status } : {}),
  };
}

/** A fee of a case from the counter is paid there: the address opens on the officer's terminal. */
function payHere({ t, lang }: FastifyRequest, { onBehalf, step, fee }: OfficerCase): Html | false {
  const address = onBehalf?.as === "counter" && step?.kind === "pay" && fee?.paidAt === null ? fee.address : null;
  return (
    typeof address === "string" &&
    html`<p><a class="tr-button" href="${address}">${t("cases.desk.pay-here", { amount: formatMoney(fee!.amount, lang) })}</a></p>`
  );
}

function about({ t, lang }: FastifyRequest, found: OfficerCase, service: string): Html {
  const row = (key: string, value: { text: string } | { html: Html }) => ({ key: { text: t(`cases.desk.${key}`) }, value });
  const filed = found.onBehalf;
  const submitted = found.actions.find(({ type }) => type === "submitted");
  return summaryList({
    rows: [
      row("applicant", { text: found.applicant }),
      ...(filed ? [row("filer", { text: t(`cases.filed.by-${filed.as}`, { name: filed.name }) })] : []),
      row("service", { text: service }),
      row("reference", { html: html`<code>${found.id}</code>` }),
      row("created", { html: time(found.createdAt, { lang }) }),
      ...(submitted ? [row("submitted", { html: time(submitted.at, { lang }) })] : []),
    ],
  });
}

/** Applications that may be about the same: the officer judges. */
function alike(request: FastifyRequest, { alike }: OfficerCase): Html | false {
  const { t, lang } = request;
  const line = (one: OfficerCase["alike"][number]): Html => {
    const reference = referenceOf(one.id);
    const named = one.reached ? html`<a class="tr-lines__link" href="/desk/${one.id}">${reference}</a>` : reference;
    return html`<li class="tr-lines__item">${named}
      <p class="tr-lines__meta">${standingTag(request, one)} ${time(one.submittedAt, { lang })}</p></li>`;
  };
  return (
    alike.length > 0 &&
    html`<h2>${t("cases.desk.alike")}</h2><p>${t("cases.desk.alike.lead")}</p><ul class="tr-lines">${alike.map(line)}</ul>`
  );
}

function answers({ services, places }: Parts, request: FastifyRequest, { named, pages, answers: given }: OfficerCase): Html {
  const { t, lang } = request;
  const text = (key: string): string => services.text(lang, named, key);
  const row = (field: Field) => ({
    key: { text: text(field.label) },
    value: { text: answerText(request, field, given[field.name], text, (amount) => formatMoney(amount, lang), places) },
  });
  const rows = pages.flatMap(({ fields }) => fields.filter(({ name }) => name in given).map(row));
  return rows.length === 0 ? html`<p>${t("cases.desk.no-answers")}</p>` : summaryList({ rows });
}

/** What a register said, field by field, as of when; or why it said nothing. */
function sourceView({ names }: Parts, request: FastifyRequest, found: OfficerCase, source: SourceState): Html {
  const { t, lang } = request;
  const { provider, state, code, fields } = source;
  const title = html`<h3>${names.dataSet(lang, provider)}</h3>
    <p class="tr-hint">${names.agency(lang, provider)}${source.at !== null && html`${t("web.comma")}${time(source.at, { lang })}`}</p>`;
  if (state !== "received") {
    const text = state === "failed" ? reasonOf(request, code) : t(`cases.source.${state}`);
    return html`${title}<p>${text}</p>`;
  }
  const record = recordOf(found.actions, source.id);
  if (!record) return html`${title}<p>${t("cases.desk.no-record")}</p>`;
  const rows = fields
    .filter((field) => field in record)
    .map((field) => ({
      key: { text: names.field(lang, provider, field) },
      value: { text: fieldText(names, request, provider, field, record[field]) },
    }));
  return html`${title}${summaryList({ rows })}`;
}

/** The record of the last answer of a source; undefined where it has none of this person. */
function recordOf(actions: readonly CaseAction[], source: string): Record<string, unknown> | undefined {
  const received = actions.findLast(({ type, data }) => type === "received" && data.source === source)?.data;
  const record = received?.found === true ? received.record : undefined;
  return typeof record === "object" && record !== null ? (record as Record<string, unknown>) : undefined;
}

function fieldText(names: Parts["names"], request: FastifyRequest, provider: string, field: string, value: unknown): string {
  const { t, lang } = request;
  if (value === null || value === undefined || value === "") return t("web.form.none");
  if (typeof value === "boolean") return t(value ? "web.form.yes" : "web.form.no");
  const own = (name: string, one: unknown): string => fieldText(names, request, provider, name, one);
  // an entry of a list has fields that the register itself has too, such as the name of a member
  if (Array.isArray(value)) return value.map((one) => own(field, one)).join(t("cases.desk.list"));
  if (typeof value === "object")
    return Object.entries(value)
      .map(([name, one]) => own(name, one))
      .join(t("web.comma"));
  if (field === "villageCode") return villageText(String(value));
  return names.value(lang, provider, field, value);
}

/** What the law says of each step, and what follows from it here. */
function why(request: FastifyRequest, decision: Decision): Html {
  const { t, lang } = request;
  const { trace } = decision;
  const title = t("cases.desk.why");
  const rows = trace.flatMap(({ text, article }) => {
    const sentence = text[lang] ?? text.en ?? text["zh-Hant"] ?? "";
    return sentence === "" ? [] : [[{ text: article ?? "–" }, { text: sentence }]];
  });
  const head = ["article", "finding"].map((key) => ({ text: t(`cases.desk.${key}`) }));
  return html`<h2>${title}</h2>${scrollable(title, table({ head, rows }))}${lawVersion(request, decision)}`;
}

function documents(request: FastifyRequest, { id, certificate, actions, onBehalf }: OfficerCase): Html {
  const { t } = request;
  const files = fileList(request, `/desk/${id}`, actions);
  if (files && !certificate) return files;
  if (!certificate) return html`<p>${t("cases.desk.no-documents")}</p>`;
  const print =
    onBehalf?.as === "counter" &&
    html`<li><a class="tr-link" href="/desk/${id}/certificate">${t("cases.desk.print-certificate")}</a></li>`;
  return html`${files}<ul class="tr-list">${print}<li><a class="tr-link" href="/verify/${certificate.code}">${t("cases.desk.certificate")}</a></li>
    <li><a class="tr-link" href="/desk/${id}/certificates">${t("cases.standing.title")}</a></li></ul>`;
}

function historyEntry(parts: Parts, request: FastifyRequest, found: OfficerCase, action: CaseAction) {
  const { t, lang } = request;
  const { names } = parts;
  const { type, at, data } = action;
  const provider = found.sources.find(({ id }) => id === data.source)?.provider;
  const params = {
    ...actionParams(action),
    source: provider ? names.dataSet(lang, provider) : "",
    reason: reasonIn(request, action),
  };
  const by = byWhom(request, found, action);
  const isFault = type === "stopped" || type === "source-failed" || type === "write-refused" || type === "act-refused";
  const tone = isFault ? ("failed" as const) : ("neutral" as const);
  const said = refusedEntryOf(parts, request, action) ?? drawingOf(parts, request, found, action);
  return {
    at: time(at, { lang }),
    title: {
      text:
        meetingOutcomeOf(parts, request, found, action) ??
        stepNameOf(parts, request, found.named, action) ??
        t(type === "decided" ? `cases.action.${data.granted === true ? "granted" : "refused"}` : `cases.action.${type}`, params),
    },
    ...(said ? { body: { html: said } } : writtenIn(data)),
    ...(by ? { by } : {}),
    tone,
  };
}

/** What was written in an act: reasons, notes, what was asked for or supplied. */
function writtenIn(data: CaseAction["data"]): { body?: { text: string } } {
  const items = Array.isArray(data.items) ? data.items.map(String) : [];
  const written = [data.reasons, data.reason, data.text, ...items].filter((one) => typeof one === "string" && one !== "");
  return written.length === 0 ? {} : { body: { text: written.join("\n") } };
}
