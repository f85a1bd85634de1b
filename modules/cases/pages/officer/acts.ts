import { button, details, formatMoney } from "@troad/design";
import type { Act } from "@troad/flow";
import { type Html, html } from "@troad/html";
import { CodedError, seeOther } from "@troad/kernel";
import { fieldsHtml, hidden, type Session, uiOf, type View, villagesOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { OfficerCase } from "../../api.ts";
import type { ActingPerson, CaseAct } from "../../domain/act.ts";
import { type Asking, type CasePages, idIn } from "../parts.ts";

type Parts = Pick<CasePages, "site" | "services"> & Asking<"act">;
/** What stands against an act: its code, and what was typed. */
export type Problem = { code: string; status: number; typed: Record<string, unknown> };
type Shown = { found: OfficerCase; subject: string; problem?: Problem | undefined };

/** An officer with the posts of their session. */
export const officerOf = ({ subject, name, roles }: Session): ActingPerson => ({
  ...{ subject, name },
  posts: roles.flatMap(({ role, agency, area = null }) => (agency === null ? [] : [{ role, agency, area }])),
});

export const problemSummary = (request: FastifyRequest, { code }: Problem): Html =>
  uiOf(request).errorSummary({
    titleText: request.t("web.form.problem"),
    errorList: [{ text: request.t(`error.${code}`), href: "#acts" }],
  });

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Reads what an officer sent; undefined for what is no act. */
function actIn(body: Record<string, unknown>, { subject, name }: ActingPerson): CaseAct | undefined {
  const text = textOf(body.text);
  const reason = textOf(body.reason).trim();
  switch (body.act) {
    case "choose":
      return { act: "choose", outcome: textOf(body.outcome), reasons: textOf(body.reasons) };
    case "ask":
      return { act: "ask", items: linesOf(textOf(body.items)), text };
    case "draw":
      return { act: "draw", word: textOf(body.word).trim().slice(0, 100) };
    case "vote":
      return body.vote === "for" || body.vote === "against" || body.vote === "abstain"
        ? { act: "vote", vote: body.vote }
        : undefined;
    case "score":
      return /^\d{1,3}$/.test(textOf(body.score)) ? { act: "score", score: Number(body.score) } : undefined;
    case "cash":
      return /^\d{1,12}$/.test(textOf(body.amount)) ? { act: "cash", amount: Number(body.amount) } : undefined;
    case "close":
      return { act: "close" };
    case "assign":
      return { act: "assign", to: subject, name };
    case "report":
      return { act: "report", report: reportIn(body) };
    case "receive":
      return { act: "receive", text, documents: [] };
    case "note":
      return { act: "note", text };
    case "extend":
    case "correction":
    case "reopening":
    case "applicant-died":
      return { act: body.act, reason };
    default:
      return undefined;
  }
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim().slice(0, 300))
    .filter(Boolean)
    .slice(0, 30);

const formNames = new Set(["act", "step", "visit"]);
const reportIn = (body: Record<string, unknown>): Extract<CaseAct, { act: "report" }>["report"] =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      formNames.has(name) || (typeof value !== "string" && !Array.isArray(value)) ? [] : [[name, value]],
    ),
  );

/** What an officer sends from the page of a case. What does not fit is told above the page, with what was typed kept. */
export function officerActRoutes<P extends Parts>(
  app: FastifyInstance,
  parts: P,
  draw: (parts: P, request: FastifyRequest, session: Session, problem?: Problem) => Promise<View>,
): void {
  const { site, cases } = parts;
  app.post(
    "/desk/:id/act",
    hidden,
    site.signedIn(
      ["case-officer"],
      async (request, session, reply) => {
        const body = (request.body ?? {}) as Record<string, unknown>;
        const person = officerOf(session);
        const id = idIn(request);
        const act = actIn(body, person);
        const place = { step: textOf(body.step), visit: Number.parseInt(textOf(body.visit), 10) || 0 };
        try {
          if (!act || !complete(act)) throw new CodedError("case.act-incomplete", 422);
          await cases.act({ id, person, place, act });
        } catch (error) {
          if (!(error instanceof CodedError) || error.status < 409 || error.status > 422) throw error;
          return draw(parts, request, session, { code: error.code, status: error.status, typed: body });
        }
        return seeOther(reply, `/desk/${id}`);
      },
      { returnTo: (request) => `/desk/${idIn(request)}` },
    ),
  );
}

/** What has to be written was written. */
const complete = (act: CaseAct): boolean =>
  (!("text" in act) || act.act === "ask" || act.act === "supply" || act.text.trim() !== "") &&
  (!("reason" in act) || act.reason !== "") &&
  (act.act !== "ask" || act.items.length > 0) &&
  (act.act !== "choose" || act.outcome !== "");

