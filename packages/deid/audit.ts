import { Attacker, type Bounds } from "./attacker.ts";
import { insidersOf } from "./insiders.ts";
import { worstLevel } from "./rule.ts";
import { atOf, type Cell, type Table } from "./table.ts";
import { Witnesses } from "./witnesses.ts";

/** A cell whose value can be bounded too tightly. `max` is null without bound; `by` is the cell whose contributor can do it. */
export type Open = { at: Record<string, string>; min: number; max: number | null; by?: Record<string, string> };

/** In larger tables an alternative table proves most cells, and a programme of its own judges only the rest. */
const SMALL = 1_500;

/** The cells that an attacker can bound too tightly, who has the published table, its rule, and what they contributed. */
export function audit(table: Table): Open[] {
  const open: Open[] = [];
  const attacker = new Attacker(table);
  const witnesses = witnessesOf(table);
  const { precision } = attacker;
  try {
    const left: number[] = [];
    // unsafe cells first: what proves them often moves the safe ones too
    const order = [...table.cells.entries()].sort(([, one], [, other]) => Number(other.unsafe) - Number(one.unsafe));
    for (const [cell, it] of order) {
      if (!it.listed) continue;
      if (!it.hidden) {
        if (it.unsafe) open.push({ at: atOf(table, it), min: it.value ?? 0, max: it.value ?? 0 });
        continue;
      }
      if (witnesses?.prove(cell)) {
        left.push(cell);
        continue;
      }
      const bounds = attacker.bounds(cell, (seen) => isProtected(table, it, seen, 0, precision));
      if (isProtected(table, it, bounds, 0, precision)) left.push(cell);
      else open.push(openOf(table, it, bounds));
    }
    open.push(...openToInsiders(table, attacker, witnesses, left));
  } finally {
    attacker.dispose();
    witnesses?.dispose();
  }
  return open;
}

function witnessesOf(table: Table): Witnesses | undefined {
  const known = table.cells.every(({ hidden, value }) => !hidden || value !== undefined);
  return known && !table.isCount && table.cells.length > SMALL ? new Witnesses(table) : undefined;
}

function openToInsiders(table: Table, attacker: Attacker, witnesses: Witnesses | undefined, cells: readonly number[]): Open[] {
  const targets = cells.filter((cell) => table.cells[cell]?.unsafe);
  const insiders = insidersOf(table);
  const worst = new Map<number, Open>();
  const endangered = witnesses?.endangered(targets, insiders);
  for (const insider of insiders) {
    const near = endangered ? [...(endangered.get(insider) ?? [])] : targets;
    if (near.length === 0) continue;
    attacker.asInsider(insider, () => {
      for (const cell of near) {
        const it = table.cells[cell];
        if (!it || insider.owns(cell)) continue;
        const own = insider.within(cell);
        const bounds = attacker.bounds(cell, (seen) => isProtected(table, it, seen, own, attacker.precision));
        const tighter = worst.get(cell);
        if (isProtected(table, it, bounds, own, attacker.precision) || (tighter && width(tighter) <= bounds.max - bounds.min))
          continue;
        worst.set(cell, { ...openOf(table, it, bounds), by: atOf(table, table.cells[insider.cell] as Cell) });
      }
    });
  }
  return [...worst.values()];
}

const width = ({ min, max }: Open): number => (max ?? Number.POSITIVE_INFINITY) - min;

function openOf(table: Table, cell: Cell, { min, max }: Bounds): Open {
  return { at: atOf(table, cell), min: tidy(min), max: max === Number.POSITIVE_INFINITY ? null : tidy(max) };
}

/** A programme answers 99.99999999 for 100. */
const tidy = (value: number): number =>
  Math.abs(value - Math.round(value)) < 1e-6 * Math.max(1, Math.abs(value)) ? Math.round(value) : value;

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
