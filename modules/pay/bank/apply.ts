import { instant, sql, type Tx } from "@troad/kernel";
import { findBatch } from "../batches/batch-store.ts";
import { alteredLines, applyCollection } from "../collections/collections.ts";
import { matchEntry, type NewMismatch, type NewState, type Sent } from "../domain/matching.ts";
import { batchChanged } from "../events.ts";
import { bookAll, type Posting } from "../ledger/journal.ts";
import type { Parts } from "../parts.ts";
import { insertAnswer, insertFile, insertMismatches, insertStates, knowsFile, sentLines, tookMessage } from "./bank-store.ts";
import type { ReadFile, Statement, StatusReport } from "./take.ts";

type Books = Pick<Parts, "db" | "clock" | "ids">;
/** So many altered lines of a file are named. */
const mostNamed = 20;
type Found = { states: NewState[]; mismatches: NewMismatch[] };

/**
 * Takes a file of the bank in, whole or not at all. One with the same bytes is known; one that cannot be read, is about another account or uses a
 * message id again is refused, and listed.
 */
export async function applyFile(parts: Books, name: string, file: ReadFile, account: string): Promise<string> {
  return parts.db.tx(async (tx) => {
    // one after the other: places in `line_state` are then in the order of their commits
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('bank files', 0))`);
    if (await knowsFile(tx, file.digest)) return "known";
    const { outcome, detail = null } = await outcomeOf(tx, file, account);
    const id = parts.ids.uuid();
    const msgId = file.kind === "unknown" ? null : file.msgId;
    await insertFile(tx, { id, digest: file.digest, name, kind: file.kind, msgId, outcome, detail, at: instant(parts.clock) });
    if (outcome !== "taken") return outcome;
    if (file.kind === "status") await applyStatus(parts, tx, id, file.report);
    if (file.kind === "statement")
      for (const statement of file.statements) await applyStatement(parts, tx, `${id} ${statement.id}`, id, statement);
    if (file.kind === "collection") await applyCollection(parts, tx, id, file);
    return outcome;
  }, "long");
}

async function outcomeOf(tx: Tx, file: ReadFile, account: string): Promise<{ outcome: string; detail?: string }> {
  if (file.kind === "unknown") return { outcome: file.code };
  if (await tookMessage(tx, file.kind, file.msgId)) {
    if (file.kind !== "collection") return { outcome: "message-id-reused" };
    const lines = await alteredLines(tx, file);
    return { outcome: "altered", detail: lines.slice(0, mostNamed).join(", ") };
  }
  if (file.kind === "statement" && file.statements.some((one) => one.account !== account)) return { outcome: "other-account" };
  return { outcome: "taken" };
}

/** What the bank says of a file before money moves: only a refusal moves anything, back to the agency. */
async function applyStatus(parts: Books, tx: Tx, file: string, report: StatusReport): Promise<void> {
  const batch = await findBatch(tx, { msgId: report.originalMsgId });
  if (!batch) return store(parts, tx, file, { states: [], mismatches: [plain("unknown", report.originalMsgId)] });
  await insertAnswer(tx, batch.id, file, report.status);
  const whole = [report, ...report.groups].find(({ status }) => status === "RJCT");
  const refused = new Map(report.payments.filter(({ status }) => status === "RJCT").map((one) => [one.endToEndId, one.reason]));
  const lines = whole || refused.size > 0 ? await sentLines(tx, { batch: batch.id }) : [];
  const known = new Map(lines.map((line) => [line.endToEndId, line]));
  const found: Found = { states: [], mismatches: [] };
  for (const [endToEndId, reason] of whole ? lines.map((line) => [line.endToEndId, whole.reason] as const) : refused) {
    const line = known.get(endToEndId);
    if (!line) found.mismatches.push(plain("unknown", endToEndId));
    // money that moved is not refused; a statement would have to say that it came back
    else if (line.states.some((state) => state !== "rejected")) found.mismatches.push(plain("twice", endToEndId));
    else if (line.states.length === 0) found.states.push({ batch: batch.id, line: line.line, state: "rejected", reason });
  }
  const amounts = new Map(lines.map(({ line, amount }) => [line, amount]));
  const sum = found.states.reduce((total, { line }) => total + amounts.get(line)!, 0);
  const postings: Posting[] = [
    { account: "transit", amount: sum },
    { account: `agency/${batch.agency}`, amount: -sum },
  ];
  await bookAll(tx, parts, { key: `rejected ${file}`, batch: batch.id, postings });
  await store(parts, tx, file, found);
  await tx.publish(batchChanged, { batch: batch.id, key: batch.key });
}

const plain = (reason: NewMismatch["reason"], endToEndId: string): NewMismatch => ({
  ...{ reason, amount: 0, endToEndId, bankReference: null, text: null },
});

async function applyStatement(parts: Books, tx: Tx, key: string, file: string, statement: Statement): Promise<void> {
  const ids = statement.entries.flatMap(({ payments }) => payments.flatMap(({ endToEndId }) => endToEndId ?? []));
  const lines = await sentLines(tx, { ids });
  const byMsgId = new Map<string, Sent[]>();
  for (const { batchOf, payments } of statement.entries) {
    if (batchOf === null || payments.length > 0 || byMsgId.has(batchOf)) continue;
    const batch = await findBatch(tx, { msgId: batchOf });
    byMsgId.set(batchOf, batch ? await sentLines(tx, { batch: batch.id }) : []);
  }
  const byId = new Map(
    [...byMsgId.values()]
      .flat()
      .concat(lines)
      .map((line) => [line.endToEndId, line]),
  );
  const found: Found = { states: [], mismatches: [] };
  for (const [n, entry] of statement.entries.entries()) {
    const { states, mismatches, postings } = matchEntry(entry, { byId, byMsgId });
    found.states.push(...states);
    found.mismatches.push(...mismatches);
    await bookAll(tx, parts, { key: `entry ${key} ${n}`, batch: states[0]?.batch ?? null, postings });
  }
  await store(parts, tx, file, found);
  const batches = new Set(found.states.map(({ batch }) => batch));
  for (const id of batches) await tx.publish(batchChanged, { batch: id, key: (await findBatch(tx, { id }))!.key });
}

async function store({ ids, clock }: Books, tx: Tx, file: string, { states, mismatches }: Found): Promise<void> {
  await insertStates(tx, file, instant(clock), states);
  await insertMismatches(
    tx,
    file,
    instant(clock),
    mismatches.map((one) => ({ ...one, id: ids.uuid() })),
  );
}
