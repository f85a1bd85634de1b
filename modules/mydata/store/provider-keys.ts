import { type Queryable, sql, textArray } from "@troad/kernel";

export const insertProviderKey = async (
  q: Queryable,
  row: { provider: string; publicKey: string; at: string },
): Promise<void> => {
  await q.run(sql`
    insert into provider_key (provider, public_key, at) values (${row.provider}, ${row.publicKey}, ${row.at}) on conflict do nothing`);
};

/** The newest key of each provider that has told one. */
export const providerKeys = async (q: Queryable, providers: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await q.rows<{ provider: string; key: string }>(sql`
    select distinct on (provider) provider, public_key as key from provider_key
    where provider = any(${textArray([...providers])}::text[]) order by provider, seq desc`);
  return new Map(rows.map(({ provider, key }) => [provider, key]));
};
