import { audit, type Open } from "./audit.ts";
import { type Limits, protect, usualLimits } from "./protect.ts";
import { loadSolver } from "./solver.ts";
import { atOf, readTable } from "./table.ts";

export type { Open } from "./audit.ts";
export { DeidError } from "./errors.ts";

type Place = Record<string, string>;

/** What may be published: it says nothing of who contributed. */
export type Protected = {
  dimensions: unknown;
  cells: { at: Place; value: number | null }[];
  rule: unknown;
  unit: "count" | "amount";
  suppressed: { at: Place; kind: "primary" | "complementary" }[];
  /** Cells and amounts that are not shown, and whether no cheaper pattern exists. */
  loss: { cells: number; of: number; value: number; exact: boolean };
};

/** The protected table of a file of `troad deid protect`; throws DeidError. */
export async function protectTable(file: unknown, limits: Limits = usualLimits): Promise<Protected> {
  const table = readTable(file);
  await loadSolver();
  const { exact } = protect(table, limits);
  const suppressed = table.cells.flatMap((cell) =>
    cell.hidden && cell.kind ? [{ at: atOf(table, cell), kind: cell.kind }] : [],
  );
  return {
    dimensions: (file as { dimensions: unknown }).dimensions,
    cells: table.cells.map((cell) => ({ at: atOf(table, cell), value: cell.hidden ? null : (cell.value ?? null) })),
    rule: table.rule,
    unit: table.isCount ? "count" : "amount",
    suppressed,
    loss: {
      cells: suppressed.length,
      of: table.cells.length,
      value: table.cells.reduce((sum, { hidden, value = 0 }) => sum + (hidden ? value : 0), 0),
      exact,
    },
  };
}

/** The cells of a published table that an attacker can bound too tightly; throws DeidError. */
export async function auditTable(file: unknown): Promise<{ open: Open[] }> {
  const table = readTable(file);
  await loadSolver();
  return { open: audit(table) };
}
