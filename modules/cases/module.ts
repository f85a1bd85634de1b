import { defineModule, env, setting } from "@troad/kernel";
import { counterRole, sitePages, supervisingRole } from "@troad/web";

import { openCases } from "./cases.ts";
import { caseListings } from "./listings.ts";
import { caseLedger } from "./store/cases.ts";

/** Cases: applications to services, from the first answer to the decision and its certificate. */
export default defineModule({
  name: "cases",
  root: import.meta.url,
  needs: ["pki", "road", "eid", "mydata", "notify", "documents", "pay", "benefits", "people", "portal", "opendata"],
  subscribesTo: ["pay.paid.v1", "pay.paid-out.v1", "pay.returned.v1", "notify.notice-delivered.v1", "appointments.case-visit.v1"],
  // its caller has asked the questions and checked who applies
  reserved: { submitWhole: ["journeys"], certificatesStanding: ["wallet"] },
  env: {
    CASES_ERASE_SECONDS: setting(
      "Seconds between two erasures of cases and drafts that no rule keeps any longer",
      env.integer(1, 86_400, 3_600),
    ),
  },
  ledgers: [caseLedger],
  me: true,
  pages: sitePages({
    listings: caseListings,
    paths: [
      "/cases",
      "/me/documents",
      "/signatures",
      "/desk",
      "/verify",
      "/certificates",
      "/my-data/officers",
      "/services/:service/start",
      "/services/:service/begin",
      "/services/:service/steps",
      "/services/:service/steps.bpmn",
    ],
    footer: [{ group: "services", href: "/verify", text: "cases.verify.title", order: 30 }],
    nav: [
      { area: "work", href: "/desk", text: "cases.desk.title", order: 40, roles: ["case-officer"] },
      { area: "work", href: "/desk/counter", text: "cases.counter.title", order: 41, roles: [counterRole] },
      { area: "work", href: "/desk/secret-cases", text: "cases.secret.nav", order: 46, roles: [supervisingRole] },
      { area: "work", href: "/desk/phone", text: "cases.phone.title", order: 42, roles: [counterRole] },
    ],
    queues: [
      { href: "/desk?state=reviewing", text: "cases.queue.reviewing", order: 8, roles: ["case-officer"], count: "reviewing" },
      { href: "/desk?late=yes", text: "cases.queue.late", order: 9, roles: ["case-officer"], count: "late" },
      { href: "/desk?state=stopped", text: "cases.queue.stopped", order: 10, roles: ["case-officer"], count: "stopped" },
      { href: "/desk?state=under-way", text: "cases.queue.under-way", order: 12, roles: ["case-officer"], count: "under-way" },
    ],
  }),
  create: (ctx) => openCases(ctx, ctx.env.CASES_ERASE_SECONDS * 1_000),
});
