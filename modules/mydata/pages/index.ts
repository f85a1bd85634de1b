import { ownCopyPurpose, ownCopyRight } from "@troad/directory";
import type { ModuleContext } from "@troad/kernel";
import { namesOf, nationalIdOf, portalSite, serviceNamesOf } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { MyDataApi } from "../api.ts";
import type { Downloads } from "../downloads/downloads.ts";
import { consentPages } from "./consents.ts";
import { downloadPages } from "./downloads.ts";
import type { MyDataPages } from "./parts.ts";
import { proofPages } from "./proof.ts";
import { usePages } from "./uses.ts";

/** The pages of mydata, in the portal's part of the site. */
export function mydataPages(app: FastifyInstance, ctx: ModuleContext, mydata: MyDataApi, downloads: Downloads): void {
  const site = portalSite(ctx);
  const services = serviceNamesOf(ctx);
  const own = new Set(downloads.sets.map(ownCopyRight));
  const purposeOf: MyDataPages["purposeOf"] = (lang, agreement) =>
    agreement !== null && own.has(agreement) ? ctx.texts.translator(lang)(ownCopyPurpose) : services.purposeOf(lang, agreement);
  const parts = { site, names: namesOf(ctx), purposeOf, mydata, downloads, nationalId: nationalIdOf(ctx) };
  site.register(app);
  usePages(app, { ...parts, clock: ctx.clock });
  consentPages(app, { ...parts, clock: ctx.clock });
  downloadPages(app, { ...parts, ids: ctx.ids });
  proofPages(app, parts);
}
