import { defineModule } from "@troad/kernel";
import { sitePages } from "@troad/web";
import { createOperator } from "./operator.ts";
import { jobPages } from "./pages/jobs.ts";

/** Pages for system operators: jobs that the system could not complete. */
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
