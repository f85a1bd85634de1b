import { termOf } from "@troad/invoice-formats";
import { instant, isDatabaseUnavailable, type ModuleContext, type Queryable, type Tx, taipeiDate } from "@troad/kernel";
import { invoiceFailure, type RefusalCode } from "../errors.ts";
import { tellTaken } from "../programs/events.ts";
import type { Sender } from "../senders/senders-store.ts";
import { addSales } from "../sums/sales-store.ts";
import { boundState } from "./bind.ts";
import type { BoundState } from "./binding.ts";
import { type Copy, copiesOf, copyIn } from "./copy-store.ts";
import { type LateMessage, lateAmong } from "./deadline.ts";
import type { Ended } from "./ended.ts";
import type { Entry, InvalidField } from "./entry.ts";
import { insertLate } from "./late-store.ts";
import { type ActionRow, type BoundRow, dated, isBound, isEnding, type Row } from "./message-rows.ts";
import { findPackage, insertPackage, openPeriod } from "./packages-store.ts";
import { allowed, notInFuture } from "./permitted.ts";
import { contentOf, keyOf, type Present, presentRows } from "./present-store.ts";
import { lockSellers } from "./seller-locks-store.ts";
import type { Awaited, WaitingMessages } from "./waiting.ts";
import { insertWaiting, type WaitingRow, waitingRow } from "./waiting-store.ts";

export type { Entry, InvalidField } from "./entry.ts";
/** `date` is the day of the invoice, YYYY-MM-DD, if the message could be read. */
export type RefusedMessage = {
  readonly at: number;
  readonly number: string;
  readonly errors: readonly InvalidField[];
  readonly date?: string;
};

/** The result of a request, also returned when the same request is sent again. */
export type Answer = {
  readonly package: string;
  readonly receivedAt: string;
  /** Messages added now. */
  readonly taken: number;
  /** Numbers whose message already existed, with the same content. */
  readonly again: readonly string[];
  /** Numbers whose message was added, but waits for its invoice or allowance. */
  readonly waiting: readonly string[];
  readonly refused: readonly RefusedMessage[];
  /** Added messages that arrived after their deadline. Stored results of earlier versions have none. */
  readonly late?: readonly { readonly number: string; readonly due: string }[];
  /** Number of messages per period, new or repeated, without waiting ones. */
  readonly terms: Readonly<Record<string, number>>;
};

/** `received`: what was taken before it was judged has its id and its time of receipt already. */
export type Request = {
  readonly sender: Sender;
  readonly key: string;
  readonly digest: string;
  readonly kind: string;
  readonly received?: { readonly package: string; readonly receivedAt: string };
};
/** Refuses messages that use other sellers' numbers; `json` says whose paths to write. */
export type CheckNumbers = (entries: readonly Entry[], json: boolean) => Promise<Checked>;
/** `confirm`: whether that still holds when it is written; called in the transaction before anything else. */
export type Checked = { readonly entries: readonly Entry[]; confirm(tx: Queryable): Promise<boolean> };
/**
 * Reads the messages of a request, and again if existing ones have to be looked up, so that they are not in memory while the database
 * works.
 */
export type Read = () => readonly Entry[];
export type Intake = { take(request: Request, read: Read): Promise<Answer> };
/** The answer given before to a key, if there is one; throws `invoice.key-reused` if the key was of another content. */
export async function answerBefore(q: Queryable, { sender, key, digest }: Request): Promise<Answer | undefined> {
  const before = await findPackage<Answer>(q, sender.id, key);
  if (before && before.digest !== digest) throw invoiceFailure("invoice.key-reused");
  return before?.answer;
}

/** Maximum number of retries: other requests may add the same numbers between our check and our insert. */
const maxLooks = 5;

/**
 * Accepts messages, one transaction per request: either everything valid in it is on disk before the answer, or nothing. Most requests
 * contain only new messages, so rows are copied at once, and existing ones are looked up only if a key turns out to be taken.
 */
