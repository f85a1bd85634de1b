import { Alternatives } from "./alternatives.ts";
import { Attacker, type Bounds } from "./attacker.ts";
import { type Insider, insidersOf } from "./insiders.ts";
import { worstLevel } from "./rule.ts";
import { atOf, type Cell, type Table } from "./table.ts";

/** A cell whose value can be bounded too tightly. `max` is null without bound; `by` is the cell whose contributor can do it. */
export type Open = { at: Record<string, string>; min: number; max: number | null; by?: Record<string, string> };

/** With more pairs of an insider and a cell than this, an alternative table first proves what needs no programme of its own. */
const MANY_PAIRS = 3_000;

/** The cells that an attacker can bound too tightly, who has the published table, its rule, and what they contributed. */
export function audit(table: Table): Open[] {
  const open: Open[] = [];
  const attacker = new Attacker(table);
  const { precision } = attacker;
  try {
    const left: number[] = [];
    for (const [cell, it] of table.cells.entries()) {
      if (!it.listed) continue;
      if (!it.hidden) {
        if (it.unsafe) open.push({ at: atOf(table, it), min: it.value ?? 0, max: it.value ?? 0 });
        continue;
      }
      const bounds = attacker.bounds(cell, (seen) => isProtected(table, it, seen, 0, precision));
      if (isProtected(table, it, bounds, 0, precision)) left.push(cell);
      else open.push(openOf(table, it, bounds));
    }
    open.push(...openToInsiders(table, attacker, left));
  } finally {
    attacker.dispose();
  }
  return open;
}

function openToInsiders(table: Table, attacker: Attacker, cells: readonly number[]): Open[] {
  const targets = cells.filter((cell) => table.cells[cell]?.unsafe);
  const insiders = insidersOf(table);
  const known = table.cells.every(({ hidden, value }) => !hidden || value !== undefined);
  const shortcut = known && !table.isCount && targets.length * insiders.length > MANY_PAIRS ? new Alternatives(table) : undefined;
  const worst = new Map<number, Open>();
  const endangers = shortcut ? endangered(table, shortcut, targets, insiders) : undefined;
  shortcut?.dispose();
  for (const insider of insiders) {
    const near = endangers ? [...(endangers.get(insider) ?? [])] : targets;
    attacker.asInsider(insider, () => {
      for (const cell of near) {
        const it = table.cells[cell];
        if (!it || insider.owns(cell)) continue;
        const own = insider.within(cell);
        const bounds = attacker.bounds(cell, (seen) => isProtected(table, it, seen, own, attacker.precision));
        const tighter = worst.get(cell);
        if (isProtected(table, it, bounds, own, attacker.precision) || (tighter && width(tighter) <= bounds.max - bounds.min)) continue;
        worst.set(cell, { ...openOf(table, it, bounds), by: atOf(table, table.cells[insider.cell] as Cell) });
      }
    });
  }
  return [...worst.values()];
}

const width = ({ min, max }: Open): number => (max ?? Number.POSITIVE_INFINITY) - min;

/** The cells whose protection by an alternative table an insider may see through: for all others the alternative stands. */
function endangered(table: Table, alternatives: Alternatives, targets: readonly number[], insiders: readonly Insider[]): Map<Insider, Set<number>> {
  const pairs = new Map<Insider, Set<number>>();
  for (const target of targets)
    for (const side of ["up", "down"] as const) {
      const level = Math.min(table.cells[target]?.level ?? 0, side === "down" ? (table.cells[target]?.value ?? 0) : Number.POSITIVE_INFINITY);
      const moved = level > 0 ? alternatives.find(target, side, level) : new Map<number, number>();
      for (const insider of insiders)
        if (!moved || alternatives.contradicts(insider, moved)) pairs.set(insider, (pairs.get(insider) ?? new Set()).add(target));
    }
  return pairs;
}

function openOf(table: Table, cell: Cell, { min, max }: Bounds): Open {
  return { at: atOf(table, cell), min: tidy(min), max: max === Number.POSITIVE_INFINITY ? null : tidy(max) };
}

/** A programme answers 99.99999999 for 100. */
const tidy = (value: number): number => (Math.abs(value - Math.round(value)) < 1e-6 * Math.max(1, Math.abs(value)) ? Math.round(value) : value);

/**
 * Whether bounds are far enough from the value. An unsafe cell keeps its level on both sides (below it no more than there is, and no more
 * than what an insider did not put in), a safe one is not exact. Where nobody says who contributed, the worst case is one contributor.
 */
function isProtected(table: Table, cell: Cell, { min, max }: Bounds, own: number, precision: number): boolean {
  const rounding = precision + 1e-6 * (cell.value ?? min);
  const apart = max - min > rounding;
  const keeps = (value: number, level: number): boolean =>
    max - value >= level - rounding && value - min >= Math.max(0, Math.min(level, value - own)) - rounding;
  if (cell.who) {
    if (!cell.unsafe) return apart;
    return (apart || own > 0) && keeps(cell.value ?? 0, cell.level);
  }
  if (!apart) return false;
  // who marked the cell had the contributors at hand
  if (cell.kind !== undefined) return true;
  const worst = worstLevel(table.rule) / 100;
  if (cell.value !== undefined) return keeps(cell.value, worst * cell.value);
  return max === Number.POSITIVE_INFINITY || max - min >= worst * max - rounding;
}
