import { randomInt } from "node:crypto";
import { books } from "@troad/content-entries";
import { type AnyKind, type Application, type Book, type Outcome, type Ran, type Ref, runEntry, type Source } from "@troad/entry";
import { type Clock, type Database, instant, type Queryable, type Tx, taipeiDate } from "@troad/kernel";
import { type EntryRequest, entryHash, namesEndpoint, parseEntry } from "../domain/entry-request.ts";
import { registerFailure } from "../domain/errors.ts";
import { isKey } from "../domain/key.ts";
import type { Register } from "../domain/register.ts";
import { hasTerms, termsOf } from "../domain/terms.ts";
import {
  findEntry,
  insertEntry,
  type KeptOutcome,
  keysWith,
  lastOf,
  putTerms,
  useSeries,
  waitForWriters,
} from "../store/entries.ts";
import { type Newest, newestRecords } from "../store/records.ts";
import { insertVersions, type NewVersion } from "../store/versions.ts";
import type { MessageHeaders } from "./find.ts";

export type EntryAnswer =
  | ({ entered: true; entry: number; at: string } & KeptOutcome)
  | ({ entered: false; allowed: boolean } & Omit<Outcome, "changes">);

export type EntryContext = { db: Database; clock: Clock; registers: readonly Register[] };
type Asked = { book: Book; kindName: string; kind: AnyKind; request: EntryRequest };

/** The most keys that a rule gets from one search. */
const mostKeys = 1_000;
/** Records that are fetched before a rule runs. */
const mostNamed = 100;

/**
 * Enters an application: all its records change in one transaction, with the entry, its place in each series, what others are told and the audit. What
 * the law does not allow changes nothing and is answered with its findings. The same entry again gets the answer of its first time.
 */
export async function enter(
  context: EntryContext,
  register: Register,
  message: MessageHeaders,
  kindName: string,
  body: unknown,
): Promise<EntryAnswer> {
  const { book, kind, request } = askedOf(context, register, message, { kindName, body, path: `/enter/${kindName}` });
  const { consumer, messageId: exchangeId, agreement } = message;
  return context.db.tx(async (tx) => {
    await waitForWriters(tx);
    const once = { book: book.id, consumer, writeKey: request.writeKey };
    const requestHash = entryHash(request);
    const done = await findEntry(tx, once);
    if (done && done.requestHash !== requestHash) throw registerFailure("write.key-used");
    if (done) return { entered: true, entry: done.seq, at: done.at, ...done.outcome };
    const source = sourceOf(tx, book);
    await fetchNamed(source, ownOf(context, book), request.application);
    const ran = await runEntry(kind, request.application, source);
    const detail = { kind: kindName, caseId: request.caseId, messageId: exchangeId, agreement: agreement ?? message.right!.id };
    const { changes: _changes, ...outcome } = ran.outcome;
    if (!ran.allowed) {
      const findings = outcome.findings.map(({ code }) => code);
      await tx.audit({ actor: consumer, action: "register.not-entered", target: book.id, detail: { ...detail, findings } });
      return { entered: false, allowed: false, ...outcome };
    }
    const rows = await versionsFor(source, context, { book, kindName, kind, request }, { ran, consumer, exchangeId });
    const kept = { ...outcome, changes: rows.map(({ register, subject: key, version }) => ({ register, key, version })) };
    const at = rows[0]?.at ?? instant(context.clock);
    const { application, caseId } = request;
    const { lots, used } = ran;
    const entry = await insertEntry(tx, {
      ...{ ...once, kind: kindName, requestHash, caseId, exchangeId, application },
      ...{ lots, used, outcome: kept, legalBasis: kind.legalBasis, at },
    });
    await writeVersions(
      tx,
      context.registers,
      rows.map((row) => ({ ...row, entry })),
    );
    await useSeries(tx, book.id, used);
    await tx.audit({
      actor: consumer,
      action: "register.enter",
      target: book.id,
      detail: { ...detail, entry, records: rows.length },
    });
    return { entered: true, entry, at, ...kept };
  });
}

/** What an entry would do, without doing it: findings, fee, fine, what is due. Lots are not drawn, numbers not given. */
export async function checkEntry(
  context: EntryContext,
  register: Register,
  message: MessageHeaders,
  kindName: string,
  body: unknown,
): Promise<EntryAnswer> {
  const { book, kind, request } = askedOf(context, register, message, { kindName, body, path: `/check/${kindName}` });
  return context.db.tx(async (tx) => {
    const source = { ...sourceOf(tx, book), lot: () => 0 };
    await fetchNamed(source, ownOf(context, book), request.application);
    const ran = await runEntry(kind, request.application, source);
    const detail = { kind: kindName, caseId: request.caseId, messageId: message.messageId, allowed: ran.allowed };
    await tx.audit({ actor: message.consumer, action: "register.check", target: book.id, detail });
    const { changes: _changes, given: _given, ...outcome } = ran.outcome;
    return { entered: false, allowed: ran.allowed, ...outcome };
  });
}

