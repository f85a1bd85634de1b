import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { disks } from "./kit/disk.ts";
import { scratch } from "./kit/government.ts";

type Logger = { child: ChildProcess; failures(): number; errors(): string };

function startLogger(t: TestContext, file: string, maxBytes: number, most = 1e9): Logger {
  const child = spawn(process.execPath, [
    path.join(import.meta.dirname, "kit", "logger.ts"),
    file,
    String(maxBytes),
    String(most),
  ]);
  t.after(() => child.kill("SIGKILL"));
  let [failures, errors] = [0, ""];
  createInterface({ input: child.stdout }).on("line", (line) => {
    failures = (JSON.parse(line) as { failures: number }).failures;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return { child, failures: () => failures, errors: () => errors };
}

async function until(what: string, is: () => boolean): Promise<void> {
  for (let tries = 0; !is(); tries++) {
    assert.ok(tries < 1000, `not in 20 s: ${what}`);
    await wait(20);
  }
}
const linesIn = (file: string): { n?: number; lost?: number }[] =>
  fs
    .readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { n?: number; lost?: number });

for (const { how, open } of disks())
  test(`a full disk stops the log and not the program (${how}); with room again it logs on by itself`, async (t) => {
    const disk = open();
    t.after(() => disk.close());
    const file = path.join(disk.folder, "log", "troad.log");
    const logger = startLogger(t, file, 1024 ** 3);
    await until("lines", () => fs.existsSync(file) && linesIn(file).length > 100);
    disk.fill(logger.child.pid!);
    await until("failures", () => logger.failures() >= 2);
    assert.match(logger.errors(), /the log .*troad\.log cannot be written: (ENOSPC|EFBIG)/);
    assert.equal(logger.errors().split("\n").length, 2, "one line, however often it fails");
    const before = fs.statSync(file).size;
    disk.free(logger.child.pid!);
    await until("lines again", () => fs.statSync(file).size > before + 30_000);
    assert.equal(logger.child.exitCode, null);
    logger.child.kill("SIGTERM");
    await once(logger.child, "exit");
    const numbers = linesIn(file).flatMap(({ n }) => (n === undefined ? [] : [n]));
    assert.deepEqual(
      numbers,
      numbers.map((_, at) => at),
      "what waited was written, whole and in order",
    );
  });

test("a log file is put aside when it is large, few old ones are kept, and nobody else may read them", async (t) => {
  const folder = scratch("log");
  const file = path.join(folder, "troad.log");
  fs.writeFileSync(file, "{}\n", { mode: 0o644 }); // of a run before
  const { child } = startLogger(t, file, 20_000, 800);
  await once(child, "exit");
  assert.equal(linesIn(file).at(-1)?.n, 799, "the last line is there");
  assert.deepEqual(fs.readdirSync(folder).sort(), ["troad.log", "troad.log.1", "troad.log.2", "troad.log.3"]);
  for (const name of fs.readdirSync(folder)) {
    const { mode, size } = fs.statSync(path.join(folder, name));
    assert.deepEqual([name, mode & 0o777], [name, 0o600]);
    assert.ok(size <= 20_000, `${name}: ${size}`);
  }
});