export function openIntake(
  ctx: Pick<ModuleContext, "db" | "clock" | "ids">,
  checkNumbers: CheckNumbers,
  ended: Ended,
  waiting: WaitingMessages,
): Intake {
  const opened = new Set<string>();

  async function open(terms: ReadonlySet<string>): Promise<void> {
    for (const term of terms)
      if (!opened.has(term)) {
        await openPeriod(ctx.db, term);
        opened.add(term);
      }
  }

  async function check({ sender, kind, received }: Request, read: Read): Promise<Checked> {
    const now = received ? new Date(received.receivedAt) : ctx.clock.now();
    const term = termOf(taipeiDate(now));
    const tomorrow = taipeiDate(new Date(now.getTime() + 86_400_000));
    const json = kind === "json";
    const permitted = read().map((entry) => notInFuture(allowed(entry, sender, term), tomorrow, json));
    return checkNumbers(permitted, json);
  }

  function prepare(
    { kind, received }: Request,
    entries: readonly Entry[],
    present: ReadonlyMap<string, Present>,
    state?: BoundState,
  ): Prepared {
    const named = received ?? { package: ctx.ids.uuid(), receivedAt: instant(ctx.clock) };
    const { answer: judged, rows, waits } = judge(entries, present, named, state);
    // what the demonstration seeds stands for invoices that were sent in time
    const late =
      kind === "demo" ? [] : lateAmong([...rows, ...waits.map(({ message }) => message)], taipeiDate(new Date(named.receivedAt)));
    const answer = { ...judged, late: late.map(({ number, due }) => ({ number, due })) };
    const ending = rows.filter((row): row is ActionRow => row.table === "invoice_action" && isEnding(row.kind));
    return {
      answer,
      terms: new Set(rows.map(({ term }) => term)),
      awaited: waiting.among(rows),
      waits,
      late,
      copies: copiesOf(rows, answer.package),
      rows,
      ending,
    };
  }

  async function store(
    tx: Tx,
    { sender, key, digest, kind }: Request,
    { answer, copies, rows, ending, waits, late }: Prepared,
  ): Promise<Answer> {
    const { package: id, receivedAt } = answer;
    await insertPackage(tx, { id, sender: sender.id, key, digest, kind, receivedAt, answer });
    await copyIn(tx, copies);
    await addSales(tx, rows);
    if (ending.length > 0) await ended(tx, ending, receivedAt);
    if (kind !== "demo") await tellTaken(tx, { sender, answer, rows });
    await insertLate(tx, late, id);
    if (waits.length > 0) await insertWaiting(tx, waits, { sender: sender.id, kind, package: id, receivedAt });
    return answer;
  }

  const confirmed = ({ confirm }: Checked, work: (tx: Tx) => Promise<Answer>): Promise<Answer> =>
    ctx.db.tx(async (tx) => {
      if (!(await confirm(tx))) throw moved;
      return work(tx);
    });

  async function storeAtOnce(request: Request, read: Read): Promise<Answer> {
    const checked = await check(request, read);
    if (checked.entries.some(({ rows }) => rows.some(isBound))) return storeLooking(request, checked);
    const prepared = prepare(request, checked.entries, new Map());
    await open(prepared.terms);
    const answer = await confirmed(checked, (tx) => store(tx, request, prepared));
    await waiting.arrived(prepared.awaited);
    return answer;
  }

  async function lookAndStore(request: Request, read: Read): Promise<Answer> {
    // before the transaction: the check uses its own connection, and a holder of one must not wait for another
    return storeLooking(request, await check(request, read));
  }

  async function storeLooking(request: Request, checked: Checked): Promise<Answer> {
    const rows = checked.entries.flatMap((entry) => (entry.errors.length > 0 ? [] : entry.rows));
    await open(new Set(rows.map(({ term }) => term)));
    const bound = rows.filter(isBound);
    let done: Prepared | undefined;
    const answer = await confirmed(checked, async (tx) => {
      // from here on nobody else acts on the invoices of these messages
      if (bound.length > 0) await lockSellers(tx, [...new Set(bound.map(({ seller }) => seller))]);
      const present = await presentRows(tx, rows);
      done = prepare(request, checked.entries, present, bound.length > 0 ? await boundState(tx, bound) : undefined);
      return store(tx, request, done);
    });
    await waiting.arrived(done!.awaited);
    await waiting.wait(done!.waits);
    return answer;
  }

  async function take(request: Request, read: Read): Promise<Answer> {
    for (let looks = 0; ; looks++) {
      try {
        return await (looks === 0 ? storeAtOnce : lookAndStore)(request, read);
      } catch (error) {
        if (error === moved) {
          if (looks === maxLooks) throw invoiceFailure("invoice.unavailable");
          continue;
        }
        if ((error as { code?: string }).code !== "23505" || looks === maxLooks) throw error;
        const before = await answerBefore(ctx.db, request);
        if (before) return before;
      }
    }
  }

  return {
    take: (request, read) =>
      take(request, read).catch((error: unknown) => {
        throw isDatabaseUnavailable(error) ? invoiceFailure("invoice.unavailable", {}, String(error)) : error;
      }),
  };
}

