import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import {
  answerTimestamp,
  buildTimestampRequest,
  type Identity,
  imprintOf,
  type TimestampAuthority,
  type TimestampCheck,
  tokenOfResponse,
  verifyTimestamp,
} from "../index.ts";
import { type Authority, issue, makeAuthority, makeRoot, now, policy } from "../test/authority.ts";
import { stamp } from "../test/sealed.ts";
import { inTempFolder, needs, run } from "../test/tools.ts";

let authority: Authority;
before(async () => {
  authority = await makeAuthority();
});

const bytes = Buffer.from("電子發票");
const nonce = Buffer.from("f0e1d2c3b4a59687", "hex");
const service = (extra: Partial<TimestampAuthority> = {}): TimestampAuthority => ({ tsa: authority.tsa, policy, now, ...extra });
const codeOf = (token: Uint8Array, extra: Partial<TimestampCheck> = {}): string => {
  const outcome = verifyTimestamp(token, {
    bytes,
    roots: [authority.root.certificate],
    intermediates: [authority.issuing.certificate],
    ...extra,
  });
  return outcome.ok ? "ok" : outcome.code;
};
const refusalOf = async (request: Uint8Array): Promise<string | undefined> => {
  const outcome = tokenOfResponse(await answerTimestamp(request, service()));
  return outcome.ok ? undefined : outcome.code;
};

test("a token proves time, policy and serial number of a digest", async () => {
  const response = await answerTimestamp(
    buildTimestampRequest({ imprint: imprintOf(bytes, "sha512"), nonce, policy }),
    service({ serial: Buffer.from("0102", "hex"), accuracySeconds: 2 }),
  );
  const token = tokenOfResponse(response);
  assert.ok(token.ok);
  const outcome = verifyTimestamp(token.value, {
    imprint: imprintOf(bytes, "sha512"),
    roots: [authority.root.certificate],
    intermediates: [authority.issuing.certificate],
    nonce,
  });
  assert.ok(outcome.ok);
  const { genTime, serialHex, policy: under, accuracySeconds, tsa } = outcome.value;
  assert.deepEqual([genTime, serialHex, under, accuracySeconds], [now, "0102", policy, 2]);
  assert.equal(tsa.fingerprint, authority.tsa.certificate.fingerprint);
});

test("a token of other bytes, another nonce or another authority is refused", async () => {
  const token = await stamp(bytes, authority.tsa, now);
  assert.equal(codeOf(token), "ok");
  assert.equal(codeOf(token, { bytes: Buffer.from("電子發票!") }), "timestamp.imprint");
  assert.equal(codeOf(token, { nonce }), "timestamp.nonce");
  assert.equal(codeOf(token, { roots: [(await makeRoot("Demo Root")).certificate] }), "chain.unknown-issuer");
});

test("who is not a time stamper cannot give time", async () => {
  const { issuing, seal, ocsp } = authority;
  for (const tsa of [seal, ocsp, await issue(issuing, "tls"), issuing])
    assert.equal(codeOf(await stamp(bytes, tsa, now)), "timestamp.not-a-tsa");
});

test("the authority's chain counts at the time in the token", async () => {
  const tsa = await issue(authority.issuing, "tsa", { notBefore: new Date("2026-12-01") });
  assert.equal(codeOf(await stamp(bytes, tsa, now)), "chain.not-yet-valid");
  assert.equal(codeOf(await stamp(bytes, tsa, new Date("2026-12-02"))), "ok");
});

test("a token that names one certificate and carries another of the same key is refused", async () => {
  const { tsa, issuing } = authority;
  // of the same length, so that the swap leaves the structure whole
  const [twin, other] = await sameLength(async () => {
    const { certificate } = await issue(issuing, "tsa", { publicKey: tsa.signer.publicKey });
    return { signer: tsa.signer, certificate };
  });
  const token = await stamp(bytes, twin, now);
  assert.equal(codeOf(token), "ok");
  other.certificate.der.copy(token, token.indexOf(twin.certificate.der));
  assert.equal(codeOf(token), "timestamp.bad-signature");
});

/** ECDSA signatures vary by a byte or two: makes certificates until two are as long. */
async function sameLength(make: () => Promise<Identity>): Promise<[Identity, Identity]> {
  const made = new Map<number, Identity>();
  for (;;) {
    const one = await make();
    const other = made.get(one.certificate.der.length);
    if (other) return [one, other];
    made.set(one.certificate.der.length, one);
  }
}

test("no altered byte changes what a token says: it is refused, or it was not a signed one", async () => {
  const token = await stamp(bytes, authority.tsa, now);
  const verify = (candidate: Buffer) =>
    verifyTimestamp(candidate, { bytes, roots: [authority.root.certificate], intermediates: [authority.issuing.certificate] });
  const honest = verify(token);
  let survivors = 0;
  for (let at = 0; at < token.length; at += 3) {
    const altered = Buffer.from(token);
    altered[at] = (altered[at] ?? 0) ^ 0x01;
    const outcome = verify(altered);
    if (!outcome.ok) continue;
    survivors += 1;
    assert.deepEqual({ ...outcome.value, tsa: 0 }, { ...(honest.ok && honest.value), tsa: 0 }, `byte ${at}`);
  }
  // CMS does not sign versions, the list of digests and the signer's name, which the ESS attribute makes up for.
  assert.ok(survivors <= 60, `${survivors} of ${token.length}`);
});

test("what cannot be granted is turned down", async () => {
  assert.equal(await refusalOf(Buffer.from("nonsense")), "timestamp.refused");
  assert.equal(await refusalOf(buildTimestampRequest({ imprint: imprintOf(bytes), policy: "1.2.3" })), "timestamp.refused");
  assert.equal(
    await refusalOf(buildTimestampRequest({ imprint: { hash: "sha256", digest: Buffer.alloc(20) } })),
    "timestamp.refused",
  );
  assert.equal(await refusalOf(buildTimestampRequest({ imprint: imprintOf(bytes) })), undefined);
});

test("openssl asks us and verifies what it gets, and not for other bytes", { skip: needs("openssl") }, async () => {
  await inTempFolder(async (folder) => {
    const write = (name: string, content: string | Uint8Array): void => writeFileSync(path.join(folder, name), content);
    write("doc", bytes);
    write("other", "x");
    write("root.crt", authority.root.certificate.pem);
    write("issuing.crt", authority.issuing.certificate.pem);
    run("openssl", ["ts", "-query", "-data", "doc", "-sha512", "-cert", "-out", "q.tsq"], folder);
    write("a.tsr", await answerTimestamp(readFileSync(path.join(folder, "q.tsq")), service()));
    const verify = (...against: string[]): string =>
      run("openssl", ["ts", "-verify", ...against, "-in", "a.tsr", "-CAfile", "root.crt", "-untrusted", "issuing.crt"], folder)
        .output;
    assert.match(verify("-queryfile", "q.tsq"), /Verification: OK/);
    assert.match(verify("-data", "doc"), /Verification: OK/);
    assert.match(verify("-data", "other"), /FAILED/);
    write("a.tsr", await answerTimestamp(Buffer.from("nonsense"), service()));
    assert.match(
      run("openssl", ["ts", "-reply", "-in", "a.tsr", "-text"], folder).output,
      /badDataFormat|bad data format|data submitted has the wrong format/i,
    );
  });
});
