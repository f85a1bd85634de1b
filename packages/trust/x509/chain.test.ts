import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { before, test } from "node:test";
import {
  type CertificateUse,
  type ChainRequest,
  generateSigner,
  type Identity,
  issueCertificate,
  parseCertificate,
  type TrustCode,
  verifyChain,
} from "../index.ts";
import { type Authority, issue, later, makeAuthority, makeRoot, now, validity } from "../test/authority.ts";

let authority: Authority;
before(async () => {
  authority = await makeAuthority();
});

const codeOf = (identity: Identity, request: Partial<ChainRequest> = {}): TrustCode | "ok" => {
  const { root, issuing } = authority;
  const outcome = verifyChain(identity.certificate, {
    roots: [root.certificate],
    intermediates: [issuing.certificate],
    at: now,
    ...request,
  });
  return outcome.ok ? "ok" : outcome.code;
};

test("a seal chains through the issuing authority to the root", () => {
  const { root, issuing, seal } = authority;
  const outcome = verifyChain(seal.certificate, {
    roots: [root.certificate],
    intermediates: [issuing.certificate],
    at: now,
    use: "seal",
  });
  assert.ok(outcome.ok);
  assert.deepEqual(
    outcome.value.map((certificate) => certificate.subject.CN?.split(" ")[0]),
    ["Ministry", "Demo", "Demo"],
  );
});

test("outside its validity a certificate is expired or not yet valid, and so is one below an expired authority", async () => {
  assert.equal(codeOf(authority.seal, { at: new Date("2040-01-01") }), "chain.expired");
  assert.equal(codeOf(authority.seal, { at: new Date("2020-01-01") }), "chain.not-yet-valid");
  const old = await issue(authority.root, "issuing", { notAfter: new Date("2026-02-01"), san: {} });
  const member = await issue(old, "seal");
  assert.equal(codeOf(member, { intermediates: [old.certificate] }), "chain.expired");
});

test("a certificate of another authority of the same name does not chain", async () => {
  const other = await makeRoot("Demo Root");
  const forged = await issue(other, "issuing", { subject: authority.issuing.certificate.subject, san: {} });
  const member = await issue(forged, "seal");
  assert.equal(codeOf(member), "chain.unknown-issuer");
  assert.equal(codeOf(member, { intermediates: [forged.certificate] }), "chain.unknown-issuer");
  assert.equal(codeOf(authority.seal, { intermediates: [] }), "chain.unknown-issuer");
});

test("an altered certificate has a bad signature", () => {
  const der = Buffer.from(authority.seal.certificate.der);
  const at = der.indexOf("TWDEMO/GOV/MOI");
  der.write("TWDEMO/GOV/MOF", at);
  assert.equal(codeOf({ ...authority.seal, certificate: parseCertificate(der) }), "chain.bad-signature");
});

test("a member cannot issue certificates", async () => {
  const forged = await issue(authority.seal, "seal");
  assert.equal(codeOf(forged, { intermediates: [authority.issuing.certificate, authority.seal.certificate] }), "chain.not-a-ca");
});

test("an issuing authority cannot put another authority below itself", async () => {
  const below = await issue(authority.issuing, "issuing", { subject: { C: "TW", CN: "Below" }, san: {} });
  const member = await issue(below, "seal");
  assert.equal(codeOf(member, { intermediates: [authority.issuing.certificate, below.certificate] }), "chain.path-length");
});

test("each use demands its profile", async () => {
  const uses: readonly [Identity, CertificateUse][] = [
    [authority.seal, "seal"],
    [authority.ocsp, "ocsp"],
    [authority.tsa, "tsa"],
    [await issue(authority.issuing, "tls"), "tls-server"],
    [await issue(authority.issuing, "eid-auth"), "authentication"],
  ];
  for (const [identity, use] of uses) {
    assert.equal(codeOf(identity, { use }), "ok", use);
    for (const [other, otherUse] of uses) {
      const foreseen = otherUse === use || (use === "authentication" && otherUse === "tls-server") ? "ok" : "chain.wrong-usage";
      assert.equal(codeOf(other, { use }), foreseen, `${otherUse} used for ${use}`);
    }
  }
});

test("keys too weak for today are refused even under a good signature", async () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const certificate = await issueCertificate({
    ...validity,
    profile: "ocsp",
    subject: { CN: "weak" },
    publicKey,
    issuer: authority.issuing,
  });
  assert.equal(codeOf({ certificate, signer: await generateSigner("P-256") }), "chain.weak-algorithm");
});

test("ipxe/ipxe#606: an expired cross certificate does not hide a valid path to another root", async () => {
  const [old, fresh] = [await makeRoot("Old Root"), await makeRoot("New Root")];
  const crossed = (by: Identity, of: Identity, notAfter: Date) =>
    issueCertificate({
      ...{ profile: "issuing", pathLength: 1, subject: of.certificate.subject, publicKey: of.signer.publicKey, issuer: by },
      ...{ notBefore: validity.notBefore, notAfter },
    });
  const expired = await crossed(old, fresh, later(-60));
  const issuing = await issue(fresh, "issuing", { subject: { C: "TW", CN: "New Issuing" }, san: {} });
  const seal = await issue(issuing, "seal", { san: {} });
  const between = [expired, issuing.certificate];
  const both = verifyChain(seal.certificate, {
    roots: [old.certificate, fresh.certificate],
    intermediates: between,
    at: now,
    use: "seal",
  });
  assert.ok(both.ok, "the path to the new root");
  const oldOnly = { roots: [old.certificate], at: now, use: "seal" } as const;
  const hidden = verifyChain(seal.certificate, { ...oldOnly, intermediates: between });
  assert.deepEqual([hidden.ok, !hidden.ok && hidden.code], [false, "chain.expired"]);
  const renewed = await crossed(old, fresh, validity.notAfter);
  const found = verifyChain(seal.certificate, { ...oldOnly, intermediates: [...between, renewed] });
  assert.ok(found.ok && found.value.length === 4, "the renewed one behind the expired one");
});
