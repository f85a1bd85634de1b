import type { ModuleContext } from "@troad/kernel";
import { registersApi } from "@troad/registers/api";
import { namesOf, portalSite, serviceNamesOf, workSite } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { RoadApi } from "../api.ts";
import { operationsOf } from "../registry/operations.ts";
import { applicationPages } from "./access/applications.ts";
import { applyAddress, formerPages } from "./access/applying.ts";
import { cataloguePages } from "./access/catalogue.ts";
import { dataServicePages } from "./access/data-service.ts";
import { auditAlarmPages } from "./audit/alarms.ts";
import { auditLedgerPages } from "./audit/ledgers.ts";
import { auditRecordPages } from "./audit/records.ts";
import { auditTransferPages } from "./audit/transfers.ts";
import { exchangePages } from "./exchanges.ts";
import { logPages } from "./log.ts";
import { openPages } from "./open/index.ts";
import type { RoadPages } from "./parts.ts";
import { registryPages } from "./registry.ts";

const officersPaths = ["/access", "/exchanges", "/registry", "/audit"];

/** The platform's pages of the road: public ones in the portal's part of the site, officers' ones in the work area. */
export function roadPages(app: FastifyInstance, ctx: ModuleContext, road: Omit<RoadApi, "offerService">): void {
  const registers = ctx.use(registersApi);
  const site = portalSite(ctx);
  const parts: RoadPages & { road: Omit<RoadApi, "offerService"> } = {
    site,
    applyAt: applyAddress(ctx.content, site, "road.grant-access") ?? "/catalogue",
    names: namesOf(ctx),
    purposeOf: serviceNamesOf(ctx).purposeOf,
    local: (texts, lang) => ctx.texts.pick(textsOf(texts), lang, "text"),
    operations: operationsOf(registers),
    road,
  };
  parts.site.register(app);
  const office = { ...parts, site: workSite(ctx, officersPaths), ctx };
  office.site.register(app);
  cataloguePages(app, parts);
  dataServicePages(app, { ...parts, registers });
  logPages(app, parts);
  openPages(app, { ...parts, ctx });
  formerPages(app, parts.applyAt);
  applicationPages(app, office);
  exchangePages(app, office);
  registryPages(app, office);
  auditTransferPages(app, office);
  auditRecordPages(app, office);
  auditAlarmPages(app, office);
  auditLedgerPages(app, { ...office, origin: ctx.origin("road") });
}

const textsOf = (texts: Record<string, string>): Record<string, Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([lang, text]) => [lang, { text }]));
