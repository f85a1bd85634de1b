import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { archiveEntry, readArchive, readAsice, writeArchive, writeAsice } from "@troad/trust";
import { archivesIn, newestArchive, storeArchive } from "../archive/folder.ts";
import { containedBytes } from "../gateway/sealing/built-evidence.ts";

const made = (number: number) =>
  writeArchive({ member: "TWDEMO/GOV/MOI", number, previous: undefined, upto: number }, [archiveEntry("a", Buffer.from("a"))]);

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "archives-"));
  await work(folder).finally(() => fs.rmSync(folder, { recursive: true }));
}

test("an archive is never written over another one", () =>
  inFolder(async (folder) => {
    await storeArchive(folder, "000000001.zip", made(1));
    await assert.rejects(storeArchive(folder, "000000001.zip", made(2)), { code: "EEXIST" });
    assert.equal((await newestArchive(folder))?.linking.number, 1);
    await storeArchive(folder, "000000002.zip", made(2));
    assert.deepEqual(await archivesIn(folder), ["000000001.zip", "000000002.zip"]);
    assert.equal(fs.readdirSync(folder).length, 2, "the leftover of the refused one is gone");
  }));

test("a newest archive that is damaged stops archiving instead of being begun anew", () =>
  inFolder(async (folder) => {
    const file = path.join(folder, "000000001.zip");
    const archive = made(1);
    await storeArchive(folder, "000000001.zip", archive);
    const bytes = fs.readFileSync(file);
    bytes[bytes.indexOf("upto 1") + 5] = "2".charCodeAt(0);
    fs.writeFileSync(file, bytes);
    await assert.rejects(newestArchive(folder), /not an archive any more/, "known or not, what was changed since is read again");
    fs.truncateSync(file, 50);
    await assert.rejects(newestArchive(folder), /not an archive any more/);
    fs.rmSync(file);
    await storeArchive(folder, "000000001.zip", archive);
    assert.equal((await newestArchive(folder))?.linking.upto, 1);
  }));

test("two bodies of the largest size that a container holds are read back out of an archive, also where they do not compress", () => {
  const bodies = ["request-body.bin", "response-body.bin"].map((name) => ({
    name,
    mime: "application/octet-stream",
    data: randomFillSync(Buffer.alloc(containedBytes)),
  }));
  const { bytes } = writeArchive({ member: "m", number: 1, previous: undefined, upto: 1 }, [
    archiveEntry("1-large.asice", writeAsice(bodies, "<signature/>"), { isPacked: true }),
  ]);
  const opened = readArchive(bytes);
  assert.ok(opened.ok);
  const container = readAsice(opened.value.files[0]!.data);
  assert.ok(container.ok);
  assert.ok(container.value.files.every(({ data }, index) => bodies[index]!.data.equals(data)));
});

test("killed at any moment, a writer leaves whole archives only", { timeout: 60_000 }, () =>
  inFolder(async (folder) => {
    const script = `
      import { archiveEntry, writeArchive } from "@troad/trust";
      import { storeArchive, archiveName, newestArchive } from ${JSON.stringify(path.resolve(import.meta.dirname, "../archive/folder.ts"))};
      const folder = ${JSON.stringify(folder)};
      const files = [archiveEntry("a", Buffer.alloc(2_000_000, 7), { isPacked: true })];
      process.stdout.write("ready\\n");
      for (;;) {
        const before = await newestArchive(folder);
        const number = (before?.linking.number ?? 0) + 1;
        const previous = before && { file: before.file, link: before.linking.last };
        await storeArchive(folder, archiveName(number), writeArchive({ member: "m", number, previous, upto: number }, files));
      }`;
    let count = 0;
    for (const ms of [20, 45, 80, 130, "first"] as const) {
      const child = spawn(process.execPath, ["--input-type=module", "-e", script], { cwd: import.meta.dirname });
      await once(child.stdout, "data");
      const exited = once(child, "exit");
      // the last one only when an archive is there, however slow the machine is
      if (ms === "first") while ((await archivesIn(folder)).length === 0) await sleep(20);
      else await sleep(ms);
      child.kill("SIGKILL");
      await exited;
      const newest = await newestArchive(folder);
      const files = await archivesIn(folder);
      assert.equal(newest?.linking.number ?? 0, files.length);
      assert.ok(files.length >= count);
      count = files.length;
    }
    assert.ok(count > 0);
  }),
);
