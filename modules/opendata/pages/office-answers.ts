import { button, scrollable, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type CodedError, isUuid, seeOther } from "@troad/kernel";
import { hidden, posted, postedKey, type Session, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { opendataFailure } from "../domain/errors.ts";
import { outcomes } from "../participation.ts";
import {
  acting,
  agenciesOf,
  day,
  errorText,
  headRole,
  inLang,
  officerRole,
  type PageFile,
  type PageParts,
  summary,
} from "./parts.ts";

const most = 50;
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** Answers to people, plans and their figures, and the head's decisions. */
export const officeAnswerPages: PageFile = (app, parts) => {
  const { office, participation, catalogue } = parts;
  app.get(
    "/data-office/requests",
    hidden,
    office.signedIn([officerRole], (request, session) => requestsView(parts, request, session)),
  );
  app.post(
    "/data-office/requests",
    hidden,
    office.signedIn([officerRole], async (request, session, reply) => {
      const answer = {
        id: idIn(request),
        agencies: agenciesOf(session, officerRole),
        outcome: posted(request, "outcome"),
        body: posted(request, "body", 2_000),
        by: session.subject,
      };
      return (
        (await acting(
          () => participation.answer(answer),
          (error) => requestsView(parts, request, session, error),
        )) ?? seeOther(reply, "/data-office/requests")
      );
    }),
  );
  app.get(
    "/data-office/plans",
    hidden,
    office.signedIn([officerRole], (request, session) => plansView(parts, request, session)),
  );
  app.post(
    "/data-office/plans",
    hidden,
    office.signedIn([officerRole], async (request, session, reply) => {
      const agencies = agenciesOf(session, officerRole);
      const by = session.subject;
      const work = async (): Promise<void> => {
        if (posted(request, "plan") !== "")
          return participation.figure({
            plan: idIn(request, "plan"),
            agencies,
            half: posted(request, "half"),
            percent: Number(posted(request, "percent") || "x"),
            result: posted(request, "result", 500),
            by,
          });
        const [title, objective, due] = [
          posted(request, "title", 120),
          posted(request, "objective", 1_000),
          posted(request, "due"),
        ];
        if (title === "" || objective === "" || !isDay(due))
          throw opendataFailure("opendata.record-invalid", {
            field: title === "" ? "title" : objective === "" ? "objective" : "due",
          });
        await participation.plan({
          id: postedKey(request, parts.ids),
          agency: agencies[0]!,
          title,
          objective,
          due,
          set: null,
          by,
        });
      };
      return (await acting(work, (error) => plansView(parts, request, session, error))) ?? seeOther(reply, "/data-office/plans");
    }),
  );
  app.get(
    "/data-office/downgrades",
    hidden,
    office.signedIn([headRole], (request, session) => downgradesView(parts, request, session)),
  );
  app.post(
    "/data-office/downgrades",
    hidden,
    office.signedIn([headRole], async (request, session, reply) => {
      const decision = {
        id: idIn(request),
        agencies: agenciesOf(session, headRole),
        approved: posted(request, "decision") === "approve",
        note: posted(request, "note", 500),
        by: session.subject,
      };
      return (
        (await acting(
          () => catalogue.decideDowngrade(decision),
          (error) => downgradesView(parts, request, session, error),
        )) ?? seeOther(reply, "/data-office/downgrades")
      );
    }),
  );
};

const idIn = (request: FastifyRequest, name = "id"): string => {
  const id = posted(request, name, 60);
  if (!isUuid(id)) throw opendataFailure("opendata.not-found");
  return id;
};
const page = (request: FastifyRequest, key: string, content: Html, error?: CodedError): View => {
  const title = request.t(key);
  return {
    title,
    content: html`${error && summary(request, errorText(request, error))}<h1>${title}</h1>${content}`,
    path: [{ href: "/data-office", text: request.t("opendata.office.title") }],
  };
};

async function requestsView(
  { participation }: PageParts,
  request: FastifyRequest,
  session: Session,
  error?: CodedError,
): Promise<View> {
  const { t } = request;
  const ui = uiOf(request);
  const open = await participation.requests({ agencies: agenciesOf(session, officerRole), open: true, limit: most });
  const items = outcomes.map((value) => ({ value, text: t(`opendata.outcome.${value}`) }));
  const forms = open.map(
    ({ id, title, body, at }) => html`<h2>${title}</h2><p class="tr-hint">${day(at, request)}</p><p>${body}</p>
      <form method="post" action="/data-office/requests" novalidate><input type="hidden" name="id" value="${id}">
      ${ui.select({ id: `outcome-${id}`, name: "outcome", label: { text: t("opendata.requests.outcome") }, items })}
      ${ui.textarea({ id: `body-${id}`, name: "body", label: { text: t("opendata.requests.answer") } })}
      ${button({ text: t("opendata.requests.publish") })}</form>`,
  );
  return page(
    request,
    "opendata.requests.title",
    html`${forms.length > 0 ? forms : html`<p>${t("opendata.requests.all-answered")}</p>`}`,
    error,
  );
}

async function plansView(
  { participation }: PageParts,
  request: FastifyRequest,
  session: Session,
  error?: CodedError,
): Promise<View> {
  const { t } = request;
  const ui = uiOf(request);
  const [agency = ""] = agenciesOf(session, officerRole);
  const plans = await participation.plans({ agency, limit: most });
  const rows = plans.map(({ title, due, figures }) => [
    { text: title },
    { text: day(due, request) },
    { text: figures.map(({ half, percent, result }) => `${half} ${percent}% ${result}`).join("; ") },
  ]);
  const head = ["what", "due", "figures"].map((key) => ({ text: t(`opendata.plans.${key}`) }));
  const input = (name: string, key: string, type: "text" | "date" = "text") =>
    ui.input({ id: name, name, type, label: { text: t(`opendata.plans.${key}`) }, value: posted(request, name) });
  const figure =
    plans.length > 0 &&
    html`<h2>${t("opendata.plans.figure")}</h2><form method="post" action="/data-office/plans" novalidate>
      ${ui.select({ id: "plan", name: "plan", label: { text: t("opendata.plans.what") }, items: plans.map(({ id, title }) => ({ value: id, text: title })) })}
      ${input("half", "half")}${input("percent", "percent")}${input("result", "result")}${button({ text: t("opendata.plans.add-figure") })}</form>`;
  const content = html`${rows.length > 0 && scrollable(t("opendata.plans.title"), table({ head, rows }))}${figure}<h2>${t("opendata.plans.new")}</h2>
    <form method="post" action="/data-office/plans" novalidate>
      ${input("title", "what")}${input("objective", "objective")}${input("due", "due", "date")}
      ${button({ text: t("opendata.plans.add") })}</form>`;
  return page(request, "opendata.plans.title", content, error);
}

async function downgradesView(
  { catalogue }: PageParts,
  request: FastifyRequest,
  session: Session,
  error?: CodedError,
): Promise<View> {
  const { t, lang } = request;
  const ui = uiOf(request);
  const open = await catalogue.downgrades({ agencies: agenciesOf(session, headRole), open: true, limit: most });
  const forms = open.map(
    ({ id, record, name, openness, article, reason, at }) => html`<h2>${inLang(record.title, lang)}</h2>
      <p>${t(`opendata.openness.${record.openness}`)} → ${t(`opendata.openness.${openness}`)} · ${article} · ${day(at, request)}</p><p>${reason}</p>
      <form method="post" action="/data-office/downgrades" novalidate><input type="hidden" name="id" value="${id}">
      ${ui.input({ id: `note-${name}`, name: "note", label: { text: t("opendata.downgrade.note") } })}
      <div class="tr-button-group">${button({ text: t("opendata.downgrade.approve"), name: "decision", value: "approve" })}
      ${button({ text: t("opendata.downgrade.refuse"), name: "decision", value: "refuse", classes: "tr-button--secondary" })}</div></form>`,
  );
  const content = html`${forms.length > 0 ? forms : html`<p>${t("opendata.downgrade.none")}</p>`}`;
  // the list of sets above the other pages is for officers alone
  return { ...page(request, "opendata.downgrade.queue", content, error), path: [] };
}
