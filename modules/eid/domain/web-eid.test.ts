import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, type KeyObject, sign, X509Certificate } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { type Algorithm as AnyAlgorithm, isSignedBy, parseToken, signedBytes } from "./web-eid.ts";

type Algorithm = Extract<AnyAlgorithm, `ES${string}`>;

const origin = "https://eid.example";
const nonce = Buffer.alloc(32, 7).toString("base64");
const curves = { ES256: ["P-256", "sha256"], ES384: ["P-384", "sha384"], ES512: ["P-521", "sha512"] } as const;

function tokenBy(key: KeyObject, algorithm: Algorithm) {
  const hash = curves[algorithm][1];
  const bytes = Buffer.concat([origin, nonce].map((text) => createHash(hash).update(text).digest()));
  const signature = sign(hash, bytes, { key, dsaEncoding: "ieee-p1363" }).toString("base64");
  return parseToken({ unverifiedCertificate: "AAAA", algorithm, signature, format: "web-eid:1.0", appVersion: "test" });
}

test("each algorithm of the format verifies on its own curve, for its origin and nonce only", () => {
  for (const [algorithm, [namedCurve]] of Object.entries(curves) as [Algorithm, readonly [string, string]][]) {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve });
    const token = tokenBy(privateKey, algorithm);
    assert.equal(isSignedBy(token, publicKey, origin, nonce), true, algorithm);
    assert.equal(isSignedBy(token, publicKey, `${origin}/`, nonce), false, "a trailing slash is another origin");
    assert.equal(isSignedBy(token, publicKey, origin, `${nonce}=`), false);
    const other = Object.keys(curves).find((one) => one !== algorithm) as Algorithm;
    assert.equal(isSignedBy({ ...token, algorithm: other }, publicKey, origin, nonce), false, "an algorithm of another curve");
    assert.equal(isSignedBy(token, generateKeyPairSync("ec", { namedCurve }).publicKey, origin, nonce), false, "another key");
  }
});

test("signed bytes are the digest of the origin followed by the digest of the nonce", () => {
  const half = (text: string): string => createHash("sha256").update(text).digest("hex");
  assert.equal(signedBytes("ES256", origin, nonce).toString("hex"), half(origin) + half(nonce));
});

type Vector = { name: string; origin: string; nonce: string; expect: boolean; token: { unverifiedCertificate: string } };

test("tokens of Estonian, Latvian, Belgian, Finnish and Taiwanese test cards verify, or fail, as published", (t) => {
  const reference = process.env.TROAD_REFERENCE ?? path.join(import.meta.dirname, "..", "..", "..", "..", "shared", "reference");
  const file = path.join(reference, "..", "facts", "identity", "web-eid-authtoken-v1.json");
  if (!fs.existsSync(file)) return t.skip(`no ${path.basename(file)} here`);
  const { tokens } = JSON.parse(fs.readFileSync(file, "utf8")) as { tokens: Vector[] };
  assert.ok(tokens.length >= 10);
  for (const { name, origin: site, nonce: asked, expect, token } of tokens) {
    const { publicKey } = new X509Certificate(Buffer.from(token.unverifiedCertificate, "base64"));
    const parsed = parseToken(token);
    assert.equal(isSignedBy(parsed, publicKey, site, asked), expect, name);
    const altered = Buffer.from(parsed.signature, "base64");
    altered[altered.length - 1]! ^= 1;
    assert.equal(
      isSignedBy({ ...parsed, signature: altered.toString("base64") }, publicKey, site, asked),
      false,
      `${name}, altered`,
    );
  }
});
