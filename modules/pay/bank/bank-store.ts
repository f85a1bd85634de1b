import { json, type Queryable, sql, textArray } from "@troad/kernel";

export type BankFile = {
  id: string;
  digest: Uint8Array;
  name: string;
  kind: "status" | "statement" | "collection" | "unknown";
  msgId: string | null;
  outcome: string;
  detail: string | null;
  at: string;
};
export type Mismatch = {
  id: string;
  reason: string;
  amount: number;
  endToEndId: string | null;
  bankReference: string | null;
  text: string | null;
};
export type LineState = { batch: string; line: number; state: "rejected" | "arrived" | "returned"; reason: string | null };
/** A line as the bank's files are matched with it. */
export type SentLine = { batch: string; line: number; endToEndId: string; amount: number; agency: string; states: string[] };

export const knowsFile = async (q: Queryable, digest: Uint8Array): Promise<boolean> =>
  (await q.one(sql`select id from bank_file where digest = ${digest}`)) !== undefined;

/** Whether another file with this message id was taken. */
export const tookMessage = async (q: Queryable, kind: string, msgId: string): Promise<boolean> =>
  (await q.one(sql`select id from bank_file where kind = ${kind} and msg_id = ${msgId} and outcome = 'taken'`)) !== undefined;

export async function insertFile(q: Queryable, file: BankFile): Promise<boolean> {
  const { id, digest, name, kind, msgId, outcome, detail, at } = file;
  return (
    (await q.run(sql`
      insert into bank_file (id, digest, name, kind, msg_id, outcome, detail, at)
      values (${id}, ${digest}, ${name}, ${kind}, ${msgId}, ${outcome}, ${detail}, ${at}) on conflict do nothing`)) > 0
  );
}

export async function insertAnswer(q: Queryable, batch: string, file: string, status: string | null): Promise<void> {
  await q.run(sql`insert into batch_answer (batch, file, status) values (${batch}, ${file}, ${status}) on conflict do nothing`);
}

/** Lines of files that were handed over, by their EndToEndId; by `batch` all of one. */
export const sentLines = (q: Queryable, by: { ids?: readonly string[]; batch?: string }): Promise<SentLine[]> =>
  q.rows<SentLine>(sql`
    select l.batch, l.line, l.end_to_end_id as "endToEndId", l.amount::float8 as amount, b.agency,
      coalesce((select array_agg(s.state) from line_state s where s.batch = l.batch and s.line = l.line), '{}') as states
    from batch_line l join batch b on b.id = l.batch join batch_file f on f.batch = b.id
    where l.end_to_end_id = any(${textArray(by.ids ?? [])}::text[]) or l.batch = ${by.batch ?? null}::uuid`);

export async function insertStates(q: Queryable, file: string, at: string, states: readonly LineState[]): Promise<void> {
  if (states.length === 0) return;
  await q.run(sql`
    insert into line_state (batch, line, state, reason, file, at)
    select s.batch, s.line, s.state, s.reason, ${file}, ${at}
    from jsonb_to_recordset(${json(states)}::jsonb) as s (batch uuid, line integer, state text, reason text)
    on conflict (batch, line, state) do nothing`);
}

export async function insertMismatches(q: Queryable, file: string, at: string, all: readonly Mismatch[]): Promise<void> {
  if (all.length === 0) return;
  await q.run(sql`
    insert into bank_mismatch (id, file, reason, amount, end_to_end_id, bank_reference, text, at)
    select m.id, ${file}, m.reason, m.amount, m."endToEndId", m."bankReference", m.text, ${at}
    from jsonb_to_recordset(${json(all)}::jsonb)
      as m (id uuid, reason text, amount bigint, "endToEndId" text, "bankReference" text, text text)`);
}

export type OpenMismatch = Mismatch & { file: string; at: string };
export const openMismatches = (q: Queryable, before: string | null, limit: number): Promise<OpenMismatch[]> =>
  q.rows<OpenMismatch>(sql`
    select m.id, f.name as file, m.reason, m.amount::float8 as amount, m.end_to_end_id as "endToEndId", m.bank_reference as "bankReference",
      m.text, m.at
    from bank_mismatch m join bank_file f on f.id = m.file
    where not exists (select from mismatch_end e where e.mismatch = m.id) and (${before}::uuid is null or m.id < ${before}::uuid)
    order by m.id desc limit ${limit}`);

export const countMismatches = (q: Queryable): Promise<{ count: number; oldest: string | null } | undefined> =>
  q.one<{ count: number; oldest: string | null }>(sql`
    select count(*)::integer as count, min(at) as oldest from bank_mismatch m
    where not exists (select from mismatch_end e where e.mismatch = m.id)`);

export const mismatchById = (q: Queryable, id: string): Promise<(Mismatch & { ended: boolean }) | undefined> =>
  q.one<Mismatch & { ended: boolean }>(sql`
    select m.id, m.reason, m.amount::float8 as amount, m.end_to_end_id as "endToEndId", m.bank_reference as "bankReference", m.text,
      exists (select from mismatch_end e where e.mismatch = m.id) as ended
    from bank_mismatch m where m.id = ${id}`);

export async function endMismatch(
  q: Queryable,
  end: { mismatch: string; agency: string | null; account: string | null; reason: string; by: string; at: string },
): Promise<boolean> {
  return (
    (await q.run(sql`
      insert into mismatch_end (mismatch, agency, account, reason, by, at)
      values (${end.mismatch}, ${end.agency}, ${end.account}, ${end.reason}, ${end.by}, ${end.at}) on conflict do nothing`)) > 0
  );
}

/** Files that were refused, newest first. */
export type RefusedFile = { name: string; outcome: string; detail: string | null; at: string };
export const refusedFiles = (q: Queryable, limit: number): Promise<RefusedFile[]> =>
  q.rows<RefusedFile>(sql`
    select name, outcome, detail, at from bank_file where outcome <> 'taken' order by at desc limit ${limit}`);
