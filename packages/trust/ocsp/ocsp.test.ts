import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import {
  answerOcsp,
  buildOcspRequest,
  type CertificateStatus,
  type Identity,
  type OcspCheck,
  type OcspResponder,
  presignOcsp,
  verifyOcsp,
} from "../index.ts";
import { type Authority, issue, later, makeAuthority, makeRoot, now } from "../test/authority.ts";
import { inTempFolder, needs, run } from "../test/tools.ts";

let authority: Authority;
before(async () => {
  authority = await makeAuthority();
});

const nonce = Buffer.alloc(32, 7);
const service = (status: CertificateStatus, extra: Partial<OcspResponder> = {}): OcspResponder => ({
  issuer: authority.issuing.certificate,
  responder: authority.ocsp,
  now,
  lookup: (serialHex) => (serialHex === authority.seal.certificate.serialHex ? status : { status: "unknown" }),
  ...extra,
});
const check = (extra: Partial<OcspCheck> = {}): OcspCheck => ({
  certificate: authority.seal.certificate,
  issuer: authority.issuing.certificate,
  now,
  ...extra,
});
const ask = (status: CertificateStatus, extra: Partial<OcspResponder> = {}, hash: "sha1" | "sha256" = "sha1"): Promise<Buffer> =>
  answerOcsp(
    buildOcspRequest({ certificate: authority.seal.certificate, issuer: authority.issuing.certificate, nonce, hash }),
    service(status, extra),
  );
const codeOf = (response: Uint8Array, extra: Partial<OcspCheck> = {}): string => {
  const outcome = verifyOcsp(response, check(extra));
  return outcome.ok ? outcome.value.status.status : outcome.code;
};

test("good, revoked and unknown come back as they were looked up, with the nonce", async () => {
  const revoked: CertificateStatus = { status: "revoked", at: now, reason: "keyCompromise" };
  for (const status of [{ status: "good" }, revoked, { status: "unknown" }, { status: "revoked", at: now }] as const) {
    const outcome = verifyOcsp(await ask(status), check({ nonce }));
    assert.ok(outcome.ok);
    assert.deepEqual(outcome.value.status, status);
    assert.deepEqual([outcome.value.producedAt, outcome.value.nextUpdate], [now, later(600)]);
  }
  assert.equal(codeOf(await ask({ status: "good" }, {}, "sha256"), { nonce }), "good");
});

test("an answer to another question is refused by its nonce", async () => {
  assert.equal(codeOf(await ask({ status: "good" }), { nonce: Buffer.alloc(32, 8) }), "ocsp.nonce");
  const presigned = await presignOcsp(authority.seal.certificate.serialHex, { status: "good" }, service({ status: "good" }));
  assert.equal(codeOf(presigned), "good");
  assert.equal(codeOf(presigned, { nonce }), "ocsp.nonce");
});

test("an answer about another certificate is refused, and one of another issuer is unknown to us", async () => {
  assert.equal(codeOf(await ask({ status: "good" }), { certificate: authority.tsa.certificate }), "ocsp.other-certificate");
  const stranger = await makeRoot("Stranger");
  const request = buildOcspRequest({ certificate: authority.seal.certificate, issuer: stranger.certificate });
  const outcome = await answerOcsp(request, service({ status: "good" }));
  assert.equal(codeOf(outcome), "ocsp.other-certificate");
});

test("who was not made a responder by the issuer is not believed", async () => {
  const stranger = await makeRoot("Stranger");
  const responders: Identity[] = [
    authority.tsa,
    authority.seal,
    await issue(stranger, "ocsp"),
    await issue(authority.root, "ocsp"),
  ];
  for (const responder of responders)
    assert.equal(codeOf(await ask({ status: "good" }, { responder })), "ocsp.responder-not-authorised");
  assert.equal(codeOf(await ask({ status: "good" }, { responder: authority.issuing })), "good");
});

test("an expired responder is not believed", async () => {
  const responder = await issue(authority.issuing, "ocsp", { notAfter: new Date("2026-02-01") });
  assert.equal(codeOf(await ask({ status: "good" }, { responder })), "ocsp.responder-not-authorised");
});

test("an answer is fresh between its two updates only", async () => {
  const response = await ask({ status: "good" });
  assert.equal(codeOf(response, { now: later(599) }), "good");
  assert.equal(codeOf(response, { now: later(700) }), "ocsp.not-fresh");
  assert.equal(codeOf(response, { now: later(-120) }), "ocsp.not-fresh");
  assert.equal(
    codeOf(await ask({ status: "good" }, { validSeconds: 1e6 }), { now: later(7200), maxAgeSeconds: 3600 }),
    "ocsp.not-fresh",
  );
});

test("no altered byte changes what an answer says: it is refused, or it was not a signed one", async () => {
  const response = await ask({ status: "good" });
  const honest = verifyOcsp(response, check({ nonce }));
  let survivors = 0;
  for (let at = 0; at < response.length; at += 3) {
    const altered = Buffer.from(response);
    altered[at] = (altered[at] ?? 0) ^ 0x01;
    const outcome = verifyOcsp(altered, check({ nonce }));
    if (!outcome.ok) continue;
    survivors += 1;
    assert.deepEqual({ ...outcome.value, responder: 0 }, { ...(honest.ok && honest.value), responder: 0 }, `byte ${at}`);
  }
  // Only tags and lengths of the unsigned envelope are left.
  assert.ok(survivors <= 12, `${survivors} of ${response.length}`);
});

test("nonsense gets the unsigned answer malformedRequest, which verifies as refused", async () => {
  const answer = await answerOcsp(Buffer.from("nonsense"), service({ status: "good" }));
  assert.equal(answer.toString("hex"), "30030a0101");
  assert.equal(codeOf(answer), "ocsp.refused");
  assert.equal(codeOf(Buffer.alloc(3)), "ocsp.malformed");
});

test("openssl verifies our answer, asks us, and finds a revoked one revoked", { skip: needs("openssl") }, async () => {
  await inTempFolder(async (folder) => {
    const write = (name: string, content: string | Uint8Array): void => writeFileSync(path.join(folder, name), content);
    write("root.crt", authority.root.certificate.pem);
    write("issuing.crt", authority.issuing.certificate.pem);
    write("seal.crt", authority.seal.certificate.pem);
    run("openssl", ["ocsp", "-issuer", "issuing.crt", "-cert", "seal.crt", "-reqout", "q.der"], folder);
    const request = readFileSync(path.join(folder, "q.der"));
    const read = (): string =>
      run(
        "openssl",
        [
          "ocsp",
          "-respin",
          "a.der",
          "-reqin",
          "q.der",
          "-no_nonce",
          "-CAfile",
          "root.crt",
          "-verify_other",
          "issuing.crt",
          "-issuer",
          "issuing.crt",
          "-cert",
          "seal.crt",
          "-validity_period",
          "315360000",
          "-attime",
          String(now.getTime() / 1000),
        ],
        folder,
      ).output;
    write("a.der", await answerOcsp(request, service({ status: "good" })));
    assert.match(read(), /verify OK/);
    assert.match(read(), /seal\.crt: good/);
    write("a.der", await answerOcsp(request, service({ status: "revoked", at: now, reason: "superseded" })));
    assert.match(read(), /seal\.crt: revoked[\s\S]*superseded/);
    write("a.der", await answerOcsp(request, service({ status: "good" }, { responder: authority.seal })));
    assert.doesNotMatch(read(), /verify OK/);
  });
});
