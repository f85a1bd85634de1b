import type { Sql } from "./sql.ts";

export type Row = Record<string, unknown>;

/** What only reads. */
export type Reads = Pick<Queryable, "rows" | "one">;

/** Anything that can run a statement: the database itself, or one of its transactions. */
export type Queryable = {
  rows<T extends object = Row>(statement: Sql): Promise<T[]>;
  /** The only row, or undefined. */
  one<T extends object = Row>(statement: Sql): Promise<T | undefined>;
  /** The number of rows that the statement affected. */
  run(statement: Sql): Promise<number>;
};