/** A form for each thing that the officer may do now; the one that moves the case on stands open, others are folded. */
export function actForms({ services }: Pick<Parts, "services">, request: FastifyRequest, shown: Shown): Html | undefined {
  const { t, lang } = request;
  const { found, problem } = shown;
  const { allowed } = found;
  if (allowed.acts.length === 0) return undefined;
  const ui = uiOf(request);
  const typed = (name: string): string => textOf(problem?.typed[name]);
  const has = (act: string): Act | undefined => allowed.acts.find((one) => one.act === act);
  const form = (act: string, inner: Html, label = t(`cases.act.${act}`), classes = ""): Html => html`
    <form method="post" action="/desk/${found.id}/act" novalidate><input type="hidden" name="act" value="${act}">
    <input type="hidden" name="step" value="${allowed.place.step}"><input type="hidden" name="visit" value="${allowed.place.visit}">
    ${inner}${button({ text: label, ...(classes === "" ? {} : { classes }) })}</form>`;
  const area = (name: string, label: string, hint?: string): Html =>
    ui.textarea({
      ...{ id: name, name, value: typed(name), rows: 4, label: { text: label } },
      ...(hint === undefined ? {} : { hint: { text: hint } }),
    });
  const folded = (act: string, inner: Html): Html | false =>
    has(act) !== undefined &&
    details({ summaryText: t(`cases.act.${act}`), html: form(act, inner, undefined, "tr-button--secondary") });
  const outcomeText = (outcome: string): string =>
    services.ownText(lang, found.named, `step.${allowed.place.step}.${outcome}`) ?? t(`cases.outcome.${outcome}`);
  const choose = has("choose");
  const outcomes = choose && "outcomes" in choose ? choose.outcomes.filter((one) => one !== "asked") : [];
  const chooseForm =
    choose &&
    form(
      "choose",
      html`${ui.radios({
        name: "outcome",
        idPrefix: "outcome",
        fieldset: { legend: { text: t("cases.act.outcome") } },
        items: outcomes.map((value) => ({ value, text: outcomeText(value), checked: typed("outcome") === value })),
      })}${area("reasons", t("cases.act.reasons"), t("cases.act.reasons-hint"))}`,
    );
  const canAsk = choose && "outcomes" in choose && choose.outcomes.includes("asked");
  const ask =
    canAsk &&
    details({
      summaryText: t("cases.act.ask"),
      html: form(
        "ask",
        html`${area("items", t("cases.act.items"), t("cases.act.items-hint"))}`,
        undefined,
        "tr-button--secondary",
      ),
    });
  const title = services.ownText(lang, found.named, `step.${allowed.place.step}`) ?? t("cases.act.title");
  const vote = has("vote") && form("vote", voteChoices(request, typed("vote")));
  const score =
    has("score") &&
    form(
      "score",
      ui.input({
        id: "score",
        name: "score",
        value: typed("score"),
        label: { text: t("cases.act.points") },
        inputmode: "numeric",
        classes: "tr-input--width-4",
      }),
    );
  const report =
    has("report") &&
    form(
      "report",
      html`${fieldsHtml(request, {
        fields: found.report,
        text: (key) => services.text(lang, found.named, key),
        values: problem?.typed ?? {},
        errorOf: () => undefined,
        banks: [],
        villages: villagesOf(found.area ?? ""),
      })}`,
    );
  const draw =
    has("draw") &&
    form(
      "draw",
      html`<p>${t("cases.act.draw-how")}</p>${ui.input({
        ...{ id: "word", name: "word", value: typed("word"), autocomplete: "off" },
        ...{ label: { text: t("cases.act.draw-word") }, hint: { text: t("cases.act.draw-word-hint") } },
      })}`,
    );
  const due = found.fee?.paidAt === null ? found.fee.amount : undefined;
  const cash =
    has("cash") &&
    due !== undefined &&
    form(
      "cash",
      html`<p>${t("cases.act.cash-how", { amount: formatMoney(due, lang) })}</p><input type="hidden" name="amount" value="${due}">`,
    );
  const died =
    has("applicant-died") &&
    details({
      summaryText: t("cases.act.applicant-died"),
      html: html`<p>${t("cases.act.applicant-died-lost")}</p>${form(
        "applicant-died",
        area("reason", t("cases.act.applicant-died-reason")),
        t("cases.act.applicant-died-confirm"),
        "tr-button--warning",
      )}`,
    });
  const assign = has("assign") && form("assign", html``, t("cases.act.assign"), "tr-button--secondary");
  return html`<section class="tr-acts" id="acts" tabindex="-1"><h2>${title}</h2>${chooseForm}${vote}${score}${draw}${report}${cash}
    ${has("receive") && form("receive", area("text", t("cases.act.receive-text")))}
    ${has("close") && form("close", html``, undefined, "tr-button--secondary")}${ask}
    ${folded("extend", area("reason", t("cases.act.reason")))}
    ${folded("correction", area("reason", t("cases.act.reason")))}${folded("reopening", area("reason", t("cases.act.reason")))}
    ${folded("note", area("text", t("cases.act.note-text")))}${assign}${died}</section>`;
}

const voteChoices = (request: FastifyRequest, chosen: string): Html =>
  uiOf(request).radios({
    name: "vote",
    idPrefix: "vote",
    fieldset: { legend: { text: request.t("cases.act.vote-title") } },
    items: ["for", "against", "abstain"].map((value) => ({
      ...{ value, text: request.t(`cases.vote.${value}`), checked: chosen === value },
    })),
  });
