import { bytesArray, type Queryable, sql } from "@troad/kernel";
import { type FoundRow, type LogKey, messageKey, type OutcomeRow, type RequestRow, type SignerRow } from "./messages.ts";
import type { ShareRow, SignerStatus } from "./seals.ts";

/** An answered exchange as the log's tables have it. */
export type KeptRows = {
  asked: FoundRow<RequestRow> | undefined;
  outcome: FoundRow<OutcomeRow>;
  share: ShareRow | undefined;
};

/** The place of an outcome in the log. */
export const placeOf = async (q: Queryable, { exchange_id, side, namespace }: LogKey): Promise<number | undefined> => {
  const row = await q.one<{ seq: number }>(sql`
    select seq from message_outcome where exchange_id = ${exchange_id} and side = ${side} and namespace = ${namespace}
    order by attempt desc limit 1`);
  return row?.seq;
};

type Outcome = FoundRow<OutcomeRow> & { seq: number };
type Place = { seq: number; batch: number; position: number };

/**
 * Exchanges by the places of their outcomes, in that order. Several at once: a round trip costs more than a row, signers and batches are
 * the same for many, and the members of a batch are a long array. Throws where an outcome is not there.
 */
export async function findKept(q: Queryable, seqs: readonly number[]): Promise<KeptRows[]> {
  const [outcomes, requests, places] = await Promise.all([
    q.rows<Outcome>(sql`select * from message_outcome where seq = any (${seqs})`),
    q.rows<FoundRow<RequestRow>>(sql`
      select r.* from message_outcome o
        join message_request r on r.exchange_id = o.exchange_id and r.side = o.side and r.namespace = o.namespace
      where o.seq = any (${seqs})`),
    placesOf(q, seqs),
  ]);
  const [signers, statuses] = await Promise.all([
    signersOf(q, [...outcomes, ...requests]),
    statusesOf(q, [...new Set([...places.values()].map(({ batch }) => batch))]),
  ]);
  const bySeq = new Map(outcomes.map((row) => [row.seq, row]));
  const asked = new Map(requests.map((row) => [messageKey("request", row), row]));
  return seqs.map((seq) => {
    const outcome = bySeq.get(seq);
    if (!outcome) throw new Error(`outcome ${seq} is not in the log`);
    const request = asked.get(messageKey("request", { ...outcome, attempt: null }));
    const place = places.get(seq);
    const status = place && statuses.get(`${place.batch} ${signers.get(hex(outcome.signer))?.fingerprint}`);
    return {
      asked: request && signed(request, signers),
      outcome: signed(outcome, signers),
      share: place && { batch: place.batch, position: place.position, ocsp: status ?? null },
    };
  });
}

/** Where outcomes are in the batches that stamped them, in the earliest where there are two. */
async function placesOf(q: Queryable, seqs: readonly number[]): Promise<Map<number, Place>> {
  const places = await q.rows<Place>(sql`
    select distinct on (m.seq) m.seq, b.id as batch, m.place - 1 as position
    from message_batch b cross join lateral unnest(b.members) with ordinality as m (seq, place)
      join unnest(${seqs}::bigint[]) as wanted (seq) on wanted.seq = m.seq
    where b.last >= ${Math.min(...seqs)} and b.first <= ${Math.max(...seqs)} order by m.seq, b.id`);
  return new Map(places.map((place) => [place.seq, place]));
}

/** `fingerprint`: SHA-256 of the certificate. */
type KnownSigner = SignerRow & { fingerprint: string };

const hex = (bytes: Buffer | null): string => bytes?.toString("hex") ?? "";

async function signersOf(q: Queryable, rows: readonly { signer: Buffer | null }[]): Promise<Map<string, KnownSigner>> {
  const hashes = new Map(rows.flatMap(({ signer }) => (signer ? [[hex(signer), signer]] : [])));
  const found = await q.rows<KnownSigner>(sql`
    select hash, certificate, ocsp, encode(sha256(certificate), 'hex') as fingerprint from message_signer
    where hash = any (${bytesArray([...hashes.values()])}::bytea[])`);
  return new Map(found.map((signer) => [hex(signer.hash), signer]));
}

async function statusesOf(q: Queryable, batches: readonly number[]): Promise<Map<string, Buffer>> {
  const found = await q.rows<SignerStatus & { batch: number }>(sql`
    select batch, certificate, ocsp from message_batch_status where batch = any (${batches})`);
  return new Map(found.map(({ batch, certificate, ocsp }) => [`${batch} ${hex(certificate)}`, ocsp]));
}

/** A row with its signer, who stands in a table of his own. */
function signed<T extends { signer: Buffer | null }>(row: T, signers: ReadonlyMap<string, SignerRow>): T {
  const signer = row.signer && signers.get(hex(row.signer));
  return signer ? { ...row, certificate: signer.certificate, signer_ocsp: signer.ocsp } : row;
}
