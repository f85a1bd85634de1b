import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

/** Every file that an import at run time reaches; `import type` is stripped and reaches nothing. */
function reached(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, target = ""] of readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type)[^;]*?from "([^"]+)"/gm)) {
    assert.ok(target.startsWith("."), `${file} imports ${target}`);
    reached(join(dirname(file), target), found);
  }
  return found;
}

test("what a browser loads needs nothing of Node", () => {
  const files = reached(join(import.meta.dirname, "browser.ts"));
  assert.ok(files.size > 5);
  for (const file of files) assert.doesNotMatch(readFileSync(file, "utf8"), /\bBuffer\b|\bprocess\./, file);
  assert.throws(() => reached(join(import.meta.dirname, "index.ts")), /imports node:/);
});
