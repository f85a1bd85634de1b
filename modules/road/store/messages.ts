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

type Part = "request" | "outcome";

/** What tells a message apart in a log. */
export const messageKey = (part: Part, { side, exchange_id }: { exchange_id: string; side: Side }): string =>
  `${part} ${side} ${exchange_id}`;

const texts = (rows: readonly (string | number | null)[]): Buffer =>
  textArray(rows.map((one) => (typeof one === "number" ? String(one) : one)));

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
  const inserted = await q.rows<{ part: Part; exchange_id: string; side: Side; seq: number | null }>(sql`
    with request as (
      insert into message_request (exchange_id, side, at, consumer, provider, agreement, consent, purpose, fields, request_hash,
        message, signature, signer)
      select exchange_id, side, at::timestamptz, consumer, provider, agreement, consent, purpose, fields::text[], request_hash,
        message, signature, signer
      from unnest(${texts(asked("exchange_id"))}::text[], ${texts(asked("side"))}::text[], ${texts(asked("at"))}::text[],
        ${texts(asked("consumer"))}::text[], ${texts(asked("provider"))}::text[], ${texts(asked("agreement"))}::text[],
        ${texts(asked("consent"))}::text[], ${texts(asked("purpose"))}::text[], ${texts(requests.map(fieldsLiteral))}::text[],
        ${texts(asked("request_hash"))}::text[], ${bytesArray(asked("message"))}::bytea[],
        ${bytesArray(asked("signature"))}::bytea[], ${bytesArray(asked("signer"))}::bytea[])
        as r (exchange_id, side, at, consumer, provider, agreement, consent, purpose, fields, request_hash, message, signature, signer)
      on conflict do nothing returning exchange_id, side),
    outcome as (
      insert into message_outcome (exchange_id, side, at, outcome, code, status, response_hash, message, signature, signer)
      select exchange_id, side, at::timestamptz, outcome, code, status::integer, response_hash, message, signature, signer
      from unnest(${texts(answered("exchange_id"))}::text[], ${texts(answered("side"))}::text[], ${texts(answered("at"))}::text[],
        ${texts(answered("outcome"))}::text[], ${texts(answered("code"))}::text[], ${texts(answered("status"))}::text[],
        ${texts(answered("response_hash"))}::text[], ${bytesArray(answered("message"))}::bytea[],
        ${bytesArray(answered("signature"))}::bytea[], ${bytesArray(answered("signer"))}::bytea[])
        as o (exchange_id, side, at, outcome, code, status, response_hash, message, signature, signer)
      on conflict do nothing returning exchange_id, side, seq)
    select 'request' as part, exchange_id, side, null::bigint as seq from request
    union all select 'outcome', exchange_id, side, seq from outcome`);
  return new Map(inserted.map((row) => [messageKey(row.part, row), row.seq]));
}

/** A text[] as text; each element in quotes. */
const fieldsLiteral = ({ fields }: RequestRow): string => {
  const quoted = fields.map((field) => `"${field.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`);
  return `{${quoted.join(",")}}`;
};

export const findRequest = (q: Queryable, id: string, side: Side): Promise<FoundRow<RequestRow> | undefined> =>
  q.one<FoundRow<RequestRow>>(sql`
    select r.*, s.certificate, s.ocsp as signer_ocsp from message_request r left join message_signer s on s.hash = r.signer
    where r.exchange_id = ${id} and r.side = ${side}`);

/** The request that was logged last. */
export const newestLogged = (q: Queryable): Promise<FoundRow<RequestRow> | undefined> =>
  q.one<FoundRow<RequestRow>>(sql`
    select r.*, s.certificate, s.ocsp as signer_ocsp from message_request r left join message_signer s on s.hash = r.signer
    order by r.at desc limit 1`);

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
