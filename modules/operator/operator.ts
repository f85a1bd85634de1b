import { type DeadJobs, failures, type ModuleContext } from "@troad/kernel";
import { createSite, type Site } from "@troad/web";
import type { FastifyInstance } from "fastify";

/** What every page works with. */
export type Operator = { site: Site; jobs: DeadJobs };
export type PageFile = (app: FastifyInstance, operator: Operator) => void;

export const operatorFailure = failures({ "operator.job-unknown": 404 });

export const createOperator = (ctx: ModuleContext): Operator => ({
  jobs: ctx.deadJobs(),
  site: createSite({
    ctx,
    title: "operator.name",
    section: "portal",
    home: "/operator/jobs",
    trail: [{ href: "portal:/", text: "web.home" }],
    footer: "operator.footer",
    assets: { base: "/operator/assets" },
  }),
});
