import { defineEvent } from "@troad/kernel";
import type { TransferRecord } from "./domain/record.ts";

/** Transfers that concern a person (a consent is named) stand in the public log. One event a batch: under load there are thousands a second. */
export const transfersRecorded = defineEvent<{ transfers: TransferRecord[] }>("road.transfers-recorded.v2");
