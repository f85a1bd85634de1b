import type { PrizeAmounts } from "@troad/invoice-formats";
import type { App } from "../store/apps.ts";
import type { CarrierParts } from "./by-carrier.ts";
import { callerOf, type Parameters } from "./request.ts";

export type CallParts = CarrierParts & { amounts: PrizeAmounts };

/** The application of a business call, whose parameter is written appId. */
export const aggregateApp = (parts: CallParts, parameters: Parameters): Promise<App> =>
  callerOf(parts.ctx, parameters.appId ?? parameters.appID, "");
