import { button, emptyState, insetText, scrollable, table, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { DeadJob } from "@troad/kernel";
import { uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { placeText } from "./cursor.ts";

export const pageSize = 20;
export type Notice = { done: "retried" | "dropped"; count: number };
type Shown = {
  /** The kind that is shown; empty for all. */
  kind: string;
  kinds: readonly { kind: string; count: number }[];
  /** One more than fits on the page, if there are more. */
  jobs: readonly DeadJob[];
  away: readonly string[];
  notice: Notice | undefined;
};

/** The list of failed jobs, with a filter by kind. */
export function jobsView(request: FastifyRequest, shown: Shown): View {
  const { t } = request;
  const title = t("operator.jobs.title");
  const content = html`${noticeBanner(request, shown.notice)}<h1>${title}</h1><p class="tr-lead">${t("operator.jobs.lead")}</p>
    ${shown.away.length > 0 && insetText({ text: t("operator.jobs.away", { modules: shown.away.join(", ") }) })}
    ${shown.kinds.length > 0 && filterForm(request, shown)}
    ${jobTable(request, shown.jobs)}${older(request, shown)}${retryForm(request, shown)}`;
  return { title, content, path: [] };
}

function noticeBanner(request: FastifyRequest, notice: Notice | undefined): Html | undefined {
  if (!notice) return undefined;
  const { done, count } = notice;
  const text = request.t(count === 0 ? "operator.jobs.none-changed" : `operator.jobs.${done}`, { count });
  return uiOf(request).notificationBanner({ text, type: count === 0 ? undefined : "success" });
}

function filterForm(request: FastifyRequest, { kind, kinds }: Shown): Html {
  const { t } = request;
  const all = { value: "", text: t("operator.jobs.all-kinds") };
  const items = [all, ...kinds.map((one) => ({ value: one.kind, text: `${one.kind} (${one.count})` }))];
  const choice = uiOf(request).select({ id: "kind", name: "kind", label: { text: t("operator.jobs.kind") }, items, value: kind });
  const show = button({ text: t("operator.jobs.show"), classes: "tr-button--secondary" });
  return html`<form method="get" action="/operator/jobs">${choice}${show}</form>`;
}

function jobTable(request: FastifyRequest, jobs: readonly DeadJob[]): Html {
  const { t, lang } = request;
  if (jobs.length === 0) return emptyState({ title: t("operator.jobs.none") });
  const head = ["kind", "schema", "agency", "at", "attempts", "failure"].map((key) => ({ text: t(`operator.jobs.${key}`) }));
  const rows = jobs
    .slice(0, pageSize)
    .map((job) => [
      { html: html`<a class="tr-link" href="/operator/jobs/${job.schema}/${job.id}">${job.kind} ${job.id}</a>` },
      { text: job.schema },
      { text: job.agency ?? "" },
      { html: time(job.at, { lang }) },
      { text: String(job.attempts) },
      { text: job.failure ?? t("operator.jobs.not-named") },
    ]);
  return scrollable(t("operator.jobs.title"), table({ head, rows }));
}

function older({ t }: FastifyRequest, { jobs, kind }: Shown): Html | undefined {
  const last = jobs[pageSize - 1];
  if (jobs.length <= pageSize || !last) return undefined;
  const href = `/operator/jobs?${new URLSearchParams({ ...(kind ? { kind } : {}), before: placeText(last) })}`;
  const link = html`<a class="tr-link" rel="next" href="${href}">${t("operator.jobs.older")}</a>`;
  return html`<nav class="tr-pagination" aria-label="${t("operator.jobs.older")}"><p>${link}</p></nav>`;
}

/** Acts on all jobs of one kind, if a kind is selected. */
function retryForm({ t }: FastifyRequest, { kind, jobs }: Shown): Html | undefined {
  if (kind === "" || jobs.length === 0) return undefined;
  const fields = html`<input type="hidden" name="kind" value="${kind}">${button({ text: t("operator.jobs.retry-kind", { kind }) })}`;
  return html`<form method="post" action="/operator/jobs/retry">${fields}</form>`;
}
