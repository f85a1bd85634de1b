import { bytesArray, type Queryable, sql, textArray } from "@troad/kernel";
import type { TransferRecord } from "../domain/record.ts";

export type Side = TransferRecord["side"];
export type Outcome = TransferRecord["outcome"];

/** A certificate with the proof that it was good, by their hash. */
export type SignerRow = { hash: Buffer; certificate: Buffer; ocsp: Buffer };

/** An exchange in a log: ids are distinguished by their consumer (`namespace`), those of rows stored before in the whole log ('')*/
export type LogKey = { exchange_id: string; side: Side; namespace: string };

export type RequestRow = LogKey & {
  at: string;
  consumer: string;
  provider: string;
  agreement: string | null;
  consent: string | null;
  purpose: string | null;
  fields: string[];
  request_hash: string;
  /** Head and body, encrypted. */
  message: Buffer;
  /** Compact. */
  signature: Buffer;
  signer: Buffer;
};

export type OutcomeRow = LogKey & {
  /** Which try of the request ended so, from 1. */
  attempt: number;
  /** Whether what was asked may have acted on it. */
  sent: boolean;
  at: string;
  outcome: Outcome;
  code: string | null;
  status: number;
  response_hash: string | null;
  message: Buffer | null;
  signature: Buffer | null;
  signer: Buffer | null;
};

/** Rows of a log that was written before messages were one ciphertext: these instead of `message` and `signer`; the signature is XML. */
type Former<T> = Omit<T, "message" | "signer"> & { head: Buffer | null; body: Buffer | null; ocsp: Buffer | null };
export type FoundRow<T> =
  | (T & { certificate: Buffer; signer_ocsp: Buffer })
  | (Former<T> & { message: null; signer: null; signature: Buffer | null });

type Part = "request" | "outcome";

/** What tells a message apart in a log. */
export const messageKey = (part: Part, { side, exchange_id, namespace, attempt }: LogKey & { attempt?: number | null }): string =>
  `${part} ${side} ${namespace} ${exchange_id} ${attempt ?? ""}`;

const texts = (rows: readonly (string | number | boolean | null)[]): Buffer =>
  textArray(rows.map((one) => (one === null ? null : String(one))));

export async function insertSigner(q: Queryable, { hash, certificate, ocsp }: SignerRow): Promise<void> {
  await q.run(
    sql`insert into message_signer (hash, certificate, ocsp) values (${hash}, ${certificate}, ${ocsp}) on conflict do nothing`,
  );
}

/**
 * Writes several rows in one statement, for a commit costs the same for one table as for two. Gives the keys of those that were not there,
 * of outcomes with their numbers. The first row of a key counts.
 */
export async function insertMessages(
  q: Queryable,
  requests: readonly RequestRow[],
  outcomes: readonly OutcomeRow[],
): Promise<Map<string, number | null>> {
  const asked = <K extends keyof RequestRow>(name: K): RequestRow[K][] => requests.map((row) => row[name]);
  const answered = <K extends keyof OutcomeRow>(name: K): OutcomeRow[K][] => outcomes.map((row) => row[name]);
  const inserted = await q.rows<LogKey & { part: Part; attempt: number | null; seq: number | null }>(sql`
    with request as (
      insert into message_request (exchange_id, side, namespace, at, consumer, provider, agreement, consent, purpose, fields, request_hash,
        message, signature, signer)
      select exchange_id, side, namespace, at::timestamptz, consumer, provider, agreement, consent, purpose, fields::text[], request_hash,
        message, signature, signer
      from unnest(${texts(asked("exchange_id"))}::text[], ${texts(asked("side"))}::text[], ${texts(asked("namespace"))}::text[],
        ${texts(asked("at"))}::text[],
        ${texts(asked("consumer"))}::text[], ${texts(asked("provider"))}::text[], ${texts(asked("agreement"))}::text[],
        ${texts(asked("consent"))}::text[], ${texts(asked("purpose"))}::text[], ${texts(requests.map(fieldsLiteral))}::text[],
        ${texts(asked("request_hash"))}::text[], ${bytesArray(asked("message"))}::bytea[],
        ${bytesArray(asked("signature"))}::bytea[], ${bytesArray(asked("signer"))}::bytea[])
        as r (exchange_id, side, namespace, at, consumer, provider, agreement, consent, purpose, fields, request_hash, message, signature,
          signer)
      where not exists (
        select from message_request b
        where b.exchange_id = r.exchange_id and b.side = r.side and b.namespace = '' and b.consumer = r.consumer)
      on conflict do nothing returning exchange_id, side, namespace),
    outcome as (
      insert into message_outcome (exchange_id, side, namespace, attempt, sent, at, outcome, code, status, response_hash, message,
        signature, signer)
      select exchange_id, side, namespace, attempt::integer, sent::boolean, at::timestamptz, outcome, code, status::integer, response_hash,
        message, signature, signer
      from unnest(${texts(answered("exchange_id"))}::text[], ${texts(answered("side"))}::text[],
        ${texts(answered("namespace"))}::text[], ${texts(answered("attempt"))}::text[], ${texts(answered("sent"))}::text[],
        ${texts(answered("at"))}::text[],
        ${texts(answered("outcome"))}::text[], ${texts(answered("code"))}::text[], ${texts(answered("status"))}::text[],
        ${texts(answered("response_hash"))}::text[], ${bytesArray(answered("message"))}::bytea[],
        ${bytesArray(answered("signature"))}::bytea[], ${bytesArray(answered("signer"))}::bytea[])
        as o (exchange_id, side, namespace, attempt, sent, at, outcome, code, status, response_hash, message, signature, signer)
      on conflict do nothing returning exchange_id, side, namespace, attempt, seq)
    select 'request' as part, exchange_id, side, namespace, null::integer as attempt, null::bigint as seq from request
    union all select 'outcome', exchange_id, side, namespace, attempt, seq from outcome`);
  return new Map(inserted.map((row) => [messageKey(row.part, row), row.seq]));
}

