import path from "node:path";
import { eidApi } from "@troad/eid/api";
import { ConfigurationError, type ModuleContext } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import { type Blanks, openBlanks } from "./blanks.ts";
import { type Batches, openBatches } from "./centre/batches.ts";
import { letterSeal } from "./centre/letters.ts";
import { openPrintFiles } from "./centre/print-file.ts";
import { type Line, openProduction } from "./centre/produce.ts";
import { openStation } from "./centre/station.ts";
import { type CardContent, readCardContent } from "./domain/card-content.ts";
import { type Holding, openHolding } from "./holding.ts";
import { type Orders, openOrders } from "./orders.ts";
import { openParcels, type Parcels } from "./parcels.ts";

export type Settings = {
  tokenModule: string | undefined;
  printerKey: string | undefined;
  leaseSeconds: number;
};
/** Everything that pages, jobs and the interface of others call. */
export type Cards = {
  content: CardContent;
  orders: Orders;
  blanks: Blanks;
  batches: Batches;
  parcels: Parcels;
  holding: Holding;
};

/** Opens the centre. Throws ConfigurationError where only one of reader and printer of letters is set up. */
export async function openCards(ctx: ModuleContext, settings: Settings): Promise<Cards> {
  const [eid, pki, content] = [ctx.use(eidApi), ctx.use(pkiApi), readCardContent(ctx.content)];
  const files = openPrintFiles(path.join(ctx.folder, "print"), content);
  const production = openProduction({ ctx, content, pki, files, leaseMs: settings.leaseSeconds * 1_000 });
  const line = await openLine(ctx, content, settings);
  return {
    content,
    orders: openOrders(ctx),
    blanks: openBlanks(ctx),
    batches: openBatches({ ctx, size: content.batch.cards, production, files, line }),
    parcels: openParcels({ ctx, pki }),
    holding: openHolding({ ctx, eid, pki, production }),
  };
}

async function openLine(
  ctx: ModuleContext,
  content: CardContent,
  { tokenModule, printerKey }: Settings,
): Promise<Line | undefined> {
  if (tokenModule === undefined && printerKey === undefined) return undefined;
  if (tokenModule === undefined || printerKey === undefined)
    throw new ConfigurationError(
      "CARDS_TOKEN_MODULE and CARDS_PRINTER_KEY belong together: a card without its letter is of no use",
    );
  const station = openStation({ ctx, content, pki: ctx.use(pkiApi), modulePath: tokenModule });
  return { station, letters: await letterSeal(printerKey) };
}
