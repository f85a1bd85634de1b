import { defineEvent } from "@troad/kernel";
import Type from "typebox";
import { recordSchema } from "./domain/record.ts";

/**
 * Transfers that concern a person (they name a consent) are in the public log. One event per batch: under load there are thousands of
 * transfers a second.
 */
export const transfersRecorded = defineEvent(
  "road.transfers-recorded.v2",
  // additional members written by an earlier version do no harm
  Type.Object({ transfers: Type.Array(Type.Object(recordSchema.properties), { maxItems: 1_000 }) }),
);
