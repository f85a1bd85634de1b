import { sql, type Tx } from "@troad/kernel";

/** Keeps other processes from filling the same register until this transaction ends; says whether it is already filled. */
export async function lockUnseeded(tx: Tx, register: string): Promise<boolean> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${register}))`);
  const before = await tx.one(
    sql`select 1 as filled where exists (select 1 from seeding where register = ${register}) or exists (select 1 from record where register = ${register})`,
  );
  return before === undefined;
}

export async function insertSeeding(
  tx: Tx,
  row: { register: string; seed: string; people: number; records: number; at: string },
): Promise<void> {
  await tx.run(
    sql`insert into seeding (register, seed, people, records, at) values (${row.register}, ${row.seed}, ${row.people}, ${row.records}, ${row.at})`,
  );
}

/** Streams rows of `record` in PostgreSQL's COPY text format; memory use does not depend on their number. */
export async function copyRecords(tx: Tx, lines: Iterable<string>): Promise<void> {
  await tx.copy("copy record (register, subject, data, valid_from, recorded_at) from stdin", lines);
}

/** The same for the terms by which they are found. */
export async function copyTerms(tx: Tx, lines: Iterable<string>): Promise<void> {
  await tx.copy("copy record_term (register, field, term, subject) from stdin", lines);
}

/** One line of COPY text: tabs between columns, backslash before what would end a column or line. */
export const copyLine = (columns: string[]): string =>
  `${columns.map((column) => (/[\\\t\n\r]/.test(column) ? column.replace(/[\\\t\n\r]/g, escapeOf) : column)).join("\t")}\n`;

const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const escapeOf = (character: string): string => escapes[character]!;
