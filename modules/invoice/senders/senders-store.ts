import { type Queryable, sql } from "@troad/kernel";

/** Who may send invoices, and for which sellers; `*` means all of them (an agent of shops). */
export type Sender = { id: string; name: string; sellers: string[] };

/** The sender of a token or certificate; none that ended or is suspended. A credential may have been added later, or have ended. */
const senderBy = (q: Queryable, kind: "token" | "certificate", sha256: string): Promise<Sender | undefined> =>
  q.one<Sender>(sql`
    select id, name, sellers from sender s
    where s.id in (
        select o.id from sender o where ${kind} = 'token' and o.token_sha256 = ${sha256}
        union all select o.id from sender o where ${kind} = 'certificate' and o.certificate_sha256 = ${sha256}
        union all select c.sender from sender_credential c where c.kind = ${kind} and c.sha256 = ${sha256}
          and not exists (select 1 from sender_credential_end e where e.no = c.no))
      and not exists (select 1 from sender_end e where e.id = s.id) and not is_suspended('sender', s.id)`);

export const senderByToken = (q: Queryable, tokenSha256: string): Promise<Sender | undefined> =>
  senderBy(q, "token", tokenSha256);
export const senderByCertificate = (q: Queryable, certificateSha256: string): Promise<Sender | undefined> =>
  senderBy(q, "certificate", certificateSha256);

/** A sender as it stood at an instant: none that had ended or was suspended by then. */
export const senderAt = (q: Queryable, id: string, at: string): Promise<Sender | undefined> =>
  q.one<Sender>(sql`
    select id, name, sellers from sender s
    where s.id = ${id} and not exists (select 1 from sender_end e where e.id = s.id and e.at <= ${at})
      and not coalesce((select x.suspended from suspension x where x.about = 'sender' and x.id = s.id and x.at <= ${at}
        order by x.no desc limit 1), false)`);

/** False if a sender has this id, token or certificate. */
export async function insertSender(
  q: Queryable,
  row: Sender & {
    tokenSha256: string | null;
    certificateSha256: string | null;
    since: string;
    role?: "shop" | "agent";
    by?: string;
  },
): Promise<boolean> {
  const done = await q.run(sql`
    insert into sender (id, name, sellers, token_sha256, certificate_sha256, since, role, registered_by)
    values (${row.id}, ${row.name}, ${row.sellers}, ${row.tokenSha256}, ${row.certificateSha256}, ${row.since}, ${row.role ?? "agent"},
      ${row.by ?? null})
    on conflict do nothing`);
  return done === 1;
}

/** False if it had ended. */
export async function endSender(
  q: Queryable,
  id: string,
  at: string,
  { by, reason }: { by?: string; reason?: string } = {},
): Promise<boolean> {
  const done = await q.run(sql`
    insert into sender_end (id, at, ended_by, reason) values (${id}, ${at}, ${by ?? null}, ${reason ?? null}) on conflict (id) do nothing`);
  return done === 1;
}

/**
 * Whether anyone is registered to send and fetch for this very business number. The senders are found before the limit: PostgreSQL expects
 * many of them and would otherwise scan the table from its start until it meets one.
 */
export const sendsFor = (q: Queryable, ban: string) =>
  q.one(sql`
    with registered as materialized (select id from sender where sellers @> array[${ban}]::text[])
    select 1 as there from registered r where not exists (select 1 from sender_end e where e.id = r.id) limit 1`);
