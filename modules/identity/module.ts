import { readRoad } from "@troad/directory";
import { eidApi } from "@troad/eid/api";
import { defineModule, env, setting } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import { serveOnRoad } from "@troad/road/serve";
import { namesOf, sitePages, workSite } from "@troad/web";
import { openAnswers, place } from "./answer.ts";
import { openChecks } from "./checks.ts";
import { fail } from "./errors.ts";
import { applicationPages, applicationRoles, applicationsPath } from "./pages/applications.ts";
import { checkPages, checkRole, checksPath } from "./pages/checks.ts";

/** Whether a certificate belongs to a person, asked by agencies over the road and shown to the person. */
export default defineModule({
  name: "identity",
  root: import.meta.url,
  needs: ["eid", "pki", "portal", "road"],
  env: {
    IDENTITY_RATE: setting(
      "Questions about owners of certificates that one consumer may ask a minute.",
      env.integer(1, 100_000, 60),
    ),
  },
  pages: sitePages({
    paths: [applicationsPath, checksPath],
    nav: [
      { area: "work", href: applicationsPath, text: "identity.applications.title", order: 63, roles: applicationRoles },
      { area: "work", href: checksPath, text: "identity.checks.title", order: 33, roles: [checkRole] },
    ],
  }),
  create: async (ctx) => {
    const { instance, agencies } = readRoad(ctx.content);
    const member = agencies.find(({ id }) => id === place.agency)?.member;
    const provider = `${instance}/${member ?? ""}/${place.subsystem}/${place.service}`;
    const answer = openAnswers({ ctx, eid: ctx.use(eidApi), provider, perMinute: ctx.env.IDENTITY_RATE });
    const service = serveOnRoad({
      ...{ ctx, place, path: "/check", schedule: "identity.offer", answer },
      notAllowed: () => fail("identity.not-allowed"),
      says: { failed: "a check of a certificate failed", notOffered: "the check of certificates is not offered yet" },
    });
    const work = workSite(ctx, [applicationsPath, checksPath]);
    return {
      routes: (app) => {
        work.register(app);
        applicationPages(app, { work, pki: ctx.use(pkiApi) });
        checkPages(app, { ctx, checks: openChecks(ctx.db), work, names: namesOf(ctx), instance, answering: place.agency });
      },
      start: service.start,
      stop: service.stop,
      schedules: () => [service.schedule],
    };
  },
});
