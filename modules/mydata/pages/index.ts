import type { ModuleContext } from "@troad/kernel";
import { namesOf, nationalIdOf, portalSite, serviceNamesOf } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { MyDataApi } from "../api.ts";
import { consentPages } from "./consents.ts";
import { proofPages } from "./proof.ts";
import { usePages } from "./uses.ts";

/** The pages of mydata, in the portal's part of the site. */
export function mydataPages(app: FastifyInstance, ctx: ModuleContext, mydata: MyDataApi): void {
  const site = portalSite(ctx);
  const { purposeOf } = serviceNamesOf(ctx);
  const parts = { site, names: namesOf(ctx), purposeOf, mydata, nationalId: nationalIdOf(ctx) };
  site.register(app);
  usePages(app, { ...parts, clock: ctx.clock });
  consentPages(app, { ...parts, clock: ctx.clock });
  proofPages(app, parts);
}
