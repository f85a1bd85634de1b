import type { Queryable } from "../db/queryable.ts";
import { identifier, json, type Sql, statement } from "../db/sql.ts";
import type { Ledger } from "./definition.ts";
import type { LedgerHead, StoredEntry } from "./digest.ts";

/** An entry with the head that the schema keeps for its stream; without an entry the stream is empty. */
export type EntryWithHead = StoredEntry & { head_seq: number; head_hash: string };
/** An entry during a check: `stream` is empty if the ledger is a single stream. */
export type ScannedEntry = StoredEntry & { stream: string; has_head: boolean };
/** The stored head of a stream next to what its table holds; `is_marked`: it is published as far as the schema says. */
export type ComparedHead = LedgerHead & { stream: string; stored: string | null; last: number | null; is_marked: boolean };

type Statements = {
  stream(ledger: string, stream: string): Sql;
  append(values: unknown[]): Sql;
  scan(ledger: string, stream: string, seq: number, limit: number): Sql;
  heads(ledger: string, after: string, limit: number): Sql;
  hashes(streams: string[], seqs: number[]): Sql;
};

const prepared = new WeakMap<Ledger, Statements>();

function statementsOf(ledger: Ledger): Statements {
  const known = prepared.get(ledger);
  if (known) return known;
  const append = appendStatement(ledger);
  const made = {
    stream: streamStatement(ledger),
    append: (values: unknown[]) => append(...values),
    scan: scanStatement(ledger),
    heads: headsStatement(ledger),
    hashes: hashesStatement(ledger),
  };
  prepared.set(ledger, made);
  return made;
}

/** The parts in which the ledgers' statements differ. */
function wordsOf({ table, stream, type, data }: Ledger) {
  const column = stream ? identifier(stream.column) : undefined;
  const cast = stream?.type ?? "text";
  return {
    table: identifier(table),
    entry: `e.seq, e.at, e.actor, e.${type} as type, ${data} as data, e.digest, e.prev_hash, e.hash`,
    column,
    cast,
    first: cast === "uuid" ? "00000000-0000-0000-0000-000000000000" : "",
    isStream: (value: string): string => (column ? `e.${column} = (${value})::${cast}` : "true"),
  };
}

/** Entries and head in one snapshot, so that an entry appended in the meantime is no fault. */
function streamStatement(ledger: Ledger): Statements["stream"] {
  const { table, entry, isStream } = wordsOf(ledger);
  return statement(
    `select ${entry}, h.seq as head_seq, h.hash as head_hash from kernel_ledger_head h left join ${table} e on ${isStream("$2::text")}
     where h.ledger = $1 and h.stream = $2::text order by e.seq`,
  );
}

/** The head moves first: a writer that finds it elsewhere adds nothing. */
function appendStatement(ledger: Ledger): (...values: unknown[]) => Sql {
  const { table, column, cast } = wordsOf(ledger);
  return statement(
    `with head as (
       insert into kernel_ledger_head (ledger, stream, seq, hash) values ($1, $2::text, $3, $10)
       on conflict (ledger, stream) do update set seq = excluded.seq, hash = excluded.hash
         where kernel_ledger_head.seq = $3 - 1 and kernel_ledger_head.hash = $9
       returning 1)
     insert into ${table} (${column ? `${column}, ` : ""}seq, at, actor, type, data, digest, prev_hash, hash)
     select ${column ? `($2::text)::${cast}, ` : ""}$3, $4, $5, $6, $7::jsonb, $8, $9, $10 from head`,
  );
}

function scanStatement(ledger: Ledger): Statements["scan"] {
  const { table, entry, column, cast, first } = wordsOf(ledger);
  const hasHead = column
    ? "exists (select 1 from kernel_ledger_head h where h.ledger = $1 and h.stream = e.stream)"
    : "exists (select 1 from kernel_audit_head) and $1::text is not null";
  const after = column
    ? `(e.${column}, e.seq) > (coalesce(nullif($2::text, ''), '${first}')::${cast}, $3::bigint)`
    : "e.seq > $3::bigint and $2::text = ''";
  return statement(
    `select e.*, ${hasHead} as has_head from (
       select ${column ? `e.${column}::text` : "''"} as stream, ${entry} from ${table} e
       where ${after} order by ${column ? `e.${column}, ` : ""}e.seq limit $4) e`,
  );
}

function headsStatement(ledger: Ledger): Statements["heads"] {
  const { table, isStream, column } = wordsOf(ledger);
  if (!column)
    return statement(
      `select '' as stream, h.seq, h.hash, (select e.hash from ${table} e where e.seq = h.seq) as stored,
         (select max(e.seq) from ${table} e) as last, true as is_marked
       from kernel_audit_head h where h.only_one and $1::text is not null and $2::text is not null limit $3`,
    );
  return statement(
    `select h.stream, h.seq, h.hash, (select e.hash from ${table} e where ${isStream("h.stream")} and e.seq = h.seq) as stored,
       (select max(e.seq) from ${table} e where ${isStream("h.stream")}) as last,
       h.published_seq = 0 or exists (select 1 from kernel_published_head p
         where p.ledger = h.ledger and p.stream = h.stream and p.seq = h.published_seq) as is_marked
     from kernel_ledger_head h where h.ledger = $1 and h.stream > $2 order by h.stream limit $3`,
  );
}

function hashesStatement(ledger: Ledger): Statements["hashes"] {
  const { table, isStream } = wordsOf(ledger);
  return statement(
    `select k.stream, k.seq, e.hash from unnest($1::text[], $2::bigint[]) as k (stream, seq)
     join ${table} e on ${isStream("k.stream")} and e.seq = k.seq`,
  );
}

/** All entries of a stream with its head; nothing if the stream has no head. */
export const readStream = (q: Queryable, ledger: Ledger, stream: string): Promise<EntryWithHead[]> =>
  q.rows<EntryWithHead>(statementsOf(ledger).stream(ledger.name, stream));

/** False if the head is not at the previous entry: nothing was added. */
export async function insertEntry(q: Queryable, ledger: Ledger, stream: string, entry: StoredEntry): Promise<boolean> {
  const { seq, at, actor, type, data, digest, prev_hash, hash } = entry;
  const values = [ledger.name, stream, seq, at, actor, type, json(data), digest, prev_hash, hash];
  return (await q.run(statementsOf(ledger).append(values))) === 1;
}

/** Entries of a ledger in the order of streams and numbers, after the given one. */
export const scanEntries = (q: Queryable, ledger: Ledger, after: { stream: string; seq: number }, limit: number) =>
  q.rows<ScannedEntry>(statementsOf(ledger).scan(ledger.name, after.stream, after.seq, limit));

/** Heads as stored by the schema, in the order of streams, after the given one. */
export const compareHeads = (q: Queryable, ledger: Ledger, after: string, limit: number): Promise<ComparedHead[]> =>
  q.rows<ComparedHead>(statementsOf(ledger).heads(ledger.name, after, limit));

/** Hashes of single entries, by `stream seq`; missing ones are left out. */
export async function hashesOf(q: Queryable, ledger: Ledger, places: { stream: string; seq: number }[]) {
  const streams = places.map(({ stream }) => stream);
  const seqs = places.map(({ seq }) => seq);
  const rows = await q.rows<{ stream: string; seq: number; hash: string }>(statementsOf(ledger).hashes(streams, seqs));
  return new Map(rows.map((row) => [`${row.stream} ${row.seq}`, row.hash]));
}
