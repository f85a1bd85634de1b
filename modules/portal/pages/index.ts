import { eidApi } from "@troad/eid/api";
import type { ModuleContext } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { peopleApi } from "@troad/people/api";
import { namesOf, portalSite, readAnnouncements, readRoles, serviceNamesOf, workHome, workSite } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { RelyingParty } from "../auth/oidc.ts";
import type { Session, SessionKeeper } from "../auth/sessions.ts";
import { developerPages } from "../developers/index.ts";
import { complaintPages, complaintsAddress } from "../feedback/complaints.ts";
import { feedbackForm } from "../feedback/form.ts";
import { missedSearches } from "../feedback/missed.ts";
import { feedbackReceived } from "../feedback/received.ts";
import { openDirectory } from "../front/directory.ts";
import { withServicesElsewhere } from "../front/elsewhere.ts";
import { frontPages } from "../front/index.ts";
import { mandatePages } from "../mandates/index.ts";
import { mePages } from "../me/index.ts";
import { channelPages } from "../messages/index.ts";
import { postPages } from "../posts/index.ts";
import { standingQueues } from "../work/queues.ts";
import { workPages } from "../work/work.ts";
import { aboutPages } from "./about.ts";
import { accountPages } from "./account.ts";
import { authPages } from "./auth.ts";
import { docsPages } from "./docs.ts";
import { inboxPages } from "./inbox.ts";
import { sourcesOf } from "./services.ts";
import { tryPages } from "./try.ts";

/** The pages of the portal: those that show no other module's state. */
export function portalPages(app: FastifyInstance, ctx: ModuleContext, sessions: SessionKeeper, rp: RelyingParty): void {
  const site = portalSite<Session>(ctx, { session: sessions.current });
  const [eid, services] = [ctx.use(eidApi), serviceNamesOf(ctx)];
  const parts = { ctx, site, names: namesOf(ctx), services, roles: readRoles(ctx.content), eid };
  site.register(app);
  const directory = withServicesElsewhere(ctx, (elsewhere) => openDirectory(ctx, elsewhere));
  frontPages(app, {
    ctx,
    site,
    get directory() {
      return directory();
    },
    names: parts.names,
    announcements: readAnnouncements(ctx.content),
    flowNote: (request, service) => sourcesOf(parts, request, service),
    missed: missedSearches(ctx),
  });
  feedbackForm(app, { ctx, site });
  accountPages(app, parts);
  mePages(app, ctx, { site, services });
  authPages(app, { ctx, sessions, rp, eid, roles: parts.roles });
  docsPages(app, { site });
  aboutPages(app, { site });
  const work = workSite(ctx, [workHome, "/feedback/received", complaintsAddress, "/search/missed"]);
  work.register(app);
  complaintPages(app, { ctx, site: work });
  feedbackReceived(app, { ctx, site: work });
  workPages(app, { ...parts, site: work, queuesOf: standingQueues(ctx) });
  mandatePages(app, { ctx, site, work, people: ctx.use(peopleApi), services });
  developerPages(app, { ctx, site, work, names: parts.names, eid, people: ctx.use(peopleApi) });
  channelPages(app, { ctx, site, work, names: parts.names, notify: ctx.use(notifyApi) });
  postPages(app, { ctx, site: work, people: ctx.use(peopleApi), names: parts.names, roles: parts.roles });
  if (ctx.demo) tryPages(app, parts);
  if (ctx.demo) inboxPages(app, { site, notify: ctx.use(notifyApi) });
}
