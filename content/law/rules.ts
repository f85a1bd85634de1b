import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Rule } from "./rule.ts";

const folder = path.join(import.meta.dirname, "rules");
const require = createRequire(import.meta.url);

/** Every rule that has a folder below `rules/`, by name; loaded without waiting, so that a module above can be too. */
export const rules: readonly Rule[] = fs
  .readdirSync(folder)
  .sort()
  .map((name) => {
    const { default: one } = require(path.join(folder, name, "rule.ts")) as { default: Rule };
    if (one.id !== name) throw new RangeError(`rules/${name}: its id is ${one.id}`);
    return one;
  });
