import { placesOf } from "@troad/web";
import type { FastifyInstance } from "fastify";
import { familyPages } from "../account/family-page.ts";
import type { AccountParts } from "../account/parts.ts";
import { settingsPages } from "../account/settings-page.ts";
import { barcodePages } from "../carriers/barcode-page.ts";
import { carrierPages } from "../carriers/carriers-page.ts";
import { joinPages } from "../carriers/join-page.ts";
import { removePages } from "../carriers/remove-page.ts";
import { checkPages } from "../check/check-page.ts";
import { donatePages } from "../donations/donate-page.ts";
import { donatedPages } from "../donations/donated-page.ts";
import type { DoneeAccounts } from "../donations/donee-accounts.ts";
import { minePages } from "../invoices/mine-page.ts";
import { onePages } from "../invoices/one-page.ts";
import { claimPages } from "../prizes/claim-page.ts";
import { numbersPages } from "../prizes/numbers-page.ts";
import { winningPages } from "../prizes/winnings-page.ts";
import { proofPages } from "../proof/proof-page.ts";
import { spendingPages } from "../spending/spending-page.ts";
import { yearPages } from "../spending/year-page.ts";
import type { Shares } from "../statistics/share.ts";
import { sharePages } from "../statistics/share-page.ts";
import { tradeNamesOf } from "../statistics/trades.ts";
import { homePages } from "./home-page.ts";
import { createPages, type PageFile } from "./pages.ts";
import { serveScripts } from "./scripts.ts";

type Own = { account: AccountParts; doneeAccounts: DoneeAccounts; shares: Shares };
const all: PageFile[] = [
  homePages,
  minePages,
  onePages,
  donatePages,
  claimPages,
  winningPages,
  numbersPages,
  spendingPages,
  yearPages,
  carrierPages,
  barcodePages,
  removePages,
  joinPages,
  checkPages,
  proofPages,
];

/** Every page of the module; a new one is a file and a line here. */
export function invoicePages(app: FastifyInstance, parts: Parameters<typeof createPages>[0] & Own): void {
  const { account, doneeAccounts, shares } = parts;
  const pages = createPages(parts);
  pages.site.register(app);
  serveScripts(app, pages);
  for (const register of all) register(app, pages);
  settingsPages(app, { ...pages, ...account });
  familyPages(app, { ...pages, ...account });
  donatedPages(app, { ...pages, doneeAccounts });
  const tradeNames = tradeNamesOf(parts.ctx);
  sharePages(app, { ...pages, shares, places: placesOf(parts.ctx), tradeName: tradeNames });
}
