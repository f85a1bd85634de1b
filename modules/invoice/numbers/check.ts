import type { ModuleContext } from "@troad/kernel";
import type { RefusalCode } from "../domain/errors.ts";
import type { InvoiceRow, RangeRow } from "../domain/message-rows.ts";
import type { CheckNumbers, Entry } from "../intake/take.ts";
import { rangesOf } from "../store/ranges.ts";
import { type Holdings, holds, issuable } from "./holdings.ts";

/** Sellers whose ranges are kept in memory, at most. */
const mostKept = 20_000;
/** So long a period of which nothing was assigned is taken for one: another process may assign meanwhile. */
const unknownMs = 5_000;

/** What to do with numbers of a period of which no assignment at all is known. */
export type Unassigned = "accept" | "refuse";
export type NumberCheck = {
  /** Refuses invoices whose number was not assigned to their seller, and ranges handed on or left blank by who does not have them. */
  readonly check: CheckNumbers;
  /** Forgets what is known of a period, when something of it was assigned. */
  forget(term: string): void;
};

type Asking = {
  readonly term: string;
  readonly seller: string;
  readonly track: string;
  readonly first: string;
  readonly last: string;
};

/**
 * Ranges are only ever added, so what was found once holds, and a request whose numbers are all in memory asks nobody. Everything else is asked
 * in one statement a request.
 */
export function openNumberCheck(ctx: Pick<ModuleContext, "db" | "clock">, unassigned: Unassigned): NumberCheck {
  const kept = new Map<string, Holdings>();
  const unknownUntil = new Map<string, number>();
  const now = (): number => ctx.clock.now().getTime();
  const keyOf = ({ term, seller }: Asking): string => `${term} ${seller}`;
  const inMemory = (one: Asking): boolean =>
    holds(kept.get(keyOf(one)), one.track, one.first, one.last) ||
    (unassigned === "accept" && (unknownUntil.get(one.term) ?? 0) > now());

  async function ask(open: readonly Asking[]): Promise<void> {
    const terms = [...new Set(open.map(({ term }) => term))];
    const rows = await rangesOf(ctx.db, terms, [...new Set(open.map(({ seller }) => seller))]);
    const known = new Set(rows.filter(({ holder }) => holder === "").map(({ term }) => term));
    for (const term of terms)
      if (known.has(term)) unknownUntil.delete(term);
      else unknownUntil.set(term, now() + unknownMs);
    if (kept.size > mostKept) kept.clear();
    for (const one of open) if (known.has(one.term)) kept.set(keyOf(one), issuable(rows, one.term, one.seller));
  }

  return {
    check: async (entries, json) => {
      const asking = entries.map(({ rows, errors }) => (errors.length > 0 ? [] : rows.flatMap(askingOf)));
      const open = asking.flat().filter((one) => !inMemory(one));
      if (open.length === 0) return [...entries];
      await ask(open);
      return entries.map((entry, at) => {
        const errors = asking[at]!.flatMap((one, range) => (inMemory(one) ? [] : [wrongOf(entry, range, json)]));
        return errors.length === 0 ? entry : { ...entry, errors };
      });
    },
    forget: (term) => {
      unknownUntil.delete(term);
      for (const key of kept.keys()) if (key.startsWith(`${term} `)) kept.delete(key);
    },
  };
}

/** What happens to an invoice later is not asked again; allowances have no numbers of the period. */
const askingOf = (row: Entry["rows"][number]): Asking[] =>
  row.table === "invoice" ? [ofInvoice(row)] : row.table === "number_range" ? [ofRange(row)] : [];
const ofInvoice = ({ term, seller, number }: InvoiceRow): Asking => {
  const digits = number.slice(2);
  return { term, seller, track: number.slice(0, 2), first: digits, last: digits };
};
const ofRange = ({ term, seller, track, first, last }: RangeRow): Asking => ({ term, seller, track, first, last });

function wrongOf({ rows }: Entry, range: number, json: boolean): Entry["errors"][number] {
  const row = rows[range]!;
  if (row.table !== "number_range")
    return {
      kind: "rule",
      code: "number.not-assigned" satisfies RefusalCode,
      path: json ? "/number" : "/Invoice/Main/InvoiceNumber",
    };
  const [root, item] = row.kind === "blank" ? ["BranchTrackBlank", "BranchTrackBlankItem"] : ["BranchTrack", "BranchTrackItem"];
  const path = `/${root}/Details/${item}[${range + 1}]/InvoiceBeginNo`;
  return { kind: "rule", code: "range.not-assigned" satisfies RefusalCode, path };
}
