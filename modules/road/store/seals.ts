import { bytesArray, type Queryable, sql } from "@troad/kernel";
import type { TransferRecord } from "../domain/record.ts";
import type { LogKey } from "./messages.ts";

/** A time stamp of one exchange's own, and the status of the signer after it. */
export type SealRow = { time_stamp: Buffer; ocsp: Buffer };
/** A time stamp that many exchanges share. */
export type BatchRow = { digests: Buffer; result: Buffer; time_stamp: Buffer };
/** One exchange's share in a batch: its place in the hash tree, and the status of its signer after the stamp where that was to be had. */
export type ShareRow = { batch: number; position: number; ocsp: Buffer | null };
/** The certificate of a signer (DER) and its status after a batch's time stamp. */
export type SignerStatus = { certificate: Buffer; ocsp: Buffer };
/** What a transfer record is made of. */
export type PendingRecord = LogKey & {
  seq: number;
  at: string;
  consumer: string;
  provider: string;
  agreement: string | null;
  consent: string | null;
  purpose: string | null;
  fields: string[];
  outcome: TransferRecord["outcome"];
  code: string | null;
  request_hash: string;
  response_hash: string | null;
};
/** An outcome whose time stamp is due when it has a signature: a failure has none. */
export type UnstampedRow = LogKey & { seq: number; at: string; signature: Buffer | null; signer: Buffer | null };
/** What is done along the log: records are told, answers get time stamps. */
export type Work = "told" | "stamped";

export const findSeal = (q: Queryable, { exchange_id, side, namespace }: LogKey): Promise<SealRow | undefined> =>
  q.one<SealRow>(sql`
    select time_stamp, ocsp from message_seal where exchange_id = ${exchange_id} and side = ${side} and namespace = ${namespace}`);

export async function insertSeal(q: Queryable, key: LogKey, at: string, seal: SealRow): Promise<void> {
  await q.run(sql`
    insert into message_seal (exchange_id, side, namespace, at, time_stamp, ocsp)
    values (${key.exchange_id}, ${key.side}, ${key.namespace}, ${at}, ${seal.time_stamp}, ${seal.ocsp}) on conflict do nothing`);
}

export const readBatch = (q: Queryable, id: number): Promise<BatchRow | undefined> =>
  q.one(sql`select digests, result, time_stamp from message_batch where id = ${id}`);

/** Writes a batch with what is known of its signers. */
export async function insertBatch(
  q: Queryable,
  at: string,
  {
    digests,
    result,
    time_stamp,
    members,
    statuses,
  }: BatchRow & { members: readonly number[]; statuses: readonly SignerStatus[] },
): Promise<void> {
  await q.run(sql`
    with batch as (
      insert into message_batch (at, digests, result, time_stamp, members, first, last)
      values (${at}, ${digests}, ${result}, ${time_stamp}, ${members}, ${Math.min(...members)}, ${Math.max(...members)})
      returning id)
    insert into message_batch_status (batch, certificate, ocsp)
    select batch.id, sha256(s.certificate), s.ocsp from batch,
      unnest(${bytesArray(statuses.map(({ certificate }) => certificate))}::bytea[],
        ${bytesArray(statuses.map(({ ocsp }) => ocsp))}::bytea[]) as s (certificate, ocsp)`);
}

/** Certificates of signers by the hashes that rows name them by, each once. */
export const certificatesOf = (q: Queryable, signers: readonly Buffer[]): Promise<{ certificate: Buffer }[]> =>
  q.rows(sql`select distinct certificate from message_signer where hash = any (${bytesArray(signers)}::bytea[])`);

/** Outcomes after a number, and late ones of lower numbers, with what their transfer records are made of. */
export const pendingRecords = (q: Queryable, after: number, late: readonly number[], limit: number): Promise<PendingRecord[]> =>
  q.rows<PendingRecord>(sql`
    select o.seq, exchange_id, side, namespace, r.at, r.consumer, r.provider, r.agreement, r.consent, r.purpose, r.fields, r.request_hash,
      o.outcome, o.code, o.response_hash
    from message_outcome o join message_request r using (exchange_id, side, namespace)
    where o.seq > ${after} or o.seq = any (${late}) order by o.seq limit ${limit}`);

/** The same with what time stamps are over. */
export const unstamped = (q: Queryable, after: number, late: readonly number[], limit: number): Promise<UnstampedRow[]> =>
  q.rows<UnstampedRow>(sql`
    select seq, exchange_id, side, namespace, at, signature, signer from message_outcome
    where seq > ${after} or seq = any (${late}) order by seq limit ${limit}`);

export async function readProgress(q: Queryable, work: Work): Promise<number> {
  const row = await q.one<{ upto: number }>(sql`select upto from message_progress where work = ${work}`);
  return row?.upto ?? 0;
}

export async function writeProgress(q: Queryable, work: Work, upto: number): Promise<void> {
  await q.run(sql`
    insert into message_progress (work, upto) values (${work}, ${upto})
    on conflict (work) do update set upto = greatest(message_progress.upto, excluded.upto)`);
}

/** The transactions under way: all below `xmin` have ended, none from `xmax` on has begun. */
export async function transactionsUnderWay(q: Queryable): Promise<{ xmin: bigint; xmax: bigint }> {
  const row = await q.one<{ xmin: string; xmax: string }>(sql`
    select pg_snapshot_xmin(now)::text as xmin, pg_snapshot_xmax(now)::text as xmax from pg_current_snapshot() as now`);
  return { xmin: BigInt(row!.xmin), xmax: BigInt(row!.xmax) };
}
