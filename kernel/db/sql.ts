import { createHash } from "node:crypto";

/** A statement with its values kept separate: the only way to run a query, so SQL is never assembled from strings. */
export type Sql = { readonly text: string; readonly values: readonly unknown[]; readonly name: string };

type Shape = { text: string; name: string };
const shapes = new WeakMap<TemplateStringsArray, Shape>();

const nameOf = (text: string): string => `s${createHash("sha256").update(text).digest("base64url").slice(0, 20)}`;

/** sql`select * from t where id = ${id}`: values become $1, $2, ...; the same source line is one prepared statement. */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  let shape = shapes.get(strings);
  if (!shape) {
    const text = strings.reduce((all, part, index) => `${all}$${index}${part}`);
    shape = { text, name: nameOf(text) };
    shapes.set(strings, shape);
  }
  return { ...shape, values };
}

/** A statement whose tables come from a definition in code: written once, then given values. Its names pass `identifier`. */
export function statement(text: string): (...values: unknown[]) => Sql {
  const name = nameOf(text);
  return (...values) => ({ text, values, name });
}

/** A jsonb parameter; arrays would otherwise be taken for PostgreSQL arrays. */
export const json = (value: unknown): string => JSON.stringify(value ?? null);

/** A statement whose best plan depends on its values. Of a prepared one PostgreSQL may take one plan for all after five executions. */
export const plannedEachTime = (statement: Sql): Sql => ({ ...statement, name: "" });

/** A quoted PostgreSQL identifier. Only for schema and role names from validated configuration. */
export function identifier(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new Error(`not an identifier: ${name}`);
  return `"${name}"`;
}
