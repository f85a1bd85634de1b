import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { before, test } from "node:test";
import { signSealJws } from "@troad/trust";
import { encode } from "cborg";
import { type Authority, issue, later, makeAuthority, makeRoot, now } from "../trust/test/authority.ts";
import { readCose } from "./cose.ts";
import {
  type CredentialClaims,
  type CredentialTrust,
  compactLimit,
  decodeBase45,
  encodeBase45,
  encodeStatusList,
  openStatusTokens,
  readCredential,
  signCompactForm,
  statusListType,
  verifyCredential,
  wholeType,
} from "./index.ts";

const uri = "https://gov.example.tw/certificates/status/moi-202611";
const claims: CredentialClaims = {
  iss: "TWDEMO/GOV/MOI/HOUSEHOLD",
  jti: "AAECAwQFBgcICQoLDA0ODxAR",
  iat: Math.floor(now.getTime() / 1000) - 60,
  exp: Math.floor(later(86_400).getTime() / 1000),
  ...{ service: "good-standing", agency: "moi", holder: "王○明" },
  statements: { address: "新北市板橋區文化路一段 100 號", members: 4 },
  status: { status_list: { idx: 5, uri } },
};
let pki: Authority;
let compact: string;
let whole: string;
const sealed = (payload: object, typ: string) =>
  signSealJws(payload, { typ, signer: pki.seal.signer, chain: [pki.seal.certificate, pki.issuing.certificate] });
const listOf = (set: [number, number][], exp = later(60)) =>
  sealed({ sub: uri, exp: exp.getTime() / 1000, status_list: { bits: 2, lst: encodeStatusList(64, 2, set) } }, statusListType);
const trustWith = (status: CredentialTrust["status"], extra: Partial<CredentialTrust> = {}): CredentialTrust => ({
  roots: [pki.root.certificate],
  intermediates: [pki.issuing.certificate],
  signers: [pki.seal.certificate],
  ...{ now, status, ...extra },
});
const opened = (tokens: string[], at = now) => openStatusTokens(tokens, { ...trustWith(() => 0), issuer: claims.iss, at });
const faults = async (text: string, trust: CredentialTrust) => {
  const read = readCredential(text);
  assert.ok(read, "can be read");
  return (await verifyCredential(read, trust)).flatMap(({ step, ok, code }) => (ok ? [] : [`${step} ${code}`]));
};

before(async () => {
  pki = await makeAuthority();
  compact = (await signCompactForm(claims, pki.seal))!;
  whole = await sealed(claims, wholeType);
});

test("base45 is that of RFC 9285, and what no encoder writes is refused", () => {
  for (const [plain, text] of [
    ["AB", "BB8"],
    ["Hello!!", "%69 VD92EX0"],
    ["base-45", "UJCLQE7W581"],
  ] as const) {
    assert.equal(encodeBase45(Buffer.from(plain)), text);
    assert.equal(decodeBase45(text)?.toString(), plain);
  }
  for (const text of ["GGW", ":::", "A", "ABCD", "ab8"]) assert.equal(decodeBase45(text), undefined, text);
});

test("the signed token of RFC 8392 appendix A.3 verifies, and not with another key or a byte changed", () => {
  const token = Buffer.from(
    "d28443a10126a104524173796d6d657472696345434453413235365850a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818" +
      "636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b7158405427c1ff28d23fbad1f29c4c7c6a" +
      "555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c57209120e1c9e30",
    "hex",
  );
  const key = (x: string, y: string) => ({
    publicKey: createPublicKey({
      key: {
        kty: "EC",
        crv: "P-256",
        ...{ x: Buffer.from(x, "hex").toString("base64url"), y: Buffer.from(y, "hex").toString("base64url") },
      },
      format: "jwk",
    }),
  });
  const signer = key(
    "143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f",
    "60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9",
  );
  const read = readCose(token);
  assert.equal(read?.claims.get(1), "coap://as.example.com");
  assert.equal(read?.signedBy(signer), true);
  assert.equal(read?.signedBy(pki.seal.certificate), false);
  token[60]! ^= 1;
  assert.notEqual(readCose(token)?.signedBy(signer), true);
});

test("both forms of a certificate verify against one status list, and say the same", async () => {
  assert.ok(compact.length <= compactLimit, `${compact.length} characters`);
  const status = await opened([await listOf([])]);
  for (const text of [compact, `${whole}\n`, `${compact}\r\n`]) {
    assert.deepEqual(readCredential(text)?.claims, claims);
    assert.deepEqual(await faults(text, trustWith(status)), []);
  }
});

