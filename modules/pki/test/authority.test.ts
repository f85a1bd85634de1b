import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { openAuthority } from "../authority/open.ts";

const day = 86_400_000;

test("the OCSP responder's certificate is renewed before it ends, at a start and while the authority runs; its key stays", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "authority-"));
  let now: Date = new Date();
  const clock = { now: () => now };
  const running = await openAuthority({ folder, clock });
  const first = running.current().ocsp.certificate;
  await running.renewResponders();
  assert.equal(running.current().ocsp.certificate.serialHex, first.serialHex, "not before its time");
  now = new Date(first.notAfter.getTime() - 20 * day);
  await running.renewResponders();
  const second = running.current().ocsp.certificate;
  assert.ok(second.notAfter.getTime() > now.getTime() + 700 * day && second.publicKey.equals(first.publicKey));
  now = new Date(second.notAfter.getTime() + day);
  const again = await openAuthority({ folder, clock });
  assert.ok(again.current().ocsp.certificate.notAfter > now);
  assert.equal(again.current().issuing.certificate.serialHex, running.current().issuing.certificate.serialHex);
  fs.rmSync(folder, { recursive: true });
});
