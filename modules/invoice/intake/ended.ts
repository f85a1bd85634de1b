import type { Queryable } from "@troad/kernel";
import type { ActionRow } from "./message-rows.ts";

/** Told of invoices that no longer stand, in the transaction that ends them. */
export type Ended = (tx: Queryable, actions: readonly ActionRow[], at: string) => Promise<void>;
