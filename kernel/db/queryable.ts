import type { Sql } from "./sql.ts";

export type Row = Record<string, unknown>;

/** What can run a statement: the database itself, or a transaction of it. */
export type Queryable = {
  rows<T extends object = Row>(statement: Sql): Promise<T[]>;
  /** The only row, or undefined. */
  one<T extends object = Row>(statement: Sql): Promise<T | undefined>;
  /** How many rows the statement touched. */
  run(statement: Sql): Promise<number>;
};
