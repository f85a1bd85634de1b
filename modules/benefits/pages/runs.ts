import { button, emptyState, scrollable, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { isUuid, seeOther } from "@troad/kernel";
import { asked, hidden, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { addMonths, isMonth } from "../domain/months.ts";
import { runState } from "../domain/run-state.ts";
import type { Run } from "../runs.ts";
import { acting, day, mine, money, monthText, type PageFile, type PageParts, payerRole, schemesOf, summary } from "./parts.ts";
import { runView } from "./run-view.ts";

const most = 50;
const silentHours = 24;

/** Runs: what was opened, what waits for approval, and files of which the bank has said nothing. */
export const runPages: PageFile = (app, parts) => {
  const { site, benefits } = parts;
  app.get(
    "/payer",
    hidden,
    site.signedIn([payerRole], (request, session) => listView(parts, request, session)),
  );
  app.post(
    "/payer",
    hidden,
    site.signedIn([payerRole], async (request, session, reply) => {
      const [scheme, month] = [posted(request, "scheme"), `${posted(request, "month")}-01`];
      mine(benefits, session, scheme);
      const wrong = isMonth(month) && month <= benefits.entitlements.thisMonth() ? undefined : "benefits.runs.month-wrong";
      if (wrong) return { ...(await listView(parts, request, session, request.t(wrong))), status: 422, isError: true };
      let id = "";
      const open = async (): Promise<void> => {
        id = (await benefits.runs.open({ scheme, month, by: session.subject })).id;
      };
      const refused = await acting(request, open, (_, code) => listView(parts, request, session, request.t(`error.${code}`)));
      return refused ?? seeOther(reply, `/payer/runs/${id}`);
    }),
  );
  app.get(
    "/payer/runs/:id",
    hidden,
    site.signedIn([payerRole], async (request, session) => show(parts, request, await runOf(parts, request, session))),
  );
  for (const act of ["approve", "drop", "follow"] as const)
    app.post(
      `/payer/runs/:id/${act}`,
      hidden,
      site.signedIn([payerRole], async (request, session, reply) => {
        const run = await runOf(parts, request, session);
        const by = session.subject;
        const reason = posted(request, "reason", 300);
        if (act === "drop" && reason === "") {
          const text = request.t("benefits.run.reason-missing");
          return { ...(await show(parts, request, run, summary(request, text, "#reason"), text)), status: 422, isError: true };
        }
        let to = run.id;
        const refused = await acting(
          request,
          async () => {
            if (act === "approve") await benefits.runs.approve({ run: run.id, by });
            else if (act === "drop") await benefits.runs.drop({ run: run.id, by, reason });
            else to = (await benefits.runs.followUp({ run: run.id, by })).id;
          },
          (above) => show(parts, request, run, above),
        );
        return refused ?? seeOther(reply, `/payer/runs/${to}`);
      }),
    );
};

async function runOf({ benefits }: PageParts, request: FastifyRequest, session: Session): Promise<Run> {
  const { id } = request.params as { id: string };
  const run = await benefits.runs.find(isUuid(id) ? id : "00000000-0000-0000-0000-000000000000");
  mine(benefits, session, run.scheme);
  return run;
}

async function show(parts: PageParts, request: FastifyRequest, run: Run, above?: Html, error?: string): Promise<View> {
  const { benefits } = parts;
  const after = Number(/^\d{1,7}$/.exec(asked(request, "after"))?.[0] ?? 0);
  const [beside, lines] = await Promise.all([benefits.runs.beside(run.id), benefits.runs.lines(run.id, after, most + 1)]);
  return runView(request, benefits, { run, beside, lines, most, ...(above ? { above } : {}), ...(error ? { error } : {}) });
}

async function listView(parts: PageParts, request: FastifyRequest, session: Session, error?: string): Promise<View> {
  const { benefits } = parts;
  const { t, lang } = request;
  const schemes = schemesOf(benefits, session);
  const all = await Promise.all(schemes.map((scheme) => benefits.runs.list({ scheme, limit: most })));
  const runs = all.flat().toSorted((a, b) => b.at.localeCompare(a.at));
  const agencies = new Set(schemes.map((scheme) => benefits.schemes.get(scheme)!.agency));
  const silent = (await benefits.silent(silentHours)).filter(({ agency }) => agencies.has(agency));
  const head = ["scheme", "month", "state", "opened"].map((key) => ({ text: t(`benefits.runs.${key}`) }));
  const rows = runs.map((run) => [
    { html: html`<a class="tr-link" href="/payer/runs/${run.id}">${benefits.nameOf(lang, run.scheme)} ${run.no}</a>` },
    { text: monthText(run.month, lang) },
    { text: t(`benefits.run.state.${runState(run)}`) },
    { text: day(run.at, request) },
  ]);
  const list =
    rows.length > 0
      ? scrollable(t("benefits.runs.title"), table({ head, rows }))
      : emptyState({ title: t("benefits.runs.none") });
  const waiting =
    silent.length > 0 &&
    html`<h2>${t("benefits.runs.silent")}</h2><p>${t("benefits.runs.silent-lead")}</p>${scrollable(
      t("benefits.runs.silent"),
      table({
        head: ["file", "count", "sum", "sent"].map((key) => ({ text: t(`benefits.runs.${key}`) })),
        rows: silent.map(({ msgId, count, sum, sentAt }) => [
          { text: msgId },
          { text: String(count) },
          { text: money(sum, request) },
          { text: day(sentAt, request) },
        ]),
      }),
    )}`;
  const links = html`<p><a class="tr-link" href="/payer/claims">${t("benefits.claims.title")}</a></p>
    <p><a class="tr-link" href="/payer/accounts">${t("benefits.looks.title")}</a></p>
    <p><a class="tr-link" href="/payer/unjudged">${t("benefits.unjudged.title")}</a></p>`;
  const content = html`${error && summary(request, error, "#month")}<h1>${t("benefits.runs.title")}</h1>
    <p class="tr-lead">${t("benefits.runs.lead")}</p>${links}${list}${waiting}${openForm(parts, request, schemes, error)}`;
  return { title: t("benefits.runs.title"), content, path: [] };
}

function openForm(
  { benefits }: PageParts,
  request: FastifyRequest,
  schemes: readonly string[],
  error: string | undefined,
): Html | false {
  const { t, lang } = request;
  if (schemes.length === 0) return false;
  const ui = uiOf(request);
  const month = benefits.entitlements.thisMonth();
  const items = schemes.map((value) => ({ value, text: benefits.nameOf(lang, value) }));
  const months = [0, -1, -2]
    .map((more) => addMonths(month, more).slice(0, 7))
    .map((value) => ({ value, text: monthText(value, lang) }));
  return html`<h2>${t("benefits.runs.open")}</h2><form method="post" action="/payer" novalidate>
    ${ui.select({ id: "scheme", name: "scheme", label: { text: t("benefits.runs.scheme") }, items, value: posted(request, "scheme") })}
    ${ui.select({
      ...{
        id: "month",
        name: "month",
        label: { text: t("benefits.runs.month") },
        items: months,
        value: posted(request, "month"),
      },
      ...(error ? { errorMessage: { text: error } } : {}),
    })}
    ${button({ text: t("benefits.runs.open") })}</form>`;
}