/** A text[] as text; each element in quotes. */
const fieldsLiteral = ({ fields }: RequestRow): string => {
  const quoted = fields.map((field) => `"${field.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`);
  return `{${quoted.join(",")}}`;
};

/** The request of a consumer under an id. */
export const findRequest = (
  q: Queryable,
  { id, side, consumer }: { id: string; side: Side; consumer: string },
): Promise<FoundRow<RequestRow> | undefined> =>
  q.one<FoundRow<RequestRow>>(sql`
    select r.*, s.certificate, s.ocsp as signer_ocsp from message_request r left join message_signer s on s.hash = r.signer
    where r.exchange_id = ${id} and r.side = ${side} and r.namespace in (${consumer}, '') and r.consumer = ${consumer}`);

/** The request that was logged last. */
export const newestLogged = (q: Queryable): Promise<FoundRow<RequestRow> | undefined> =>
  q.one<FoundRow<RequestRow>>(sql`
    select r.*, s.certificate, s.ocsp as signer_ocsp from message_request r left join message_signer s on s.hash = r.signer
    order by r.at desc limit 1`);

/** The outcome of the last try that has one. */
export const findOutcome = (q: Queryable, { exchange_id, side, namespace }: LogKey): Promise<FoundRow<OutcomeRow> | undefined> =>
  q.one<FoundRow<OutcomeRow>>(sql`
    select o.*, s.certificate, s.ocsp as signer_ocsp from message_outcome o left join message_signer s on s.hash = o.signer
    where o.exchange_id = ${exchange_id} and o.side = ${side} and o.namespace = ${namespace} order by o.attempt desc limit 1`);

/** The number of the last try that began. */
export async function lastAttempt(q: Queryable, { exchange_id, side, namespace }: LogKey): Promise<number> {
  const row = await q.one<{ attempt: number | null }>(sql`
    select max(attempt) as attempt from message_try
    where exchange_id = ${exchange_id} and side = ${side} and namespace = ${namespace}`);
  return row?.attempt ?? 1;
}

/** False where that try began elsewhere. */
export async function insertTry(q: Queryable, key: LogKey, attempt: number, at: string): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into message_try (exchange_id, side, namespace, attempt, at)
    values (${key.exchange_id}, ${key.side}, ${key.namespace}, ${attempt}, ${at}) on conflict do nothing`);
  return inserted > 0;
}

export type OpenRow = LogKey & { consumer: string; attempt: number; at: string };

/** Tries that began between two instants and never got an outcome, oldest first. */
export const openRequests = (q: Queryable, range: { from: string; until: string }, limit: number): Promise<OpenRow[]> =>
  q.rows<OpenRow>(sql`
    select t.exchange_id, t.side, t.namespace, t.consumer, t.attempt, t.at from (
      select exchange_id, side, namespace, consumer, 1 as attempt, at from message_request
      where at >= ${range.from} and at < ${range.until}
      union all
      select exchange_id, side, namespace, r.consumer, m.attempt, m.at from message_try m
        join message_request r using (exchange_id, side, namespace)
      where m.at >= ${range.from} and m.at < ${range.until}) t
    where not exists (
      select from message_outcome o
      where o.exchange_id = t.exchange_id and o.side = t.side and o.namespace = t.namespace and o.attempt >= t.attempt)
    order by t.at limit ${limit}`);
