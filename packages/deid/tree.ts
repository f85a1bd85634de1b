import { DeidError } from "./errors.ts";

/** A dimension: codes in a tree whose root is the total. Codes are numbers inside; `parent` of the root is -1. */
export type Dimension = {
  name: string;
  codes: string[];
  index: Map<string, number>;
  parent: number[];
  children: number[][];
  root: number;
};

const MAX_CODES = 50_000;

/** Reads `{name, tree}`. The root has the parent null or "", names itself, or occurs as a parent only. */
export function readDimension(raw: unknown, place: string): Dimension {
  const { name, tree } = (raw ?? {}) as { name?: unknown; tree?: unknown };
  if (typeof name !== "string" || name === "") throw new DeidError("deid.shape", place, "must have a name");
  if (typeof tree !== "object" || tree === null || Array.isArray(tree))
    throw new DeidError("deid.shape", `${place}/tree`, "must map each code to its parent");
  const entries = Object.entries(tree as Record<string, unknown>);
  if (entries.length > MAX_CODES) throw new DeidError("deid.too-large", `${place}/tree`, `has more than ${MAX_CODES} codes`);
  const index = new Map<string, number>();
  const codes: string[] = [];
  const numberOf = (code: string): number => {
    const known = index.get(code);
    if (known !== undefined) return known;
    index.set(code, codes.length);
    return codes.push(code) - 1;
  };
  const parents = new Map<number, number>();
  const selves: number[] = [];
  for (const [code, parent] of entries) {
    const child = numberOf(code);
    if (parent === null || parent === "") continue;
    if (typeof parent !== "string") throw new DeidError("deid.shape", `${place}/tree/${code}`, "the parent must be a code");
    if (parent === code) selves.push(child);
    else parents.set(child, numberOf(parent));
  }
  const roots = codes.flatMap((_, code) => (parents.has(code) || selves.includes(code) ? [] : [code]));
  const self = selves[0];
  if (self !== undefined && (selves.length > 1 || roots.length > 0 || codes.length === 1))
    throw new DeidError("deid.cycle", `${place}/tree/${codes[self]}`, "a code cannot be its own parent");
  if (self !== undefined) roots.push(self);
  const root = roots[0];
  if (root === undefined)
    throw new DeidError(codes.length === 0 ? "deid.tree" : "deid.cycle", `${place}/tree`, "has no root: the total is missing");
  const parent = codes.map((_, code) => parents.get(code) ?? -1);
  refuseCycles(parent, codes, place);
  if (roots.length > 1)
    throw new DeidError("deid.tree", `${place}/tree`, `has more than one root: ${roots.map((code) => codes[code]).join(", ")}`);
  const children: number[][] = codes.map(() => []);
  for (const [code, above] of parent.entries()) if (above >= 0) children[above]?.push(code);
  return { name, codes, index, parent, children, root };
}

function refuseCycles(parent: number[], codes: string[], place: string): void {
  const done = new Set<number>();
  for (let start = 0; start < parent.length; start++) {
    const path = new Set<number>();
    for (let code = start; code >= 0 && !done.has(code); code = parent[code] ?? -1) {
      if (path.has(code)) throw new DeidError("deid.cycle", `${place}/tree/${codes[code]}`, "the tree runs in a circle");
      path.add(code);
    }
    for (const code of path) done.add(code);
  }
}

/** A code and all codes above it, the code first. */
export function chain(dimension: Dimension, code: number): number[] {
  const codes: number[] = [];
  for (let at = code; at >= 0; at = dimension.parent[at] ?? -1) codes.push(at);
  return codes;
}
