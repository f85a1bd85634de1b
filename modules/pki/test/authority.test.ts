import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { openAuthority } from "../domain/authority.ts";

const day = 86_400_000;

test("the OCSP responder's certificate is renewed before it ends, at a start and while the authority runs; its key stays", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "authority-"));
  let now: Date = new Date();
  const clock = { now: () => now };
  const running = await openAuthority({ folder, clock });
  const first = running.ocsp.certificate;
  await running.renewResponder();
  assert.equal(running.ocsp.certificate.serialHex, first.serialHex, "not before its time");
  now = new Date(first.notAfter.getTime() - 20 * day);
  await running.renewResponder();
  const second = running.ocsp.certificate;
  assert.ok(second.notAfter.getTime() > now.getTime() + 700 * day && second.publicKey.equals(first.publicKey));
  now = new Date(second.notAfter.getTime() + day);
  const again = await openAuthority({ folder, clock });
  assert.ok(again.ocsp.certificate.notAfter > now);
  assert.equal(again.issuing.certificate.serialHex, running.issuing.certificate.serialHex);
  fs.rmSync(folder, { recursive: true });
});
