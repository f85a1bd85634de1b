/** Small tables for tests, and an attacker who tries every table of whole numbers and shares no code with the auditor. */
export type Place = Record<string, string>;
export type TestCell = { at: Place; value: number; contributors: number[] };
export type TestTable = { dimensions: { name: string; tree: Record<string, string | null> }[]; cells: TestCell[]; rule: object };

export const flat = (...codes: string[]): Record<string, string | null> =>
  Object.fromEntries([["T", null], ...codes.map((code) => [code, "T"] as const)]);

/** Codes under each code: itself if it is a leaf. */
function leavesUnder(tree: Record<string, string | null>, code: string): string[] {
  const below = Object.keys(tree).filter((one) => tree[one] === code);
  return below.length === 0 ? [code] : below.flatMap((one) => leavesUnder(tree, one));
}

const product = (lists: readonly string[][]): string[][] =>
  lists.reduce<string[][]>((parts, list) => parts.flatMap((part) => list.map((one) => [...part, one])), [[]]);

/** A table of leaves with all its totals. */
export function withTotals({ dimensions, cells, rule }: TestTable): TestTable {
  const all = product(dimensions.map(({ tree }) => Object.keys(tree)));
  const totals = all.map((codes) => {
    const at = Object.fromEntries(dimensions.map(({ name }, no) => [name, codes[no] ?? ""]));
    const parts = cells.filter((cell) =>
      dimensions.every(({ name, tree }) => leavesUnder(tree, at[name] ?? "").includes(cell.at[name] ?? "")),
    );
    const contributors = parts.flatMap((part) => part.contributors);
    return { at, value: contributors.reduce((sum, amount) => sum + amount, 0), contributors };
  });
  return { dimensions, cells: totals, rule };
}

export const keyOf = (at: Place): string => Object.values(at).join();

/** Bounds of every hidden cell, by trying all whole tables that agree with what is shown; `knows` are cells whose value an insider has. */
export function tryAll(
  table: TestTable,
  hidden: ReadonlySet<string>,
  knows: ReadonlySet<string> = new Set(),
): Map<string, [number, number]> {
  const full = withTotals({ ...table, cells: table.cells.filter((cell) => isLeaf(table, cell.at)) });
  const leaves = full.cells.filter((cell) => isLeaf(table, cell.at));
  const sums = full.cells.map((cell) => ({
    key: keyOf(cell.at),
    value: cell.value,
    shown: !hidden.has(keyOf(cell.at)) || knows.has(keyOf(cell.at)),
    parts: leaves.flatMap((leaf, no) =>
      table.dimensions.every(({ name, tree }) => leavesUnder(tree, cell.at[name] ?? "").includes(leaf.at[name] ?? ""))
        ? [no]
        : [],
    ),
  }));
  const bounds = new Map(
    sums.filter(({ key }) => hidden.has(key)).map(({ key }): [string, [number, number]] => [key, [Number.POSITIVE_INFINITY, 0]]),
  );
  const values = leaves.map(() => 0);
  const shownWith = leaves.map((_, no) => sums.filter(({ shown, parts }) => shown && parts.includes(no)));
  const step = (no: number): void => {
    if (no === leaves.length) {
      for (const { key, parts } of sums) {
        const known = bounds.get(key);
        if (!known) continue;
        const value = parts.reduce((sum, part) => sum + (values[part] ?? 0), 0);
        known[0] = Math.min(known[0], value);
        known[1] = Math.max(known[1], value);
      }
      return;
    }
    const rest = (shownWith[no] ?? []).map(({ value, parts }) => ({
      left: value - parts.reduce((sum, part) => sum + (part < no ? (values[part] ?? 0) : 0), 0),
      last: Math.max(...parts) === no,
    }));
    const most = Math.min(...rest.map(({ left }) => left));
    const exact = rest.find(({ last }) => last);
    for (let value = exact ? exact.left : 0; value <= most; value++) {
      values[no] = value;
      if (value >= 0 && rest.every(({ left, last }) => !last || left === value)) step(no + 1);
      if (exact) break;
    }
    values[no] = 0;
  };
  step(0);
  return bounds;
}

export const isLeaf = ({ dimensions }: TestTable, at: Place): boolean =>
  dimensions.every(({ name, tree }) => !Object.values(tree).includes(at[name] ?? ""));

/** Numbers that are the same in each run. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

export function randomTable(seed: number, trees: Record<string, string | null>[], rule: object, most = 6): TestTable {
  const below = numbersFrom(seed);
  for (let skip = 0; skip < 5; skip++) below(2);
  const dimensions = trees.map((tree, no) => ({ name: `d${no}`, tree }));
  const leaves = product(trees.map((tree) => leavesUnder(tree, "T")));
  const cells = leaves.map((codes) => {
    const contributors = Array.from({ length: below(5) }, () => 1 + below(most));
    return {
      at: Object.fromEntries(codes.map((code, no) => [`d${no}`, code])),
      value: contributors.reduce((sum, amount) => sum + amount, 0),
      contributors,
    };
  });
  return { dimensions, cells, rule };
}
