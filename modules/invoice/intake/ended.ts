import type { Queryable } from "@troad/kernel";
import type { ActionRow } from "./message-rows.ts";

/** Called with invoices that are no longer valid, in the transaction that ends them. */
export type Ended = (tx: Queryable, actions: readonly ActionRow[], at: string) => Promise<void>;
