import { type Queryable, sql } from "@troad/kernel";
import type { RevocationReason } from "@troad/trust";

type Status = { status: "good" | "revoked" | "unknown"; at?: string; reason?: string };

export async function insertCertificate(
  q: Queryable,
  row: { serial: string; profile: string; issuer: number; pem: string; notAfter: string; at: string },
): Promise<void> {
  await q.run(
    sql`insert into certificate (serial, profile, issuer, pem, not_after, issued_at)
      values (${row.serial}, ${row.profile}, ${row.issuer}, ${row.pem}, ${row.notAfter}, ${row.at})`,
  );
}

export async function insertStatus(q: Queryable, serial: string, reason: string, at: string): Promise<void> {
  await q.run(sql`insert into certificate_status (serial, reason, at) values (${serial}, ${reason}, ${at})`);
}

/** The newest status entry decides; `lock` makes changes to one certificate take turns. */
export async function statusOf(q: Queryable, serial: string, lock = false): Promise<Status> {
  if (lock) await q.run(sql`select pg_advisory_xact_lock(hashtext(${serial}))`);
  const row = await q.one<{ reason: string | null; at: string | null }>(sql`
    select s.reason, s.at from certificate c
    left join lateral (select reason, at from certificate_status where serial = c.serial order by seq desc limit 1) s on true
    where c.serial = ${serial}`);
  if (!row) return { status: "unknown" };
  if (row.reason === null || row.reason === "removeFromCRL") return { status: "good" };
  return { status: "revoked", reason: row.reason, at: row.at! };
}

/** Certificates whose state was changed since then, by any process. */
export const changedSince = async (q: Queryable, since: string): Promise<string[]> =>
  (await q.rows<{ serial: string }>(sql`select distinct serial from certificate_status where at > ${since} limit 10000`)).map(
    ({ serial }) => serial,
  );

/** What one issuing authority signed that is revoked or suspended and not yet expired, with the number of the list that says so. */
export async function revokedNow(
  q: Queryable,
  issuer: number,
  now: string,
): Promise<{ number: number; entries: { serial: string; reason: RevocationReason; at: string }[] }> {
  const entries = await q.rows<{ serial: string; reason: RevocationReason; at: string }>(sql`
    select s.serial, s.reason, s.at from (
      select distinct on (serial) serial, reason, at from certificate_status order by serial, seq desc) s
    join certificate c on c.serial = s.serial
    where s.reason <> 'removeFromCRL' and c.not_after > ${now} and c.issuer = ${issuer} order by s.at`);
  const last = await q.one<{ n: number }>(sql`select coalesce(max(seq), 0) + 1 as n from certificate_status`);
  return { number: last?.n ?? 1, entries };
}
