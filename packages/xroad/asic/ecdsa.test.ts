import assert from "node:assert/strict";
import { verify } from "node:crypto";
import { test } from "node:test";
import { generateSigner, type KeyKind } from "@troad/trust";
import { rawEcdsa } from "./ecdsa.ts";

test("signatures of each curve keep their meaning in the form of XML signatures, also with short numbers", async () => {
  const kinds: readonly [KeyKind, string, number][] = [
    ["P-256", "sha256", 64],
    ["P-384", "sha384", 96],
    ["P-521", "sha512", 132],
  ];
  for (const [kind, hash, length] of kinds) {
    const signer = await generateSigner(kind);
    const key = { key: signer.publicKey, dsaEncoding: "ieee-p1363" } as const;
    // One number in 256 is a byte shorter in DER.
    for (let count = 0; count < (kind === "P-256" ? 300 : 40); count += 1) {
      const bytes = Buffer.from(`message ${count}`);
      const raw = rawEcdsa(await signer.sign(bytes), signer.publicKey);
      assert.equal(raw.length, length);
      assert.ok(verify(hash, bytes, key, raw), `${kind} ${count}`);
      assert.equal(verify(hash, Buffer.from("altered"), key, raw), false);
    }
  }
});

test("what is not an ECDSA signature is refused", async () => {
  const { publicKey, sign } = await generateSigner("P-256");
  const der = await sign(Buffer.from("message"));
  for (const bent of [der.subarray(0, -1), Buffer.concat([der, Buffer.from([0])]), Buffer.from("text"), Buffer.alloc(0)])
    assert.throws(() => rawEcdsa(bent, publicKey), RangeError);
  const rsa = await generateSigner("RSA-2048");
  assert.throws(() => rawEcdsa(der, rsa.publicKey), RangeError);
});
