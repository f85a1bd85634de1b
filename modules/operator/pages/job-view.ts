import { button, summaryList, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { DeadJob } from "@troad/kernel";
import { uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";

/** One failed job: what is known about it without its payload, and the two actions open to an operator. */
export function jobView(request: FastifyRequest, job: DeadJob, error: string | undefined): View {
  const { t } = request;
  const title = `${job.kind} ${job.id}`;
  const summary = error === undefined ? undefined : errorsOf(request, t(error));
  const content = html`${summary}<h1>${title}</h1>${facts(request, job)}<p>${t("operator.job.hidden")}</p>
    <h2>${t("operator.job.retry-title")}</h2><p>${t("operator.job.retry-lead")}</p>${retryForm(request, job)}
    <h2>${t("operator.job.drop-title")}</h2><p>${t("operator.job.drop-lead")}</p>${dropForm(request, job, error)}`;
  return { title, content, path: [{ href: "/operator/jobs", text: t("operator.jobs.title") }], isError: error !== undefined };
}

function errorsOf(request: FastifyRequest, text: string): Html {
  return uiOf(request).errorSummary({ errorList: [{ text, href: "#reason" }] });
}

function facts({ t, lang }: FastifyRequest, job: DeadJob): Html {
  const row = (key: string, value: { text: string } | { html: Html }) => ({ key: { text: t(`operator.jobs.${key}`) }, value });
  return summaryList({
    rows: [
      row("schema", { text: job.schema }),
      ...(job.agency ? [row("agency", { text: job.agency })] : []),
      row("failure", { text: job.failure ?? t("operator.jobs.not-named") }),
      row("attempts", { text: String(job.attempts) }),
      row("created", { html: time(job.createdAt, { lang }) }),
      row("at", { html: time(job.at, { lang }) }),
      ...(job.traceId ? [row("trace", { text: job.traceId })] : []),
    ],
  });
}

const addressOf = ({ schema, id }: DeadJob): string => `/operator/jobs/${schema}/${id}`;

const retryForm = ({ t }: FastifyRequest, job: DeadJob): Html =>
  html`<form method="post" action="${addressOf(job)}/retry">${button({ text: t("operator.job.retry") })}</form>`;

function dropForm(request: FastifyRequest, job: DeadJob, error: string | undefined): Html {
  const { t } = request;
  const reason = uiOf(request).textarea({
    ...{ id: "reason", name: "reason", rows: 3 },
    label: { text: t("operator.job.reason") },
    hint: { text: t("operator.job.reason-hint") },
    ...(error === undefined ? {} : { errorMessage: { text: t(error) } }),
  });
  const drop = button({ text: t("operator.job.drop"), classes: "tr-button--warning" });
  return html`<form method="post" action="${addressOf(job)}/drop" novalidate>${reason}${drop}</form>`;
}
