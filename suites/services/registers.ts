/** docs/registers.md: for each name of a register that the oracle uses, the register of content that stands for it, or that it is not here. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const rows = new Map(
  readFileSync(join(root, "docs", "registers.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| -/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, name = "", here = ""]) => [name, here] as const),
);

export const tabled: readonly string[] = [...rows.keys()].slice(1);

/** What is wrong with the row of a name; undefined if nothing is. */
export function registersFault(name: string): string | undefined {
  const here = rows.get(name);
  if (here === undefined) return "docs/registers.md has no row for it";
  if (here === "not here") return undefined;
  const ids = [...here.matchAll(/`([a-z-]+)`/g)].map(([, id]) => id!);
  if (ids.length === 0) return `its row names no register: ${here}`;
  const unknown = ids.find((id) => !existsSync(join(root, "content", "registers", id, "register.json")));
  return unknown === undefined ? undefined : `there is no register ${unknown}`;
}
