/** A column of a file that is converted; types are those of Table Schema. */
export type StoredColumn = { readonly name: string; readonly type: string };

export type Work =
  | {
      readonly kind: "query";
      readonly file: string;
      readonly sql: string;
      readonly values: readonly (string | number)[];
      readonly maxRows: number;
    }
  | { readonly kind: "convert"; readonly csv: string; readonly columns: readonly StoredColumn[]; readonly parquet: string };
export type Ask = Work & { readonly id: number };

/** Rows as lists, in the order of the columns; numbers beyond a double, days and times are texts. */
export type Rows = {
  readonly columns: readonly StoredColumn[];
  readonly rows: readonly (readonly unknown[])[];
  readonly more: boolean;
};
export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: Rows | null }
  | { readonly id: number; readonly ok: false; readonly code: QueryCode; readonly detail: string };

/** Why a query was not answered. `stopped`: it took too long, too much memory, or its process ended. */
export type QueryCode = "invalid" | "refused" | "stopped" | "busy";

export class QueryFailed extends Error {
  readonly code: QueryCode;
  constructor(code: QueryCode, detail: string) {
    super(detail);
    this.name = "QueryFailed";
    this.code = code;
  }
}
