import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";

const main = path.resolve(import.meta.dirname, "../../../apps/troad/main.ts");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-deid-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

function troad(what: string, table: unknown): { status: number | null; said: Record<string, unknown> } {
  const file = path.join(folder, "table.json");
  fs.writeFileSync(file, typeof table === "string" ? table : JSON.stringify(table));
  const done = spawnSync(process.execPath, [main, "deid", what, file, "--json"], { encoding: "utf8" });
  return { status: done.status, said: JSON.parse(done.stdout) };
}

const table = {
  dimensions: [{ name: "town", tree: { county: null, A: "county", B: "county", C: "county" } }],
  cells: Object.entries({ A: [50], B: [20, 20, 20], C: [30, 30, 30] }).map(([town, contributors]) => ({
    at: { town },
    value: contributors.reduce((sum, amount) => sum + amount, 0),
    contributors,
  })),
  rule: { type: "threshold", n: 3 },
};

test("the table that protect answers is audited without a finding; the one before is not", () => {
  const { status, said } = troad("protect", table);
  assert.equal(status, 0);
  assert.deepEqual(said.suppressed, [
    { at: { town: "A" }, kind: "primary" },
    { at: { town: "B" }, kind: "complementary" },
  ]);
  assert.deepEqual(troad("audit", said), { status: 0, said: { open: [] } });
  assert.deepEqual(troad("audit", table), { status: 1, said: { open: [{ at: { town: "A" }, min: 50, max: 50 }] } });
});

test("a file that cannot be used is answered with its code", () => {
  assert.deepEqual(
    [troad("protect", "{").said.code, troad("protect", { ...table, rule: {} })],
    [
      "deid.shape",
      {
        status: 1,
        said: {
          code: "deid.rule",
          subject: "rule",
          message: 'rule: must be {type: "threshold", n}, {type: "n-k", n, k} or {type: "p%", p}; k and p in per cent',
        },
      },
    ],
  );
});
