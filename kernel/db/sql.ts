import { createHash } from "node:crypto";

/** A statement with its values apart: the only way to a query, so no SQL is ever put together from strings. */
export type Sql = { readonly text: string; readonly values: readonly unknown[]; readonly name: string };

type Shape = { text: string; name: string };
const shapes = new WeakMap<TemplateStringsArray, Shape>();

/** sql`select * from t where id = ${id}`: values become $1, $2, ...; the same source line is one prepared statement. */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  let shape = shapes.get(strings);
  if (!shape) {
    const text = strings.reduce((all, part, index) => `${all}$${index}${part}`);
    shape = { text, name: `s${createHash("sha256").update(text).digest("base64url").slice(0, 20)}` };
    shapes.set(strings, shape);
  }
  return { ...shape, values };
}

/** Sizes of the statements that rows are dealt out to: few shapes, so that each stays prepared. */
const rowCounts = [64, 32, 16, 8, 4, 2, 1];
const insertShapes = new Map<string, Shape>();

/**
 * `insert into table (columns) values (...), (...) tail` for any number of rows, as few statements. Names are the program's own; bytes
 * go as bytes, which an array parameter would turn into text of twice the length.
 */
export function insertRows(
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  tail: string,
): Sql[] {
  const statements: Sql[] = [];
  for (let at = 0; at < rows.length; ) {
    const count = rowCounts.find((size) => size <= rows.length - at)!;
    const key = `${table} (${columns.join()}) ${count} ${tail}`;
    let shape = insertShapes.get(key);
    if (!shape) {
      const row = (index: number): string =>
        `(${columns.map((_, column) => `$${index * columns.length + column + 1}`).join(", ")})`;
      const values = Array.from({ length: count }, (_, index) => row(index)).join(", ");
      const text = `insert into ${identifier(table)} (${columns.map(identifier).join(", ")}) values ${values} ${tail}`;
      shape = { text, name: `r${createHash("sha256").update(text).digest("base64url").slice(0, 20)}` };
      insertShapes.set(key, shape);
    }
    statements.push({ ...shape, values: rows.slice(at, at + count).flat() });
    at += count;
  }
  return statements;
}

/** A jsonb parameter; arrays would otherwise be taken for PostgreSQL arrays. */
export const json = (value: unknown): string => JSON.stringify(value ?? null);

/** A PostgreSQL identifier in quotes. For schema and role names made from checked configuration only. */
export function identifier(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new Error(`not an identifier: ${name}`);
  return `"${name}"`;
}
