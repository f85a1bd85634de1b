import assert from "node:assert/strict";
import { before, test } from "node:test";
import { CompactSign } from "jose";
import { type Authority, issue, later, makeAuthority, makeRoot, now } from "../test/authority.ts";
import { signSealJws, verifySealJws } from "./seal-jws.ts";

const typ = "example+jws";
const member = "TWDEMO/GOV/MOI";
let pki: Authority;
before(async () => {
  pki = await makeAuthority();
});
const trust = () => ({ typ, roots: [pki.root.certificate], at: now, member });
const sealed = (payload: object, kind = typ) =>
  signSealJws(payload, { typ: kind, signer: pki.seal.signer, chain: [pki.seal.certificate, pki.issuing.certificate] });

test("a sealed object verifies and comes back as it was", async () => {
  assert.deepEqual(await verifySealJws(await sealed({ a: 1, 名: "內政部" }), trust()), {
    ok: true,
    value: { a: 1, 名: "內政部" },
  });
});

test("one altered character of header, payload or signature is refused", async () => {
  const jws = await sealed({ amount: 100 });
  for (const part of [0, 1, 2]) {
    const parts = jws.split(".");
    const text = parts[part]!;
    const at = text.length >> 1;
    parts[part] = `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
    assert.equal((await verifySealJws(parts.join("."), trust())).ok, false, `part ${part}`);
  }
});

test("another kind of token, another member's seal, a foreign root and an expired chain are refused with their codes", async () => {
  const code = async (jws: string, change: object = {}) => {
    const outcome = await verifySealJws(jws, { ...trust(), ...change });
    return outcome.ok ? "ok" : outcome.code;
  };
  assert.equal(await code(await sealed({}, "other+jws")), "jws.malformed");
  assert.equal(await code(await sealed({}), { member: "TWDEMO/GOV/MOE" }), "jws.signer");
  assert.equal(await code(await sealed({}), { roots: [(await makeRoot("Someone else")).certificate] }), "chain.unknown-issuer");
  assert.equal(await code(await sealed({}), { at: later(20 * 365 * 86_400) }), "chain.expired");
});

test("a certificate that is no seal cannot seal, and no algorithm can be switched off", async () => {
  const card = await issue(pki.issuing, "eid-auth");
  const asCard = await signSealJws({}, { typ, signer: card.signer, chain: [card.certificate, pki.issuing.certificate] });
  const outcome = await verifySealJws(asCard, trust());
  assert.equal(outcome.ok ? "ok" : outcome.code, "chain.wrong-usage");
  const x5c = [pki.seal.certificate, pki.issuing.certificate].map((one) => one.der.toString("base64"));
  const hmac = await new CompactSign(Buffer.from("{}")).setProtectedHeader({ alg: "HS256", typ, x5c }).sign(Buffer.alloc(32, 1));
  const forged = await verifySealJws(hmac, trust());
  assert.equal(forged.ok ? "ok" : forged.code, "jws.bad-signature");
  assert.equal((await verifySealJws("not a token", trust())).ok, false);
});
