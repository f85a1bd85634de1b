import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

const root = path.resolve(import.meta.dirname, "..");
const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "ask-"));
/** The command as someone types it, where nothing was ever started. */
function troad(...args: string[]): { status: number | null; out: string; err: string } {
  const env = { PATH: process.env.PATH ?? "", TROAD_DATA: path.join(folder, "data") };
  const done = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", path.join(root, "apps/troad/main.ts"), ...args],
    {
      cwd: folder,
      env,
      encoding: "utf8",
      timeout: 60_000,
    },
  );
  return { status: done.status, out: done.stdout, err: done.stderr };
}

test("troad ask answers exactly what was agreed, without a running government", () => {
  const { status, out } = troad("ask", "房東不讓我報房租，還能扣嗎", "--json");
  assert.equal(status, 0);
  const answer = JSON.parse(out) as Record<string, unknown>;
  assert.deepEqual(Object.keys(answer), ["text", "articles", "amounts", "missing", "refused"]);
  assert.deepEqual((answer.articles as object[])[0], {
    law: "所得稅法",
    article: "17",
    url: "https://law.moj.gov.tw/LawClass/LawSingle.aspx?pcode=G0340003&flno=17",
  });
  assert.deepEqual(Object.keys((answer.amounts as object[])[0]!), ["value", "unit", "variable", "at", "certainty"]);
  assert.equal(answer.refused, false);
});

test("a folder without statutes is refused with a code, and nothing is written", () => {
  const { status, err } = troad("law", "texts", "import", path.join(folder, "no-such-folder"));
  assert.equal(status, 1);
  assert.match(err, /ask\.statute/);
  assert.ok(!fs.existsSync(path.join(folder, "data")));
});
