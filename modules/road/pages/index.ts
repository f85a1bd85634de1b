import type { ModuleContext } from "@troad/kernel";
import { registersApi } from "@troad/registers/api";
import { namesOf, portalSite, serviceNamesOf } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { RoadApi } from "../api.ts";
import { applicationPages } from "./access/applications.ts";
import { applyPages } from "./access/apply-form.ts";
import { cataloguePages } from "./access/catalogue.ts";
import { dataServicePages } from "./access/data-service.ts";
import { decidePages } from "./access/decide.ts";
import { operationsOf } from "./access/operations.ts";
import { auditAlarmPages } from "./audit/alarms.ts";
import { auditLedgerPages } from "./audit/ledgers.ts";
import { auditRecordPages } from "./audit/records.ts";
import { auditTransferPages } from "./audit/transfers.ts";
import { exchangePages } from "./exchanges.ts";
import { logPages } from "./log.ts";
import type { RoadPages } from "./parts.ts";
import { registryPages } from "./registry.ts";

/** The pages of the platform's part of the road, in the portal's part of the site. */
export function roadPages(app: FastifyInstance, ctx: ModuleContext, road: RoadApi): void {
  const registers = ctx.use(registersApi);
  const parts: RoadPages & { road: RoadApi } = {
    site: portalSite(ctx),
    names: namesOf(ctx),
    purposeOf: serviceNamesOf(ctx).purposeOf,
    local: (texts, lang) => ctx.texts.pick(textsOf(texts), lang, "text"),
    operations: operationsOf(registers),
    road,
  };
  parts.site.register(app);
  cataloguePages(app, parts);
  dataServicePages(app, { ...parts, registers });
  applyPages(app, { ...parts, clock: ctx.clock });
  applicationPages(app, parts);
  decidePages(app, parts);
  exchangePages(app, parts);
  registryPages(app, parts);
  auditTransferPages(app, parts);
  auditRecordPages(app, parts);
  auditAlarmPages(app, parts);
  auditLedgerPages(app, { ...parts, ctx, origin: ctx.origin("road") });
  logPages(app, parts);
}

const textsOf = (texts: Record<string, string>): Record<string, Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([lang, text]) => [lang, { text }]));
