import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createPublicKey, generateKeyPairSync, randomInt, sign } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { openCheckpoint } from "../note/open.ts";
import { auditLog } from "../read/audit.ts";
import { newFolder, newLog, ORIGIN, trustIn } from "../testing/fixtures.ts";

const KILLS = 8;
const WRITER = join(import.meta.dirname, "..", "testing", "crash-writer.ts");

type Acknowledged = { readonly index: number; readonly count: number; readonly text: string };

/** Runs a writer until it has acknowledged some calls and, a random while later, kills it where it stands. */
async function killWriter(dir: string, key: string): Promise<Acknowledged[]> {
  const writer = spawn(process.execPath, [WRITER, dir, key], { stdio: ["ignore", "pipe", "inherit"] });
  const acknowledged: Acknowledged[] = [];
  const enough = randomInt(1, 12);
  for await (const line of createInterface({ input: writer.stdout })) {
    const [index, count, ...text] = line.split(" ");
    acknowledged.push({ index: Number(index), count: Number(count), text: text.join(" ") });
    // Not at once: then it would always die at the same point between two batches.
    if (acknowledged.length === enough) setTimeout(() => writer.kill("SIGKILL"), randomInt(0, 6));
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, "exit");
  assert.equal(writer.signalCode, "SIGKILL");
  return acknowledged;
}

test("a writer killed at any moment has lost nothing that it acknowledged, and the log audits clean", async (t) => {
  const dir = await newFolder(t);
  const { privateKey } = generateKeyPairSync("ed25519");
  const publicKey = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-32);
  const signer = { name: ORIGIN, publicKey, sign: (bytes: Uint8Array) => sign(null, bytes, privateKey) };
  const key = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
  const all: Acknowledged[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    all.push(...(await killWriter(dir, key)));
    const { log } = await newLog(t, { dir, signer });
    const checkpoint = openCheckpoint(log.checkpoint(), trustIn(signer));
    const entries: string[] = [];
    await auditLog(log.source, checkpoint, { onEntry: (entry) => entries.push(Buffer.from(entry).toString()) });
    for (const { index, count, text } of all) {
      for (let i = 0; i < count; i++) assert.equal(entries[index + i], `${text} entry ${i}`);
    }
    await log.close();
  }
  assert.ok(all.length >= KILLS);
});
