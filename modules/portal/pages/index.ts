import { eidApi } from "@troad/eid/api";
import type { ModuleContext } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { namesOf, portalSite, readRoles, serviceNamesOf } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { RelyingParty } from "../auth/oidc.ts";
import type { Session, SessionKeeper } from "../auth/sessions.ts";
import { aboutPages } from "./about.ts";
import { accountPages } from "./account.ts";
import { authPages } from "./auth.ts";
import { docsPages } from "./docs.ts";
import { homePages } from "./home.ts";
import { inboxPages } from "./inbox.ts";
import { servicePages } from "./services.ts";

/** The pages of the portal: those that belong to no other module's state. */
export function portalPages(app: FastifyInstance, ctx: ModuleContext, sessions: SessionKeeper, rp: RelyingParty): void {
  const site = portalSite<Session>(ctx, { session: sessions.current });
  const [eid, services] = [ctx.use(eidApi), serviceNamesOf(ctx)];
  const parts = { ctx, site, names: namesOf(ctx), services, roles: readRoles(ctx.content), eid };
  site.register(app);
  homePages(app, parts);
  servicePages(app, parts);
  accountPages(app, parts);
  authPages(app, { ctx, sessions, rp, eid });
  docsPages(app, { site });
  aboutPages(app, { site });
  if (ctx.demo) inboxPages(app, { site, services, notify: ctx.use(notifyApi) });
}
