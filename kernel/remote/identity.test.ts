import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { parseCertificate } from "@troad/trust";
import { peerIdentity } from "./identity.ts";

test("a process whose certificate among its peers ends soon gets another one at its start", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "peers-"));
  let now = new Date();
  const open = async () =>
    parseCertificate((await peerIdentity(undefined, folder, ["road"], "127.0.0.1", { now: () => now })).cert);
  const first = await open();
  assert.equal((await open()).serialHex, first.serialHex);
  now = new Date(first.notAfter.getTime() - 86_400_000);
  const second = await open();
  assert.ok(second.notAfter.getTime() > now.getTime() + 300 * 86_400_000);
  const elsewhere = new X509Certificate((await peerIdentity(undefined, folder, ["road"], "10.1.2.3", { now: () => now })).cert);
  assert.deepEqual(
    [elsewhere.checkIP("10.1.2.3"), elsewhere.checkHost("localhost")],
    ["10.1.2.3", "localhost"],
    "under a new name too",
  );
  fs.rmSync(folder, { recursive: true });
});

test("a process of forty modules has a certificate too, and keeps it", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "peers-"));
  const modules = Array.from({ length: 40 }, (_, index) => `module-number-${index}`);
  const open = async () =>
    parseCertificate((await peerIdentity(undefined, folder, modules, "127.0.0.1", { now: () => new Date() })).cert);
  assert.equal((await open()).serialHex, (await open()).serialHex);
  const other = await peerIdentity(undefined, folder, modules.slice(1), "127.0.0.1", { now: () => new Date() });
  assert.notEqual(parseCertificate(other.cert).serialHex, (await open()).serialHex);
  fs.rmSync(folder, { recursive: true });
});
