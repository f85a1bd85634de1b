import { type DeadJobs, failures, type ModuleContext } from "@troad/kernel";
import { type Site, workSite } from "@troad/web";
import type { FastifyInstance } from "fastify";

/** The dependencies of every page. */
export type Operator = { site: Site; jobs: DeadJobs };
export type PageFile = (app: FastifyInstance, operator: Operator) => void;

export const operatorFailure = failures({ "operator.job-unknown": 404 });

export const createOperator = (ctx: ModuleContext): Operator => ({
  jobs: ctx.deadJobs(),
  site: workSite(ctx, ["/operator/jobs"]),
});
