import type { Row } from "./message-rows.ts";

/** One message of a request: what it adds, or what is wrong with it. */
export type Entry = { readonly number: string; readonly rows: readonly Row[]; readonly errors: readonly InvalidField[] };
export type InvalidField = { readonly kind: "schema" | "rule"; readonly code: string; readonly path: string };
