import type { ModuleContext } from "@troad/kernel";
import { namesOf, type Site, workSite } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { Holdings } from "../carriers/holdings.ts";
import type { DoneeAccounts } from "../donations/donee-accounts.ts";
import type { Assign } from "../numbers/assign.ts";
import { assignedOf } from "../numbers/ranges-store.ts";
import type { PrizeCaseDecisions } from "../prizes/cases.ts";
import type { WinningLists } from "../prizes/lists.ts";
import { officeHomePages } from "./home-page.ts";
import { anomalyPages } from "./officer/anomalies-page.ts";
import { disputePages } from "./officer/cases-page.ts";
import { assigningPages } from "./officer/numbers-page.ts";
import { appPages } from "./operator/apps-page.ts";
import { carrierOfficePages } from "./operator/carriers-page.ts";
import type { Drawing } from "./operator/drawing.ts";
import { drawPages } from "./operator/draws-page.ts";
import { lookPages, ownLookPages } from "./operator/look-page.ts";
import type { Looks } from "./operator/looks.ts";
import type { LoveCodeActs } from "./operator/love-code-acts.ts";
import { loveCodePages } from "./operator/love-codes-page.ts";
import type { PrizeRuns } from "./operator/prize-runs.ts";
import type { Registrations } from "./operator/registrations.ts";
import { runPages } from "./operator/runs-page.ts";
import { senderPages } from "./operator/senders-page.ts";
import { officePath } from "./parts.ts";

type Parts = {
  ctx: ModuleContext;
  registrations: Registrations;
  codes: LoveCodeActs;
  doneeAccounts: DoneeAccounts;
  draws: Drawing;
  runs: PrizeRuns;
  looks: Looks;
  assign: Assign;
  cases: PrizeCaseDecisions;
  lists: Pick<WinningLists, "drawnAt">;
  holdings: Pick<Holdings, "of">;
  site: Site;
};

/** The pages of the platform's operators and officers, and where people see what these looked at. */
export function officePages(app: FastifyInstance, parts: Parts): void {
  const { ctx, registrations, codes, doneeAccounts, draws, runs, looks, assign, cases, lists, holdings, site } = parts;
  const work = workSite(ctx, [officePath]);
  work.register(app);
  const office = { ctx, work };
  officeHomePages(app, office);
  senderPages(app, { ...office, registrations });
  appPages(app, { ...office, registrations });
  carrierOfficePages(app, { ...office, registrations });
  loveCodePages(app, { ...office, codes, doneeAccounts });
  drawPages(app, { ...office, draws });
  runPages(app, { ...office, runs });
  lookPages(app, { ...office, looks });
  assigningPages(app, { ...office, assign, assigned: (query) => assignedOf(ctx.db, query) });
  anomalyPages(app, { ...office, drawnAt: (term) => lists.drawnAt(term) });
  disputePages(app, { ...office, cases });
  ownLookPages(app, { site, looks, holdings, names: namesOf(ctx) });
}
