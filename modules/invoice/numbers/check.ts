import type { ModuleContext } from "@troad/kernel";
import type { RefusalCode } from "../errors.ts";
import type { CheckNumbers, Entry, InvalidField } from "../intake/take.ts";
import { type Asking, askingOf, trackOf } from "./asking.ts";
import { type Reports, reportsOf } from "./blank-reports-store.ts";
import { confirm, issuedBeside, issuedIn } from "./confirm.ts";
import { holds, type Standing, standingOf } from "./holdings.ts";
import { rangesOf } from "./ranges-store.ts";

/** Maximum number of sellers whose ranges are cached. */
const mostKept = 20_000;
/** How long a period without any assignment is cached: another process may assign in the meantime. */
const unknownMs = 5_000;
/** How long a seller's ranges are cached: another process may have been told that some were passed on. */
const keptMs = 60_000;

/** How often a query is repeated if its result was invalidated in the meantime. */
const mostTries = 3;

/** What to do with numbers of a period without any known assignment. */
export type Unassigned = "accept" | "refuse";
export type NumberCheck = {
  /**
   * Refuses invoices whose number was not assigned to their seller or was reported unused, and ranges passed on or reported unused by a
   * party that does not have them or has issued some of them.
   */
  readonly check: CheckNumbers;
  /** Invalidates what is cached about a period, after an assignment in it. */
  forget(term: string): void;
};

type Verdict = "open" | "right" | "not-assigned" | "blank" | "issued";

/**
 * If all numbers of a request are cached, only new reports of unused numbers are checked. Everything else takes one statement per request.
 */
export function openNumberCheck(ctx: Pick<ModuleContext, "db" | "clock">, unassigned: Unassigned): NumberCheck {
  // with the reports of unused numbers that are certainly included
  const kept = new Map<string, Standing & { until: number; reports: Reports }>();
  const unknownUntil = new Map<string, number>();
  const now = (): number => ctx.clock.now().getTime();
  const keyOf = ({ term, seller }: Asking): string => `${term} ${seller}`;
  const countOf = (one: Asking, reports: Reports) => [trackOf(one), reports.get(trackOf(one)) ?? 0] as const;

  /** Decides from the cache at an instant; `open` has to be queried. */
  const judge = (one: Asking, at: number, reports: Reports): Verdict => {
    if (unassigned === "accept" && (unknownUntil.get(one.term) ?? 0) > at) return "right";
    const standing = kept.get(keyOf(one));
    if (!standing || standing.until <= at) return "open";
    const [track, count] = countOf(one, reports);
    if ((standing.reports.get(track) ?? -1) < count) return "open";
    if (!holds(standing.has, one.track, one.first, one.last)) return "not-assigned";
    return one.kind === "issued" && holds(standing.blank, one.track, one.first) ? "blank" : "right";
  };

  async function ask(open: readonly Asking[], reports: Reports): Promise<void> {
    // counted before the query, so that the result includes all of them
    const counted = [...Map.groupBy(open, keyOf)].map(([key, own]) => {
      const { term, seller } = own[0]!;
      const before = kept.get(key)?.reports ?? [];
      return { key, term, seller, reports: new Map([...before, ...own.map((one) => countOf(one, reports))]) };
    });
    const terms = [...new Set(open.map(({ term }) => term))];
    const rows = await rangesOf(ctx.db, terms, [...new Set(open.map(({ seller }) => seller))]);
    const known = new Set(rows.filter(({ holder }) => holder === "").map(({ term }) => term));
    for (const term of terms)
      if (known.has(term)) unknownUntil.delete(term);
      else unknownUntil.set(term, now() + unknownMs);
    if (kept.size > mostKept) kept.clear();
    for (const { key, term, seller, reports } of counted)
      if (known.has(term)) kept.set(key, { ...standingOf(rows, term, seller), until: now() + keptMs, reports });
  }

  const forget = (term: string): void => {
    unknownUntil.delete(term);
    for (const key of kept.keys()) if (key.startsWith(`${term} `)) kept.delete(key);
  };

  return {
    forget,
    check: async (entries, json) => {
      const asking = entries.map(({ rows, errors }) => (errors.length > 0 ? [] : rows.flatMap(askingOf)));
      // one instant for all: what is cached at the beginning of a request must not expire before its end
      const at = now();
      // what is not cached may have been assigned by another process a moment ago
      const all = asking.flat();
      const tracks = [...new Set(all.map(trackOf))];
      const reports = await reportsOf(ctx.db, tracks);
      let open = all.filter((one) => ["open", "not-assigned"].includes(judge(one, at, reports)));
      for (let tries = 0; open.length > 0 && tries < mostTries; tries++) {
        await ask(open, reports);
        // invalidated again in the meantime, by an assignment
        open = open.filter((one) => judge(one, at, reports) === "open");
      }
      const verdicts = new Map(all.map((one) => [one, judge(one, at, reports)]));
      const blank = all.filter((one) => one.kind === "blank" && verdicts.get(one) === "right");
      for (const one of [...(await issuedIn(ctx.db, blank)), ...issuedBeside(all, blank)]) verdicts.set(one, "issued");
      const judged = entries.map((entry, place): Entry => {
        const errors = asking[place]!.flatMap((one, range) => wrongOf(entry, range, verdicts.get(one)!, json));
        return errors.length === 0 ? entry : { ...entry, errors };
      });
      const reported = blank.filter((one) => verdicts.get(one) === "right");
      return { entries: judged, confirm: (tx) => confirm(tx, tracks, reports, reported) };
    },
  };
}

/** What is still open after the query belongs to a period without assignments, where they are required. */
function wrongOf({ rows }: Entry, range: number, verdict: Verdict, json: boolean): InvalidField[] {
  if (verdict === "right") return [];
  const row = rows[range]!;
  if (row.table === "number_range") {
    const [root, item] = row.kind === "blank" ? ["BranchTrackBlank", "BranchTrackBlankItem"] : ["BranchTrack", "BranchTrackItem"];
    return [
      refusal(
        verdict === "issued" ? "range.issued" : "range.not-assigned",
        `/${root}/Details/${item}[${range + 1}]/InvoiceBeginNo`,
      ),
    ];
  }
  return [
    refusal(verdict === "blank" ? "number.blank" : "number.not-assigned", json ? "/number" : "/Invoice/Main/InvoiceNumber"),
  ];
}

const refusal = (code: RefusalCode, path: string): InvalidField => ({ kind: "rule", code, path });