/** Numbers were reported unused, or issued, between the check and the write. */
const moved = new Error("what was found of the numbers no longer holds");

/** What a request will have added, ready to be sent; the messages themselves are no longer needed. */
type Prepared = {
  readonly answer: Answer;
  readonly terms: ReadonlySet<string>;
  readonly copies: readonly Copy[];
  readonly rows: readonly Row[];
  /** What others wait for. */
  readonly awaited: readonly Awaited[];
  readonly waits: readonly WaitingRow[];
  readonly ending: readonly ActionRow[];
  readonly late: readonly LateMessage[];
};

type Named = { readonly package: string; readonly receivedAt: string };

/** Which entries are new, which already exist unchanged, and which have a number that belongs to something else. */
function judge(
  entries: readonly Entry[],
  present: ReadonlyMap<string, Present>,
  named: Named,
  state: BoundState | undefined,
): { answer: Answer; rows: Row[]; waits: WaitingRow[] } {
  const rows: Row[] = [];
  const waits: WaitingRow[] = [];
  const waiting: string[] = [];
  const again: string[] = [];
  const refused: RefusedMessage[] = [];
  const terms: Record<string, number> = {};
  const seen = new Map<string, Row>();
  let taken = 0;
  entries.forEach(({ number, rows: own, errors }, at) => {
    if (errors.length > 0) {
      refused.push({ at, number, errors, ...dated(own[0]) });
      return;
    }
    const fresh: Row[] = [];
    let other = false;
    for (const row of own) {
      const key = keyOf(row);
      const twin = seen.get(key);
      const before = present.get(key);
      const content = contentOf(row);
      if (before?.contents.has(content) || (twin && contentOf(twin) === content)) continue;
      // a repeated message about an invoice is judged with the invoice, which may have another version
      if (isBound(row) && state) fresh.push(row);
      else if (twin) other = true;
      else if (before === undefined) fresh.push(row);
      else if (row.table === "invoice" && before.next !== undefined) fresh.push({ ...row, version: before.next });
      else other = true;
    }
    if (other) {
      const errors: InvalidField[] = [{ kind: "rule", code: "number.taken" satisfies RefusalCode, path: "/" }];
      refused.push({ at, number, errors, ...dated(own[0]) });
      return;
    }
    const [first] = fresh;
    const bound = first && state && isBound(first) ? state.bind(first) : undefined;
    if (bound && "refuse" in bound) {
      refused.push({ at, number, errors: [{ kind: "rule", code: bound.refuse, path: bound.path }], ...dated(own[0]) });
      return;
    }
    if (bound && "wait" in bound) {
      taken++;
      waiting.push(number);
      waits.push(waitingRow(first as BoundRow, bound.wait, keyOf(first!)));
      seen.set(keyOf(first!), first!);
      return;
    }
    if (bound) fresh[0] = bound.take;
    terms[own[0]!.term] = (terms[own[0]!.term] ?? 0) + 1;
    if (fresh.length === 0) again.push(number);
    else {
      taken++;
      for (const row of fresh) {
        rows.push(row);
        seen.set(keyOf(row), row);
      }
    }
  });
  return { answer: { ...named, taken, again, waiting, refused, terms }, rows, waits };
}
