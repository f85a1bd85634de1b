import { audit, type Open } from "./audit.ts";
import { Cover } from "./cover.ts";
import { DeidError } from "./errors.ts";
import { Obligations } from "./obligations.ts";
import { optimum } from "./optimum.ts";
import { atOf, type Table } from "./table.ts";

/** Cells up to which the cheapest pattern is looked for; seconds for that, and for showing again what is needless. */
export type Limits = { exactCells: number; seconds: number };
export const usualLimits: Limits = { exactCells: 1500, seconds: 6 };

const MAX_REPAIRS = 6;

/** Hides unsafe cells and as little else as it can; throws where the table cannot be judged. Changes `hidden` and `kind` of its cells. */
export function protect(table: Table, limits: Limits = usualLimits): { exact: boolean } {
  requireTruth(table);
  const weights = table.cells.map(({ value = 0 }) => value + 1e-6);
  for (const cell of table.cells) {
    if (cell.unsafe) cell.hidden = true;
    if (cell.hidden) cell.kind = cell.unsafe ? "primary" : "complementary";
  }
  const stricter = new Map<number, number>();
  for (let repair = 0; repair <= MAX_REPAIRS; repair++) {
    const found = patternOf(table, new Obligations(table, stricter), weights, limits);
    const open = publishDetermined(
      table,
      found.hidden,
      withHidden(table, found.hidden, () => audit(table)),
    );
    if (open.length === 0) {
      hide(table, found.hidden);
      return { exact: found.exact && repair === 0 };
    }
    raise(table, open, stricter);
  }
  // nothing but empty cells is left to see
  hide(
    table,
    new Set([...table.cells.keys()].filter((cell) => (table.cells[cell]?.value ?? 0) > 0 || table.cells[cell]?.hidden)),
  );
  return { exact: false };
}

function patternOf(table: Table, obligations: Obligations, weights: readonly number[], { exactCells, seconds }: Limits) {
  const cover = new Cover(table, obligations, weights);
  try {
    cover.fill();
    cover.clean(weights, performance.now() + seconds * 1000);
    const best =
      table.cells.length <= exactCells ? optimum(table, obligations, weights, performance.now() + seconds * 1000) : undefined;
    return { hidden: best ?? new Set(cover.hidden), exact: best !== undefined };
  } finally {
    cover.dispose();
  }
}

function requireTruth(table: Table): void {
  for (const [no, cell] of table.cells.entries()) {
    const place = `cells/${no}`;
    if (cell.value === undefined) throw new DeidError("deid.value-missing", place, "has neither a value nor contributors");
    if (cell.who) continue;
    if (cell.value > 0) throw new DeidError("deid.contributors", place, "does not say who contributed");
    cell.who = { count: 0, top: [], sum: 0 };
  }
}

function withHidden<T>(table: Table, hidden: ReadonlySet<number>, look: () => T): T {
  const before = table.cells.map((cell) => cell.hidden);
  for (const cell of hidden) if (table.cells[cell]) table.cells[cell].hidden = true;
  try {
    return look();
  } finally {
    for (const [no, cell] of table.cells.entries()) cell.hidden = before[no] ?? false;
  }
}

function hide(table: Table, hidden: ReadonlySet<number>): void {
  for (const no of hidden) {
    const cell = table.cells[no];
    if (!cell) continue;
    cell.hidden = true;
    cell.kind = cell.unsafe ? "primary" : "complementary";
  }
}

/** A safe cell that everybody can compute hides nothing, and showing it tells nobody anything: it is published again. Answers what stays open. */
function publishDetermined(table: Table, hidden: Set<number>, open: readonly Open[]): Open[] {
  const places = new Map(table.cells.map((cell, no) => [JSON.stringify(atOf(table, cell)), no]));
  return open.filter(({ at, by, min, max }) => {
    const no = places.get(JSON.stringify(at)) ?? -1;
    const spare = !by && min === max && !table.cells[no]?.hidden;
    if (spare) hidden.delete(no);
    return !spare;
  });
}

/** Whole counts can be narrower than the programme that planned them: such cells get a wider level, or are protected in their own right. */
function raise(table: Table, open: readonly Open[], stricter: Map<number, number>): void {
  const places = new Map(table.cells.map((cell, no) => [JSON.stringify(atOf(table, cell)), no]));
  for (const { at } of open) {
    const no = places.get(JSON.stringify(at));
    if (no === undefined) continue;
    const cell = table.cells[no];
    if (cell?.unsafe) stricter.set(no, (stricter.get(no) ?? 1) * 2);
  }
}
