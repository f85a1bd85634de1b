import { button, emptyState, insetText, lineList, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, isUuid, seeOther } from "@troad/kernel";
import { hidden, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { passbookFailure } from "../errors.ts";
import type { Run, RunLine } from "../refunds/refunds.ts";
import { cashierRole, dayText, money, officeOf, type PassbookPages, payerRole, refundsPage, taxText } from "./parts.ts";

const posts = [cashierRole, payerRole];

/** Runs that pay refunds of an office: a cashier opens one, two others approve it. */
export function refundPages(app: FastifyInstance, pages: PassbookPages): void {
  const { work, refunds } = pages;
  const mine = (session: Session): string => officeOf(pages, session, posts);
  app.get(
    refundsPage,
    hidden,
    work.signedIn(posts, (request, session) => listView(pages, request, mine(session))),
  );
  app.post(
    refundsPage,
    hidden,
    work.signedIn([cashierRole], async (request, session, reply) => {
      const office = officeOf(pages, session, [cashierRole]);
      try {
        return seeOther(reply, `${refundsPage}/${await refunds.open({ office, by: session.subject })}`);
      } catch (error) {
        if (!(error instanceof CodedError) || error.code !== "passbook.run-empty") throw error;
        return { ...(await listView(pages, request, office, error.code)), status: error.status, isError: true };
      }
    }),
  );
  const runOf = (request: FastifyRequest, session: Session): Promise<Run> => {
    const { id } = request.params as { id: string };
    if (!isUuid(id)) throw passbookFailure("passbook.run-unknown");
    return refunds.find(id, mine(session));
  };
  app.get(
    `${refundsPage}/:id`,
    hidden,
    work.signedIn(posts, async (request, session) => runView(pages, request, await runOf(request, session))),
  );
  for (const act of ["approve", "drop"] as const)
    app.post(
      `${refundsPage}/:id/${act}`,
      hidden,
      work.signedIn(act === "approve" ? [payerRole] : posts, async (request, session, reply) => {
        const run = await runOf(request, session);
        const asked = { run: run.id, office: run.office, by: session.subject };
        const reason = posted(request, "reason", 300);
        if (act === "drop" && reason.length < 5)
          return { ...(await runView(pages, request, run, "passbook.reason-missing")), status: 422, isError: true };
        try {
          await (act === "approve" ? refunds.approve(asked) : refunds.drop({ ...asked, reason }));
        } catch (error) {
          if (!(error instanceof CodedError) || !error.code.startsWith("passbook.")) throw error;
          return { ...(await runView(pages, request, run, error.code)), status: error.status, isError: true };
        }
        return seeOther(reply, `${refundsPage}/${run.id}`);
      }),
    );
}

const stateOf = ({ dropped, cutAt, approvals }: Run): string =>
  dropped !== null ? "dropped" : cutAt !== null ? "sent" : approvals.length >= 2 ? "sending" : "waiting";

async function listView(
  { refunds, names }: PassbookPages,
  request: FastifyRequest,
  office: string,
  error?: string,
): Promise<View> {
  const { t, lang } = request;
  const title = t("passbook.refunds-run.title");
  const [waiting, runs] = await Promise.all([refunds.waiting(office), refunds.runs(office)]);
  const list = runs.map((run) => ({
    href: `${refundsPage}/${run.id}`,
    title: t("passbook.refunds-run.of", { day: dayText(request, run.at.slice(0, 10)), count: run.count }),
    lead: `${money(request, run.sum)} · ${t(`passbook.refunds-run.state.${stateOf(run)}`)}`,
  }));
  const sum = waiting.reduce((total, { amount }) => total + amount, 0);
  const content = html`${error && uiOf(request).errorSummary({ errorList: [{ text: t(`error.${error}`) }] })}<h1>${title}</h1>
    <p class="tr-lead">${t("passbook.refunds-run.lead", { office: names.agency(lang, office) })}</p>
    <p>${t("passbook.refunds-run.waiting", { count: waiting.length, sum: money(request, sum) })}</p>
    ${waiting.length > 0 && html`<form method="post" action="${refundsPage}">${button({ text: t("passbook.refunds-run.open") })}</form>`}
    ${list.length > 0 ? lineList(list) : emptyState({ title: t("passbook.refunds-run.none") })}`;
  return { title, content, path: [] };
}

async function runView({ refunds }: PassbookPages, request: FastifyRequest, run: Run, error?: string): Promise<View> {
  const { t } = request;
  const ui = uiOf(request);
  const title = t("passbook.refunds-run.of", { day: dayText(request, run.at.slice(0, 10)), count: run.count });
  const state = stateOf(run);
  const rows = [
    { key: { text: t("passbook.cell.amount") }, value: { text: money(request, run.sum) } },
    { key: { text: t("passbook.column.state") }, value: { text: t(`passbook.refunds-run.state.${state}`) } },
    { key: { text: t("passbook.refunds-run.approvals") }, value: { text: String(run.approvals.length) } },
  ];
  const missing = error === "passbook.reason-missing" ? { errorMessage: { text: t(`error.${error}`) } } : {};
  const forms = html`<form method="post" action="${refundsPage}/${run.id}/approve">${button({ text: t("passbook.refunds-run.approve") })}</form>
    <form method="post" action="${refundsPage}/${run.id}/drop" novalidate>
    ${ui.textarea({ id: "reason", name: "reason", rows: 2, label: { text: t("passbook.office.reason") }, ...missing })}
    ${button({ text: t("passbook.refunds-run.drop"), classes: "tr-button--secondary" })}</form>`;
  const summary =
    error &&
    ui.errorSummary({ errorList: [{ text: t(`error.${error}`), ...(missing.errorMessage ? { href: "#reason" } : {}) }] });
  const content = html`${summary}<h1>${title}</h1>${run.dropped !== null && insetText({ text: run.dropped })}${summaryList({ rows })}
    ${lineTable(request, await refunds.lines(run.id))}${state === "waiting" && forms}`;
  return { title, content, path: [{ href: refundsPage, text: t("passbook.refunds-run.title") }] };
}

function lineTable(request: FastifyRequest, lines: readonly RunLine[]): Html {
  const { t } = request;
  const head = ["passbook.number", "passbook.column.tax", "passbook.cell.amount", "passbook.column.state"].map((key, at) => ({
    ...{ text: t(key) },
    ...(at === 2 ? { format: "numeric" } : {}),
  }));
  const rows = lines.map(({ number, tax, amount, state }) => [
    { text: number },
    { text: taxText(request, tax) },
    { text: money(request, amount), format: "numeric" },
    { text: t(`passbook.claim.${state ?? "open"}`) },
  ]);
  return scrollable(t("passbook.refunds"), table({ head, rows }));
}
