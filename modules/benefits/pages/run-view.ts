import { button, insetText, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Benefits } from "../benefits.ts";
import { runState } from "../domain/run-state.ts";
import type { LineView, Run } from "../runs.ts";
import { money, monthText } from "./parts.ts";

type Shown = {
  run: Run;
  beside: Awaited<ReturnType<Benefits["runs"]["beside"]>>;
  /** One more than fits, if there are more. */
  lines: readonly LineView[];
  most: number;
  above?: Html;
  error?: string;
};

/** One run beside the last: what approvers have to see before they say yes. */
export function runView(request: FastifyRequest, benefits: Benefits, shown: Shown): View {
  const { t, lang } = request;
  const { run, above } = shown;
  const title = `${benefits.nameOf(lang, run.scheme)} ${monthText(run.month, lang)} (${run.no})`;
  const state = runState(run);
  const content = html`${above}<h1>${title}</h1><p class="tr-lead">${t(`benefits.run.state.${state}`)}</p>
    ${run.dropped !== null && insetText({ text: run.dropped })}
    ${state === "drafting" ? html`<p>${t("benefits.run.drafting")}</p>` : html`${besideTable(request, shown)}${changes(request, shown)}`}
    ${states(request, shown)}${openLines(request, shown)}${state === "waiting" && forms(request, shown)}${state === "sent" && follow(request, shown)}`;
  return { title, content, path: [{ href: "/payer", text: t("benefits.runs.title") }] };
}

function besideTable(request: FastifyRequest, { beside: { now, last, accounts, missing } }: Shown): Html {
  const { t, lang } = request;
  const head = ["what", "this", "last"].map((key) => ({ text: t(`benefits.run.${key}`) }));
  const row = (key: string, one: string, other: string) => [{ text: t(`benefits.run.${key}`) }, { text: one }, { text: other }];
  const of = (totals: typeof now) => ({
    month: totals ? monthText(totals.month, lang) : "",
    count: totals ? String(totals.count) : "",
    sum: totals ? money(totals.sum, request) : "",
  });
  const [a, b] = [of(now), of(last)];
  const rows = [
    row("month", a.month, b.month),
    row("count", a.count, b.count),
    row("sum", a.sum, b.sum),
    row("new-accounts", String(accounts), ""),
    row("no-account", String(missing), ""),
    row("unknown", String(now?.unknown ?? 0), String(last?.unknown ?? "")),
  ];
  return html`<h2>${t("benefits.run.beside")}</h2>${scrollable(t("benefits.run.beside"), table({ head, rows }))}`;
}

function changes(request: FastifyRequest, { beside }: Shown): Html | false {
  const { t } = request;
  if (beside.changes.length === 0) return false;
  const head = ["entitlement", "this", "last", "difference"].map((key) => ({ text: t(`benefits.run.${key}`) }));
  const rows = beside.changes.map(({ entitlement, now, before }) => [
    { text: entitlement },
    { text: money(now, request), format: "numeric" },
    { text: money(before, request), format: "numeric" },
    { text: money(now - before, request), format: "numeric" },
  ]);
  return html`<h2>${t("benefits.run.changes")}</h2>${scrollable(t("benefits.run.changes"), table({ head, rows }))}`;
}

function states(request: FastifyRequest, { run, beside }: Shown): Html | false {
  const { t } = request;
  if (run.cutAt === null) return false;
  const rows = beside.states.map(({ state, count, sum }) => ({
    key: { text: t(`benefits.line.${state}`) },
    value: { text: t("benefits.run.lines", { count, sum: money(sum, request) }) },
  }));
  return html`<h2>${t("benefits.run.became")}</h2>${summaryList({ rows })}`;
}

function openLines(request: FastifyRequest, { run, lines, most }: Shown): Html | false {
  const { t } = request;
  if (lines.length === 0) return false;
  const head = ["entitlement", "sum", "state", "why"].map((key) => ({ text: t(`benefits.run.${key}`) }));
  const rows = lines
    .slice(0, most)
    .map(({ entitlement, amount, state, code, again }) => [
      { text: entitlement },
      { text: money(amount, request), format: "numeric" },
      { text: again ? t("benefits.line.again") : t(`benefits.line.${state}`) },
      { text: code === null ? "" : state === "held" ? t(`benefits.held.${code}`) : code },
    ]);
  const last = lines[most - 1];
  const more =
    lines.length > most &&
    last &&
    html`<p><a class="tr-link" rel="next" href="/payer/runs/${run.id}?after=${last.line}">${t("benefits.run.more")}</a></p>`;
  return html`<h2>${t("benefits.run.open-lines")}</h2>${scrollable(t("benefits.run.open-lines"), table({ head, rows }))}${more}`;
}

function forms(request: FastifyRequest, { run, beside, error }: Shown): Html {
  const { t } = request;
  const { count = 0, sum = 0 } = beside.now ?? {};
  const reason = uiOf(request).textarea({
    ...{ id: "reason", name: "reason", rows: 3, label: { text: t("benefits.run.reason") } },
    ...(error ? { errorMessage: { text: error } } : {}),
  });
  return html`<h2>${t("benefits.run.approve-title")}</h2>
    <p>${t("benefits.run.approved-by", { count: run.approvals.length })}</p><p>${t("benefits.run.approve-rule")}</p>
    <form method="post" action="/payer/runs/${run.id}/approve">
    ${button({ text: t("benefits.run.approve", { count, sum: money(sum, request) }) })}</form>
    <h2>${t("benefits.run.drop-title")}</h2><form method="post" action="/payer/runs/${run.id}/drop" novalidate>${reason}
    ${button({ text: t("benefits.run.drop"), classes: "tr-button--warning" })}</form>`;
}

function follow(request: FastifyRequest, { run, lines }: Shown): Html | false {
  const { t } = request;
  if (!lines.some(({ state, again }) => !again && state !== "held")) return false;
  return html`<form method="post" action="/payer/runs/${run.id}/follow"><p>${t("benefits.run.follow-lead")}</p>
    ${button({ text: t("benefits.run.follow"), classes: "tr-button--secondary" })}</form>`;
}
