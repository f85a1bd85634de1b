import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFile } from "../check.ts";

test("a file without a signature, and one that only looks like a signed one, are refused with a reason", async () => {
  const trusted = { roots: [], intermediates: [], tsas: [], urls: { ocsp: "", crl: "", tsa: "" } };
  const refusedAs = async (text: string) => (await checkFile(Buffer.from(text, "latin1"), trusted, new Date())).refused;
  assert.equal(await refusedAs("just a text"), "signing.not-signed");
  assert.equal(await refusedAs("PK\x03\x04 no container"), "signing.not-signed");
  assert.equal(await refusedAs("%PDF-1.7 /ByteRange [0 1 2 3]"), "pades.unreadable");
});
