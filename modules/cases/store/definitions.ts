import { json, type Queryable, sql } from "@troad/kernel";

export type DefinitionRow = { hash: string; service: string; definition: unknown; texts: unknown; member: string };

/** Stores what cases go through; the same content is stored once. */
export async function insertDefinition(q: Queryable, row: DefinitionRow & { law: string | null; at: string }): Promise<void> {
  await q.run(sql`
    insert into case_definition (hash, service, definition, texts, member, law, stored_at)
    values (${row.hash}, ${row.service}, ${json(row.definition)}, ${json(row.texts)}, ${row.member}, ${row.law}, ${row.at})
    on conflict (hash) do nothing`);
}

export const findDefinition = (q: Queryable, hash: string): Promise<DefinitionRow | undefined> =>
  q.one<DefinitionRow>(sql`select hash, service, definition, texts, member from case_definition where hash = ${hash}`);

/** The definition of a service that was stored last. */
export const newestDefinition = (q: Queryable, service: string): Promise<DefinitionRow | undefined> =>
  q.one<DefinitionRow>(sql`
    select hash, service, definition, texts, member from case_definition where service = ${service}
    order by stored_at desc, hash limit 1`);
