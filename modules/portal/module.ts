import { eidApi } from "@troad/eid/api";
import { defineModule, env, offerApi, setting } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { peopleApi } from "@troad/people/api";
import { appointingRole, confirmingRole, type SessionApi, sessionApi, sitePages } from "@troad/web";
import { relyingParty } from "./auth/oidc.ts";
import { sessionKeeper } from "./auth/sessions.ts";
import { reviewers } from "./developers/index.ts";
import { noticeRoles, returnedRoles, waitingQueues } from "./messages/queues.ts";
import { portalPages } from "./pages/index.ts";
import { countComplaints } from "./store/feedback.ts";
import { purgeSessions } from "./store/sessions.ts";

/** The portal: home page, services, sign-in, account and inbox. The only data it owns is sessions. */
export default defineModule({
  name: "portal",
  root: import.meta.url,
  needs: ["eid", "notify", "people"],
  countsQueues: true,
  me: true,
  showsMe: true,
  // cases, journeys, passbook and vaccinations ask registers about a person, mydata finds reads by law: all by the national id; no other module receives it
  reserved: { nationalId: ["cases", "mydata", "passbook", "journeys", "vaccinations"] },
  env: {
    PORTAL_CLIENT_SECRET: setting(
      "Secret of the OpenID client `portal`, for a portal that does not share this data folder.",
      env.optional(),
      {
        otherwise: "the file that the eID keeps in the shared data folder",
        secret: true,
      },
    ),
  },
  pages: sitePages({
    paths: [
      "/",
      "/services",
      "/life-events",
      "/agencies",
      "/search",
      "/try",
      "/me",
      "/account",
      "/inbox",
      "/auth",
      "/docs",
      "/developers",
      "/about",
      "/status",
      "/feedback",
      "/sitemap.xml",
      "/robots.txt",
      "/favicon.ico",
      "/work",
    ],
    footer: [
      { group: "services", href: "/services", text: "portal.services.title", order: 10 },
      { group: "services", href: "/search", text: "portal.search.title", order: 20 },
      { group: "government", href: "/agencies", text: "portal.agencies.title", order: 10 },
      { group: "developers", href: "/docs", text: "portal.docs.title", order: 10 },
      { group: "developers", href: "/developers", text: "portal.developers.title", order: 15 },
      { group: "about", href: "/about", text: "portal.about.title", order: 10 },
      { group: "about", href: "/status", text: "portal.status.title", order: 80 },
    ],
    queues: [
      { href: "/work/notices", text: "portal.notices.title", order: 13, roles: noticeRoles, count: "to-post" },
      { href: "/feedback/complaints", text: "portal.complaints.title", order: 63, roles: returnedRoles, count: "complaints" },
      { href: "/work/returned", text: "portal.returned.title", order: 64, roles: returnedRoles, count: "returned" },
    ],
    nav: [
      { href: "/services", text: "portal.services.title", order: 10 },
      { href: "/me", text: "portal.me.title", order: 20, roles: ["citizen"] },
      { area: "work", href: "/feedback/received", text: "portal.feedback.received", order: 66, roles: ["operator"] },
      { area: "work", href: "/search/missed", text: "portal.missed.title", order: 67, roles: ["operator"] },
      { area: "work", href: "/work/clients", text: "portal.clients.review", order: 62, roles: reviewers },
      { area: "work", href: "/work/templates", text: "portal.templates.title", order: 65, roles: ["operator"] },
      { area: "work", href: "/work/posts", text: "portal.posts.title", order: 68, roles: [appointingRole] },
      { area: "work", href: "/work/mandates", text: "portal.mandates.confirmed", order: 69, roles: [confirmingRole] },
    ],
  }),
  create: (ctx) => {
    const sessions = sessionKeeper(ctx, ctx.use(eidApi), ctx.use(peopleApi));
    const rp = relyingParty(ctx, ctx.env.PORTAL_CLIENT_SECRET);
    const api: SessionApi = {
      signedIn: async (secret) => {
        const session = await sessions.bySecret(secret);
        if (!session) return null;
        const { subject, name, roles, proof } = session;
        return { subject, name, roles, proof };
      },
      nationalId: async (secret) => (await sessions.bySecret(secret))?.nationalId ?? null,
    };
    return {
      api: offerApi(sessionApi, api),
      me: async ({ subject }) => {
        const cards = (await ctx.use(eidApi).cardsOf(subject)).filter(({ state }) => state === "active").length;
        const profile = { title: "portal.me.profile", href: "/account", order: 90, count: cards };
        const mandates = { title: "portal.mandates.title", href: "/me/mandates", order: 80 };
        return { tasks: [], tiles: [mandates, { ...profile, text: "portal.me.cards", params: { count: cards } }] };
      },
      routes: (app) => portalPages(app, ctx, sessions, rp),
      schedules: () => [
        {
          ...{ name: "portal.ended-sessions", everyMs: 600_000, onceIn: ctx.db },
          run: () => purgeSessions(ctx.db, ctx.clock.now().toISOString()),
        },
      ],
      queues: {
        ...waitingQueues(ctx.use(notifyApi)),
        complaints: async (roles) =>
          roles.some(({ role }) => returnedRoles.includes(role)) ? countComplaints(ctx.db) : { count: 0, oldest: null },
      },
      start: async () => ctx.announce("portal", ctx.origin("portal")),
    };
  },
});
