import { type CasesApi, casesApi } from "@troad/cases/api";
import { componentsIn, wordsIn } from "@troad/design";
import { type EidApi, eidApi, type Role } from "@troad/eid/api";
import type { Html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import { type MyDataApi, mydataApi } from "@troad/mydata/api";
import { type NotifyApi, notifyApi } from "@troad/notify/api";
import { type RegistersApi, registersApi } from "@troad/registers/api";
import { type RoadApi, roadApi } from "@troad/road/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { relyingParty } from "./auth/oidc.ts";
import { type Session, type SessionKeeper, sessionKeeper } from "./auth/sessions.ts";
import { type Catalogue, readCatalogue, type ServiceItem } from "./catalogue.ts";
import { type Names, namesOf } from "./names.ts";

export type { ServiceItem };

/** Where the look is served. */
export type Assets = { css: string; js: string; icon: string };

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
  assets: Assets;
};

export type PageFile = (app: FastifyInstance, portal: Portal) => void;

export function createPortal(ctx: ModuleContext, env: { PORTAL_CLIENT_SECRET: string | undefined }): Portal {
  const eid = ctx.use(eidApi);
  return {
    ctx,
    names: namesOf(ctx),
    sessions: sessionKeeper(ctx, eid),
    rp: relyingParty(ctx, env.PORTAL_CLIENT_SECRET),
    cases: ctx.use(casesApi),
    mydata: ctx.use(mydataApi),
    road: ctx.use(roadApi),
    eid,
    registers: ctx.use(registersApi),
    notify: ctx.use(notifyApi),
    assets: { css: "", js: "", icon: "" },
    ...readCatalogue(ctx),
  };
}

/** What a page shows; the shell adds the rest. */
export type View = { title: string; content: Html; path?: { href: string; text: string }[]; status?: number };

/** The agency for which a person acts in a role. */
export const agencyOf = (session: Session, role: Role["role"]): string =>
  session.roles.find((one) => one.role === role)?.agency ?? "";

/** Components in the reader's language. */
export const uiOf = (request: FastifyRequest) => componentsIn(wordsIn(request.lang));
