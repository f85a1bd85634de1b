import fs from "node:fs";
import path from "node:path";
import type { Rule } from "./rule.ts";

const folder = path.join(import.meta.dirname, "rules");

/** Every rule that has a folder below `rules/`, by name. */
export const rules: readonly Rule[] = await Promise.all(
  fs
    .readdirSync(folder)
    .sort()
    .map(async (name) => {
      const { default: one }: { default: Rule } = await import(path.join(folder, name, "rule.ts"));
      if (one.id !== name) throw new RangeError(`rules/${name}: its id is ${one.id}`);
      return one;
    }),
);
