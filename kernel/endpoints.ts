import fs from "node:fs";
import path from "node:path";

type Tree = { [name: string]: unknown };

/**
 * `data/endpoints.json` names every open service. A dotted name nests; a name ending in `[]` adds to a list. Processes that share a data
 * folder add to the same file.
 */
export function announcements(file: string) {
  const own: [string, unknown][] = [];
  const tree = (): Tree => {
    const root: Tree = {};
    for (const [name, value] of own) place(root, name.split("."), value);
    return root;
  };
  return {
    set: (name: string, value: unknown): void => {
      own.push([name, value]);
    },
    all: tree,
    /** What an earlier run announced no longer holds. */
    forget: (): void => fs.rmSync(file, { force: true }),
    write: (): void => {
      fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      const merged = merge(readTree(file), tree());
      const partial = `${file}.${process.pid}`;
      // it names listeners that have no passwords
      fs.writeFileSync(partial, `${JSON.stringify(merged, null, 2)}\n`, { mode: 0o600 });
      fs.renameSync(partial, file);
    },
  };
}

function readTree(file: string): Tree {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Tree;
  } catch {
    return {};
  }
}

function place(tree: Tree, [head = "", ...rest]: string[], value: unknown): void {
  if (rest.length > 0) {
    tree[head] ??= {};
    place(tree[head] as Tree, rest, value);
  } else if (head.endsWith("[]")) {
    const name = head.slice(0, -2);
    tree[name] = [...((tree[name] as unknown[]) ?? []), value];
  } else tree[head] = value;
}

/** New values win; list entries are matched by their `member`. */
function merge(old: Tree, fresh: Tree): Tree {
  const result: Tree = { ...old };
  for (const [name, value] of Object.entries(fresh)) {
    const before = result[name];
    if (Array.isArray(value) && Array.isArray(before)) {
      const members = new Set(value.map((entry: { member?: string }) => entry.member));
      result[name] = [...before.filter((entry: { member?: string }) => !members.has(entry.member)), ...value];
    } else if (isTree(value) && isTree(before)) result[name] = merge(before, value);
    else result[name] = value;
  }
  return result;
}

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);