const ownOf = ({ registers }: EntryContext, book: Book): Register[] => registers.filter((one) => one.book === book.id);

function askedOf(
  { clock }: EntryContext,
  register: Register,
  { right }: MessageHeaders,
  { kindName, body, path }: { kindName: string; body: unknown; path: string },
): Asked {
  const book = register.book === undefined ? undefined : books[register.book];
  const kind = book && Object.hasOwn(book.kinds, kindName) ? book.kinds[kindName] : undefined;
  if (!book || !kind || !namesEndpoint(right, path)) throw registerFailure("write.not-allowed");
  return { book, kind, kindName, request: parseEntry(body, kindName, kind, taipeiDate(clock.now())) };
}

/** The newest records, for one who holds the writers' lock or does not write. */
function sourceOf(q: Queryable, book: Book): Source & { newest(refs: readonly Ref[]): Promise<(Newest | undefined)[]> } {
  const known = new Map<string, Newest | undefined>();
  const newest = async (refs: readonly Ref[]): Promise<(Newest | undefined)[]> => {
    const wanted = refs.filter((ref) => !known.has(placeOf(ref)));
    const found = wanted.length === 0 ? [] : await newestRecords(q, wanted);
    for (const [at, ref] of wanted.entries()) known.set(placeOf(ref), found[at]);
    return refs.map((ref) => known.get(placeOf(ref)));
  };
  return {
    newest,
    read: async (refs) => (await newest(refs)).map((one) => one?.data),
    keysWith: (register, field, value) => keysWith(q, register, field, value, mostKeys),
    last: (series) => lastOf(q, book.id, series),
    lot: (_name, of) => randomInt(of),
  };
}
const placeOf = ({ register, key }: Ref): string => `${register} ${key}`;

/**
 * Fetches what an application names before its rule runs, in two statements: records under the keys that stand in its facts, and those that these
 * refer to. Without it a rule would ask for them one after the other.
 */
async function fetchNamed(
  { newest }: ReturnType<typeof sourceOf>,
  registers: readonly Register[],
  { facts, filers }: Application,
): Promise<void> {
  const own = registers.filter(({ view }) => !view);
  const under = (keys: readonly unknown[]): Ref[] =>
    keys.flatMap((key) =>
      typeof key === "string" ? own.flatMap(({ id, subjectKey }) => (isKey(subjectKey, key) ? [{ register: id, key }] : [])) : [],
    );
  const named = under([...textsIn(facts), ...filers.map(({ nationalId }) => nationalId)]).slice(0, mostNamed);
  const found = await newest(named);
  await newest(found.flatMap((one) => (one ? under(Object.values(one.data)) : [])).slice(0, mostNamed));
}

/** Every text that is stated, also in parts and lists of facts. */
function textsIn(facts: unknown): string[] {
  if (typeof facts === "string") return [facts];
  return typeof facts === "object" && facts !== null ? Object.values(facts).flatMap(textsIn) : [];
}

type Made = { ran: Ran; consumer: string; exchangeId: string };

async function versionsFor(
  { newest }: ReturnType<typeof sourceOf>,
  { clock }: EntryContext,
  { kindName, kind, request }: Asked,
  { ran, consumer, exchangeId }: Made,
): Promise<NewVersion[]> {
  const { changes } = ran.outcome;
  const before = await newest(changes);
  // versions of a record are told by their time: of two in the same millisecond the second is later
  const latest = Math.max(0, ...before.flatMap((one) => (one ? [Date.parse(one.recordedAt) + 1] : [])));
  const at = new Date(Math.max(latest, clock.now().getTime())).toISOString();
  const { caseId, application } = request;
  const known = { at, caseId, consumer, exchangeId, legalBasis: kind.legalBasis, entry: null, kind: kindName };
  return changes.map(({ register, key, data }, index) => ({
    ...{ register, subject: key, data, version: (before[index]?.version ?? 0) + 1 },
    ...{ ...known, officer: application.officer?.nationalId ?? null, reason: null },
  }));
}

/** Versions, their terms and the changes that subscribers read. */
export async function writeVersions(tx: Tx, registers: readonly Register[], rows: readonly NewVersion[]): Promise<void> {
  await insertVersions(tx, rows);
  const found = rows.flatMap((row) => {
    const register = registers.find(({ id }) => id === row.register);
    return register && hasTerms(register) ? [{ row, register }] : [];
  });
  if (found.length === 0) return;
  await putTerms(
    tx,
    found.flatMap(({ row: { register, subject, version } }) => (version === 1 ? [] : [{ register, subject }])),
    found.flatMap(({ row, register }) => termsOf(register, row.subject, row.data)),
  );
}
