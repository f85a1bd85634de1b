import { defineEvent } from "@troad/kernel";
import Type from "typebox";
import { recordSchema } from "./domain/record.ts";

/** Transfers that concern a person (a consent is named) stand in the public log. One event a batch: under load there are thousands a second. */
export const transfersRecorded = defineEvent(
  "road.transfers-recorded.v2",
  // what a version before wrote besides does no harm
  Type.Object({ transfers: Type.Array(Type.Object(recordSchema.properties), { maxItems: 1_000 }) }),
);
