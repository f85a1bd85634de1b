import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { parseCertificate } from "@troad/trust";
import { peerIdentity } from "./identity.ts";

test("a process whose certificate among its peers ends soon gets another one at its start", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "peers-"));
  let now = new Date();
  const open = async () => parseCertificate((await peerIdentity(undefined, folder, ["road"], { now: () => now })).cert);
  const first = await open();
  assert.equal((await open()).serialHex, first.serialHex);
  now = new Date(first.notAfter.getTime() - 86_400_000);
  const second = await open();
  assert.ok(second.notAfter.getTime() > now.getTime() + 300 * 86_400_000);
  fs.rmSync(folder, { recursive: true });
});