test("revoked and suspended are told apart, and a list that is missing, over, or another's leaves the status open", async () => {
  const status = async (set: [number, number][]) => trustWith(await opened([await listOf(set)]));
  for (const text of [compact, whole]) {
    assert.deepEqual(await faults(text, await status([[5, 1]])), ["status certificate.revoked"]);
    assert.deepEqual(await faults(text, await status([[5, 2]])), ["status certificate.suspended"]);
    assert.deepEqual(await faults(text, await status([[5, 3]])), ["status certificate.revoked"]);
    assert.deepEqual(
      await faults(
        text,
        await status([
          [4, 3],
          [6, 3],
        ]),
      ),
      [],
    );
    assert.deepEqual(await faults(text, trustWith(await opened([]))), ["status status.unknown"]);
    assert.deepEqual(await faults(text, trustWith(await opened([await listOf([], later(-1))]))), ["status status.unknown"]);
    const other = await issue(pki.issuing, "seal", { san: {}, subject: { C: "TW", CN: "MOE", serialNumber: "TWDEMO/GOV/MOE" } });
    const forged = await signSealJws(
      { sub: uri, status_list: { bits: 2, lst: encodeStatusList(64, 2, []) } },
      { typ: statusListType, signer: other.signer, chain: [other.certificate, pki.issuing.certificate] },
    );
    assert.deepEqual(await faults(text, trustWith(await opened([forged]))), ["status status.unknown"]);
  }
});

test("an altered code, an unknown or foreign seal, another agency's, and one signed after the seal ended are refused", async () => {
  const valid = () => 0;
  const bytes = decodeBase45(compact.slice(5))!;
  let unreadable = 0;
  for (let at = 0; at < bytes.length; at++) {
    const altered = Buffer.from(bytes);
    altered[at]! ^= 0x10;
    const read = readCredential(`TRC1:${encodeBase45(altered)}`);
    if (!read) unreadable += 1;
    else assert.equal((await verifyCredential(read, trustWith(valid)))[0]?.ok, false, `byte ${at}`);
  }
  assert.ok(unreadable < bytes.length / 2);
  assert.deepEqual(await faults(compact, trustWith(valid, { signers: [] })), [
    "signature signature.signer-unknown",
    "issuer step.not-reached",
  ]);
  const foreign = (await makeRoot("Someone else")).certificate;
  assert.deepEqual(await faults(compact, trustWith(valid, { roots: [foreign] })), ["issuer chain.unknown-issuer"]);
  const card = await issue(pki.issuing, "eid-auth");
  const byCard = (await signCompactForm(claims, card))!;
  assert.deepEqual(await faults(byCard, trustWith(valid, { signers: [card.certificate] })), ["issuer chain.wrong-usage"]);
  const asOther = (await signCompactForm({ ...claims, iss: "TWDEMO/GOV/MOE/EDU" }, pki.seal))!;
  assert.deepEqual(await faults(asOther, trustWith(valid)), ["issuer signature.other-issuer"]);
  assert.deepEqual(await faults(compact, trustWith(valid, { now: later(86_401) })), ["validity certificate.ended"]);
  assert.deepEqual(await faults(compact, trustWith(valid, { now: later(-3_600) })), ["validity certificate.early"]);
});

test("what has no room is left out and said, and what is no certificate is not read", async () => {
  const statements = Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`statement${n}`, "新北市板橋區".repeat(4)]));
  const long = (await signCompactForm({ ...claims, statements }, pki.seal))!;
  const read = readCredential(long)!.claims;
  assert.ok(long.length <= compactLimit && read.left! > 0);
  assert.equal(Object.keys(read.statements).length + read.left!, 15);
  assert.deepEqual(
    await faults(
      long,
      trustWith(() => 0),
    ),
    [],
  );
  const deep = `TRC1:${encodeBase45(Buffer.alloc(500, 0x81))}`;
  const other = `TRC1:${encodeBase45(Buffer.from(encode(new Map([[1, "x"]]))))}`;
  for (const text of [
    "",
    "TRC1:",
    deep,
    other,
    "TRC1:%%%",
    `TRC1:${"A".repeat(70_000)}`,
    "a.b.c",
    "https://gov.example.tw/verify/x",
  ])
    assert.equal(readCredential(text), undefined, text.slice(0, 30));
  assert.equal(await signCompactForm(claims, await issue(pki.issuing, "seal", { san: {} }, "RSA-2048")), undefined);
});
