import type { EidApi } from "@troad/eid/api";
import type { ModuleContext } from "@troad/kernel";
import { nationalIdOf, sessionOf } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { Downloads } from "../downloads/downloads.ts";
import { clientOfAssertion } from "../requests/assertion.ts";
import type { Online } from "../requests/online.ts";
import { openAgreements } from "./agreements.ts";
import { openPolicies } from "./policies.ts";
import { openRecords } from "./records.ts";
import { base } from "./routes.ts";
import { auditRoutes } from "./routes-audit.ts";
import { configRoutes } from "./routes-config.ts";
import { serviceRoutes } from "./routes-service.ts";

type Parts = { eid: EidApi; downloads: Pick<Downloads, "sets">; online: Online };

/** The interface of GovStack's Consent Building Block (1.1.0-rc1) on the consents of this module: it keeps none of its own. */
export function govstackRoutes(app: FastifyInstance, ctx: ModuleContext, { eid, downloads, online }: Parts): void {
  const { recipients, requests, standing, webhookSecret } = online;
  const origin = ctx.origin("mydata");
  const policies = openPolicies(ctx, { recipients });
  const agreements = openAgreements(ctx, {
    ...{ recipients, policies, eid, webhookSecret, sets: downloads.sets },
    home: `${origin}/my-data/recipients`,
  });
  const records = openRecords(ctx, { agreements, requests, standing, eid, issuer: `${ctx.origin("eid")}/eid/oidc` });
  const parts = {
    ...{ policies, agreements, records, session: sessionOf(ctx), nationalId: nationalIdOf(ctx) },
    clientOf: (assertion: string) => clientOfAssertion({ eid, audience: `${origin}${base}` }, assertion),
  };
  configRoutes(app, parts);
  serviceRoutes(app, parts);
  auditRoutes(app, parts);
}
