import type { BanCheck, PrizeAmounts } from "@troad/invoice-formats";
import type { InvoiceLookup } from "../invoices/lookup.ts";
import type { App } from "./apps-store.ts";
import type { CarrierParts } from "./by-carrier.ts";
import type { Callers, Parameters } from "./request.ts";

export type CallParts = CarrierParts & { lookup: InvoiceLookup; amounts: PrizeAmounts; callers: Callers; isBan: BanCheck };

/** The application of a business call, whose parameter is spelled appId. */
export const aggregateApp = (parts: CallParts, parameters: Parameters): Promise<App> =>
  parts.callers.of(parameters.appId ?? parameters.appID, "");
