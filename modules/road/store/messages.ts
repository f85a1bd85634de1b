import { bytesArray, type Queryable, sql, textArray } from "@troad/kernel";
import type { TransferRecord } from "../domain/record.ts";

export type Side = TransferRecord["side"];
export type Outcome = TransferRecord["outcome"];

/** A certificate with the proof that it was good, by their hash. */
export type SignerRow = { hash: Buffer; certificate: Buffer; ocsp: Buffer };

export type RequestRow = {
  exchange_id: string;
  side: Side;
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

export type OutcomeRow = {
  exchange_id: string;
  side: Side;
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

type Key = { exchange_id: string; side: Side };

/** What tells an exchange's side apart in a log. */
export const messageKey = (row: Key): string => `${row.side} ${row.exchange_id}`;

const column = <T, K extends keyof T>(rows: readonly T[], name: K): T[K][] => rows.map((row) => row[name]);
const texts = (rows: readonly (string | number | null)[]): Buffer =>
  textArray(rows.map((one) => (typeof one === "number" ? String(one) : one)));

export async function insertSigner(q: Queryable, { hash, certificate, ocsp }: SignerRow): Promise<void> {
  await q.run(
    sql`insert into message_signer (hash, certificate, ocsp) values (${hash}, ${certificate}, ${ocsp}) on conflict do nothing`,
  );
}

/** Writes several rows; gives the keys of those that were not there. The first row of a key counts. */
export async function insertRequests(q: Queryable, rows: readonly RequestRow[]): Promise<Set<string>> {
  const inserted = await q.rows<Key>(sql`
    insert into message_request (exchange_id, side, at, consumer, provider, agreement, consent, purpose, fields, request_hash,
      message, signature, signer)
    select exchange_id, side, at::timestamptz, consumer, provider, agreement, consent, purpose, fields::text[], request_hash,
      message, signature, signer
    from unnest(${texts(column(rows, "exchange_id"))}::text[], ${texts(column(rows, "side"))}::text[], ${texts(column(rows, "at"))}::text[],
      ${texts(column(rows, "consumer"))}::text[], ${texts(column(rows, "provider"))}::text[], ${texts(column(rows, "agreement"))}::text[],
      ${texts(column(rows, "consent"))}::text[], ${texts(column(rows, "purpose"))}::text[], ${texts(rows.map(fieldsLiteral))}::text[],
      ${texts(column(rows, "request_hash"))}::text[], ${bytesArray(column(rows, "message"))}::bytea[],
      ${bytesArray(column(rows, "signature"))}::bytea[], ${bytesArray(column(rows, "signer"))}::bytea[])
      as r (exchange_id, side, at, consumer, provider, agreement, consent, purpose, fields, request_hash, message, signature, signer)
    on conflict do nothing returning exchange_id, side`);
  return new Set(inserted.map(messageKey));
}

/** A text[] as text; each element in quotes. */
const fieldsLiteral = ({ fields }: RequestRow): string => {
  const quoted = fields.map((field) => `"${field.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`);
  return `{${quoted.join(",")}}`;
};

export async function insertOutcomes(q: Queryable, rows: readonly OutcomeRow[]): Promise<Set<string>> {
  const inserted = await q.rows<Key>(sql`
    insert into message_outcome (exchange_id, side, at, outcome, code, status, response_hash, message, signature, signer)
    select exchange_id, side, at::timestamptz, outcome, code, status::integer, response_hash, message, signature, signer
    from unnest(${texts(column(rows, "exchange_id"))}::text[], ${texts(column(rows, "side"))}::text[], ${texts(column(rows, "at"))}::text[],
      ${texts(column(rows, "outcome"))}::text[], ${texts(column(rows, "code"))}::text[], ${texts(column(rows, "status"))}::text[],
      ${texts(column(rows, "response_hash"))}::text[], ${bytesArray(column(rows, "message"))}::bytea[],
      ${bytesArray(column(rows, "signature"))}::bytea[], ${bytesArray(column(rows, "signer"))}::bytea[])
      as r (exchange_id, side, at, outcome, code, status, response_hash, message, signature, signer)
    on conflict do nothing returning exchange_id, side`);
  return new Set(inserted.map(messageKey));
}

export const findRequest = (q: Queryable, id: string, side: Side): Promise<FoundRow<RequestRow> | undefined> =>
  q.one<FoundRow<RequestRow>>(sql`
    select r.*, s.certificate, s.ocsp as signer_ocsp from message_request r left join message_signer s on s.hash = r.signer
    where r.exchange_id = ${id} and r.side = ${side}`);

export const findOutcome = (q: Queryable, id: string, side: Side): Promise<FoundRow<OutcomeRow> | undefined> =>
  q.one<FoundRow<OutcomeRow>>(sql`
    select o.*, s.certificate, s.ocsp as signer_ocsp from message_outcome o left join message_signer s on s.hash = o.signer
    where o.exchange_id = ${id} and o.side = ${side}`);

/** Requests between two instants that never got an outcome, oldest first. */
export const openRequests = (
  q: Queryable,
  range: { from: string; until: string },
  limit: number,
): Promise<{ exchange_id: string; side: Side; at: string }[]> =>
  q.rows(sql`
    select r.exchange_id, r.side, r.at from message_request r
    where r.at >= ${range.from} and r.at < ${range.until}
      and not exists (select 1 from message_outcome o where o.exchange_id = r.exchange_id and o.side = r.side)
    order by r.at limit ${limit}`);
