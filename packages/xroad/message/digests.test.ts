import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { presignOcsp } from "@troad/trust";
import { signXroad, verifyXroadDigests } from "../index.ts";
import { later, makeAuthority, now } from "../test/authority.ts";

const digestBy = (hash: "sha256" | "sha512", bytes: Uint8Array) => createHash(hash).update(bytes).digest();
const sha512 = (bytes: Uint8Array) => digestBy("sha512", bytes);
const [head, body] = [Buffer.from("POST\r\n/r1/TWDEMO/GOV/MOI/REGISTERS/household/find\r\n"), Buffer.from("{}")];

test("digests alone show who signed which message, as far as the signature is over digests of their kind", async () => {
  const [member, other] = await Promise.all([makeAuthority("P-256"), makeAuthority("P-256")]);
  const { signer, certificate } = member.seal;
  const { root, ocsp } = member;
  const status = await presignOcsp(
    certificate.serialHex,
    { status: "good" },
    { issuer: root.certificate, responder: ocsp, now: later(-60) },
  );
  const signed = async (digest: "sha256" | "sha512"): Promise<Buffer> => {
    const files = [
      { uri: "/message.xml", digest: digestBy(digest, head) },
      { uri: "/attachment1", digest: digestBy(digest, body) },
    ];
    const { xml } = await signXroad({ files, digest, signer, certificate, signingTime: now, ocspResponses: [status] });
    return Buffer.from(xml);
  };
  const message = { xml: await signed("sha512"), chain: undefined, head: sha512(head), body: sha512(body) };
  const checked = async (altered: object, by = certificate) => {
    const outcome = await verifyXroadDigests({ ...message, ...altered }, by);
    return outcome.ok ? outcome.value.isBound : outcome.code;
  };
  assert.equal(await checked({}), true);
  assert.equal(await checked({ xml: await signed("sha256") }), false, "valid, and it says nothing of these digests");
  assert.equal(await checked({}, other.seal.certificate), "message.reference");
  assert.equal(await checked({ head: sha512(body) }), "message.digest");
  assert.equal(await checked({ body: sha512(head) }), "message.digest");
  assert.equal(await checked({ body: undefined }), "message.reference");
  const text = message.xml.toString();
  const forged = text.replace(
    /(<ds:SignatureValue[^>]*>)(.)/,
    (_all, tag: string, first: string) => tag + (first === "A" ? "B" : "A"),
  );
  assert.notEqual(forged, text);
  assert.equal(typeof (await checked({ xml: Buffer.from(forged) })), "string");
});
