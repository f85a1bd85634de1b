import { type Queryable, sql } from "@troad/kernel";

/** Who may send invoices, and for which sellers; `*` means all of them (an agent of shops). */
export type Sender = { id: string; name: string; sellers: string[] };

export const senderByToken = (q: Queryable, tokenSha256: string): Promise<Sender | undefined> =>
  q.one<Sender>(sql`
    select id, name, sellers from sender s where token_sha256 = ${tokenSha256}
    and not exists (select 1 from sender_end e where e.id = s.id)`);

export const senderByCertificate = (q: Queryable, certificateSha256: string): Promise<Sender | undefined> =>
  q.one<Sender>(sql`
    select id, name, sellers from sender s where certificate_sha256 = ${certificateSha256}
    and not exists (select 1 from sender_end e where e.id = s.id)`);

export async function insertSender(
  q: Queryable,
  row: Sender & { tokenSha256: string; certificateSha256: string; since: string },
): Promise<void> {
  await q.run(sql`
    insert into sender (id, name, sellers, token_sha256, certificate_sha256, since)
    values (${row.id}, ${row.name}, ${row.sellers}, ${row.tokenSha256}, ${row.certificateSha256}, ${row.since})
    on conflict (id) do nothing`);
}

export async function endSender(q: Queryable, id: string, at: string): Promise<void> {
  await q.run(sql`insert into sender_end (id, at) values (${id}, ${at}) on conflict (id) do nothing`);
}

/**
 * Whether anyone is registered to send and fetch for this very business number. The senders are found before the limit: PostgreSQL expects
 * many of them and would otherwise scan the table from its start until it meets one.
 */
export const sendsFor = (q: Queryable, ban: string) =>
  q.one(sql`
    with registered as materialized (select id from sender where sellers @> array[${ban}]::text[])
    select 1 as there from registered r where not exists (select 1 from sender_end e where e.id = r.id) limit 1`);
