import { defineModule } from "@troad/kernel";
import { sitePages } from "@troad/web";
import { createOperator } from "./operator.ts";
import { jobPages } from "./pages/jobs.ts";

/** Pages for the system's operators: what it could not do by itself. */
export default defineModule({
  name: "operator",
  root: import.meta.url,
  needs: ["portal"],
  operatesJobs: true,
  pages: sitePages({
    paths: ["/operator/jobs"],
    queues: [{ href: "/operator/jobs", text: "operator.jobs.title", order: 65, roles: ["operator"], count: "jobs" }],
  }),
  create: (ctx) => {
    const operator = createOperator(ctx);
    return {
      queues: {
        jobs: async (roles) => {
          const kinds = roles.some(({ role }) => role === "operator") ? await operator.jobs.kinds() : [];
          return { count: kinds.reduce((sum, { count }) => sum + count, 0), oldest: null };
        },
      },
      routes: (app) => {
        operator.site.register(app);
        jobPages(app, operator);
      },
    };
  },
});
