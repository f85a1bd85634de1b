import { type CasesApi, casesApi } from "@troad/cases/api";
import { type EidApi, eidApi } from "@troad/eid/api";
import type { ModuleContext } from "@troad/kernel";
import { type MyDataApi, mydataApi } from "@troad/mydata/api";
import { type NotifyApi, notifyApi } from "@troad/notify/api";
import { type RegistersApi, registersApi } from "@troad/registers/api";
import { type RoadApi, roadApi } from "@troad/road/api";
import { createSite, type Site } from "@troad/web";
import type { FastifyInstance } from "fastify";
import { relyingParty } from "./auth/oidc.ts";
import { type Session, type SessionKeeper, sessionKeeper } from "./auth/sessions.ts";
import { type Catalogue, readCatalogue, type ServiceItem } from "./catalogue.ts";
import { type Names, namesOf } from "./names.ts";

export type { ServiceItem };

/** What every page works with. */
export type Portal = Catalogue & {
  ctx: ModuleContext;
  names: Names;
  sessions: SessionKeeper;
  rp: ReturnType<typeof relyingParty>;
  cases: CasesApi;
  mydata: MyDataApi;
  road: RoadApi;
  eid: EidApi;
  registers: RegistersApi;
  notify: NotifyApi;
  site: Site<Session>;
};

export type PageFile = (app: FastifyInstance, portal: Portal) => void;

export function createPortal(ctx: ModuleContext, env: { PORTAL_CLIENT_SECRET: string | undefined }): Portal {
  const eid = ctx.use(eidApi);
  const sessions = sessionKeeper(ctx, eid);
  const site = createSite<Session>({
    ctx,
    title: "portal.name",
    section: "portal",
    home: "/",
    trail: [{ href: "/", text: "portal.home" }],
    footer: {
      links: [
        { href: "/verify", text: "portal.verify.title" },
        { href: "/catalogue", text: "portal.catalogue.title" },
        { href: "/docs", text: "portal.docs.title" },
        { href: "/about", text: "portal.about.title" },
      ],
      note: "portal.footer",
    },
    assets: { base: "/assets" },
    session: sessions.current,
    formTargets: ctx.origin("eid") === ctx.origin("portal") ? [] : [ctx.origin("eid")],
  });
  return {
    ctx,
    names: namesOf(ctx),
    sessions,
    site,
    rp: relyingParty(ctx, env.PORTAL_CLIENT_SECRET),
    cases: ctx.use(casesApi),
    mydata: ctx.use(mydataApi),
    road: ctx.use(roadApi),
    eid,
    registers: ctx.use(registersApi),
    notify: ctx.use(notifyApi),
    ...readCatalogue(ctx),
  };
}
