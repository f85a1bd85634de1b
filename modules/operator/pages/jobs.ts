import { CodedError, type DeadJob, seeOther } from "@troad/kernel";
import { asked, hidden, posted } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { type Operator, operatorFailure, type PageFile } from "../operator.ts";
import { readName, readPlace } from "./cursor.ts";
import { jobView } from "./job-view.ts";
import { jobsView, type Notice, pageSize } from "./jobs-view.ts";

const roles = ["operator"];
const mostReason = 500;
const codeOf = (text: string): string => (/^[a-z0-9.-]{1,100}$/.test(text) ? text : "");

/** Failed jobs: what they are, and what an operator does about them. */
export const jobPages: PageFile = (app, operator) => {
  const { site, jobs } = operator;
  app.get(
    "/operator/jobs",
    hidden,
    site.signedIn(roles, async (request) => {
      const kind = codeOf(asked(request, "kind"));
      const query = { ...(kind ? { kind } : {}), limit: pageSize + 1 };
      const before = readPlace(asked(request, "before", 200));
      const [kinds, page] = await Promise.all([jobs.kinds(), jobs.list({ ...query, ...(before ? { before } : {}) })]);
      return jobsView(request, { kind, kinds, ...page, notice: noticeOf(request) });
    }),
  );
  app.post(
    "/operator/jobs/retry",
    hidden,
    site.signedIn(roles, async (request, session, reply) => {
      const kind = codeOf(posted(request, "kind"));
      const count = kind === "" ? 0 : await jobs.retryKind({ kind, actor: session.subject });
      return seeOther(reply, `/operator/jobs?done=retried&count=${count}`);
    }),
  );
  app.get(
    "/operator/jobs/:schema/:id",
    hidden,
    site.signedIn(roles, async (request) => jobView(request, await jobOf(operator, request), undefined)),
  );
  app.post(
    "/operator/jobs/:schema/:id/retry",
    hidden,
    site.signedIn(roles, async (request, session, reply) => {
      const { schema, id } = await jobOf(operator, request);
      const isRetried = await jobs.retry({ schema, id, actor: session.subject });
      return seeOther(reply, `/operator/jobs?done=retried&count=${isRetried ? 1 : 0}`);
    }),
  );
  app.post(
    "/operator/jobs/:schema/:id/drop",
    hidden,
    site.signedIn(roles, async (request, session, reply) => {
      const job = await jobOf(operator, request);
      const reason = posted(request, "reason", mostReason);
      if (reason === "") return { ...jobView(request, job, "operator.job.reason-missing"), status: 422 };
      const isDropped = await jobs.drop({ schema: job.schema, id: job.id, reason, actor: session.subject });
      return seeOther(reply, `/operator/jobs?done=dropped&count=${isDropped ? 1 : 0}`);
    }),
  );
};

/** The job at an address. One that does not exist, has not failed, or has an impossible name is unknown. */
async function jobOf({ jobs }: Operator, request: FastifyRequest): Promise<DeadJob> {
  const name = readName(request.params as { schema?: string; id?: string });
  const job = name && (await jobs.find(name).catch(unknownSchema));
  if (!job) throw operatorFailure("operator.job-unknown");
  return job;
}

function unknownSchema(error: unknown): undefined {
  if (error instanceof CodedError && error.code === "request.not-found") return undefined;
  throw error;
}

function noticeOf(request: FastifyRequest): Notice | undefined {
  const [done, count] = [asked(request, "done"), asked(request, "count")];
  return (done === "retried" || done === "dropped") && /^\d{1,6}$/.test(count) ? { done, count: Number(count) } : undefined;
}
