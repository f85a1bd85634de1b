import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { before, test } from "node:test";
import {
  answerTimestamp,
  buildTimestampRequest,
  type CertificateStatus,
  type Identity,
  imprintOf,
  presignOcsp,
  tokenOfResponse,
} from "@troad/trust";
import {
  addTimestamp,
  buildHashChains,
  readXroadContainer,
  signXroad,
  verifyXroadContainer,
  writeXroadContainer,
  type XroadContainerFiles,
  type XroadReport,
} from "../index.ts";
import { type Authority, later, makeAuthority, now } from "../test/authority.ts";

let authority: Authority;
let rsa: Authority;
before(async () => {
  [authority, rsa] = await Promise.all([makeAuthority("P-256"), makeAuthority("RSA-2048")]);
});

const message = Buffer.from("<request>戶籍謄本</request>");
const attachments = [Buffer.alloc(3000, "evidence "), Buffer.from("second")];

async function stamp(bytes: Uint8Array, tsa: Identity, at = later(1)): Promise<Buffer> {
  const service = { tsa, policy: "1.3.6.1.4.1.99999.1.1", now: at };
  const token = tokenOfResponse(await answerTimestamp(buildTimestampRequest({ imprint: imprintOf(bytes) }), service));
  assert.ok(token.ok);
  return token.value;
}

/** A status answer as X-Road has it: fetched some time before the signature. */
const statusAnswer = (by: Authority, status: CertificateStatus, at: Date): Promise<Uint8Array> =>
  presignOcsp(by.seal.certificate.serialHex, status, { issuer: by.root.certificate, responder: by.ocsp, now: at });

interface Deviation {
  readonly status?: CertificateStatus;
  readonly answeredAt?: Date;
  readonly tsa?: Identity;
  readonly stampOver?: Uint8Array;
}

async function sign(by: Authority, files: { uri: string; data: Uint8Array }[], deviation: Deviation = {}) {
  const hash = by.seal.signer.algorithm.slice(2) === "256" ? "sha256" : "sha512";
  return signXroad({
    files: files.map(({ uri, data }) => ({ uri, digest: createHash(hash).update(data).digest() })),
    signer: by.seal.signer,
    certificate: by.seal.certificate,
    signingTime: now,
    ocspResponses: [await statusAnswer(by, deviation.status ?? { status: "good" }, deviation.answeredAt ?? later(-600))],
  });
}

const direct = [
  { uri: "/message.xml", data: message },
  { uri: "/attachment1", data: attachments[0] ?? message },
  { uri: "/attachment2", data: attachments[1] ?? message },
];

async function single(by: Authority, deviation: Deviation = {}): Promise<XroadContainerFiles> {
  const signature = await sign(by, direct, deviation);
  const token = await stamp(deviation.stampOver ?? signature.signatureValue, deviation.tsa ?? by.tsa);
  return { message, attachments, signatureXml: addTimestamp(signature.xml, token) };
}

const sha512 = (data: Uint8Array): Buffer => createHash("sha512").update(data).digest();

/** Two messages under one signature, two signatures under one time stamp. */
async function batched(): Promise<XroadContainerFiles> {
  const mine = direct.map(({ uri, data }) => ({ uri, digest: sha512(data) }));
  const others = [{ uri: "/message.xml", digest: sha512(Buffer.from("another message")) }];
  const { result, chains } = buildHashChains({ hash: "sha512", messages: [others, mine], chainUri: "/sig-hashchain.xml" });
  const { xml } = await sign(authority, [{ uri: "/sig-hashchainresult.xml", data: result }]);
  const signatures = [xml, "<another/>"].map((text) => [{ uri: "/META-INF/signatures.xml", digest: sha512(Buffer.from(text)) }]);
  const stamps = buildHashChains({ hash: "sha512", messages: signatures, chainUri: "/ts-hashchain.xml" });
  const token = await stamp(stamps.result, authority.tsa);
  return {
    message,
    attachments,
    signatureXml: xml,
    signatureChain: { result, chain: chains[1] ?? Buffer.alloc(0) },
    batchTimestamp: { token, result: stamps.result, chain: stamps.chains[0] ?? Buffer.alloc(0) },
  };
}

const verify = (files: XroadContainerFiles, by = authority, trust: object = {}): Promise<XroadReport> =>
  verifyXroadContainer(writeXroadContainer(files), { roots: [by.root.certificate], tsas: [by.tsa.certificate], ...trust });

const faults = (report: XroadReport): string[] =>
  report.steps.filter((step) => !step.ok).map(({ step, code }) => `${step} ${code}`);

test("a message signed directly holds, with elliptic and with RSA keys, and each file is reported", async () => {
  for (const by of [authority, rsa]) {
    const report = await verify(await single(by), by);
    assert.deepEqual(faults(report), []);
    assert.ok(report.valid);
    assert.deepEqual(
      report.files.map(({ name, by: cover, ok }) => `${name} ${cover} ${ok}`),
      ["message.xml signature true", "attachment1 signature true", "attachment2 signature true"],
    );
    assert.equal(report.signer, by.seal.certificate);
    assert.equal(report.stampedAt?.toISOString(), "2026-11-22T02:41:01.000Z");
  }
});

test("a message of a signed batch with a batch time stamp holds, by its chains", async () => {
  const report = await verify(await batched());
  assert.deepEqual(faults(report), []);
  assert.deepEqual(
    report.files.map(({ name, by }) => `${name} ${by}`),
    [
      "sig-hashchainresult.xml signature",
      "message.xml hash-chain",
      "attachment1 hash-chain",
      "attachment2 hash-chain",
      "META-INF/signatures.xml timestamp",
    ],
  );
});

test("an altered file is found by name, with what was expected and what was found", async () => {
  const altered = Buffer.from("<request>戶口名簿</request>");
  const report = await verify({ ...(await single(authority)), message: altered });
  assert.deepEqual(faults(report), ["references asic.digest"]);
  const [file] = report.files;
  assert.equal(file?.code, "asic.digest");
  assert.deepEqual(file?.expected, createHash("sha256").update(message).digest());
  assert.deepEqual(file?.found, createHash("sha256").update(altered).digest());
  const inBatch = await verify({ ...(await batched()), attachments: [attachments[0] ?? message, Buffer.from("altered")] });
  assert.deepEqual(faults(inBatch), ["references hashchain.reference"]);
  assert.deepEqual(
    inBatch.files.filter(({ ok }) => !ok).map(({ name }) => name),
    ["attachment2"],
  );
});

test("a file that nothing covers is refused, also a chain that is not signed", async () => {
  const files = await single(authority);
  const more = await verify({ ...files, attachments: [...attachments, Buffer.from("slipped in")] });
  assert.deepEqual(faults(more), ["references asic.not-covered"]);
  const { signatureChain } = await batched();
  assert.ok(signatureChain);
  assert.deepEqual(faults(await verify({ ...files, signatureChain })), ["references asic.not-covered"]);
});

test("an attachment that a log left out is reported as absent, and a missing one under a direct reference is refused", async () => {
  const logged = await verify({ ...(await batched()), attachments: [] });
  assert.deepEqual(faults(logged), []);
  assert.deepEqual(
    logged.files.filter(({ found }) => !found).map(({ name }) => name),
    ["attachment1", "attachment2"],
  );
  const lost = await verify({ ...(await single(authority)), attachments: attachments.slice(0, 1) });
  assert.deepEqual(faults(lost), ["references asic.reference"]);
});

test("chains of another batch, a swapped result and half a chain are refused", async () => {
  const [one, two] = [await batched(), await batched()];
  assert.ok(one.signatureChain && one.batchTimestamp && two.batchTimestamp);
  const swapped = { ...one, signatureChain: { ...one.signatureChain, result: one.signatureChain.chain } };
  assert.deepEqual(faults(await verify(swapped)), ["references asic.digest"]);
  const otherStamp = { ...one, batchTimestamp: two.batchTimestamp };
  assert.deepEqual(faults(await verify(otherStamp)), ["timestamp hashchain.reference"]);
  const otherToken = { ...one, batchTimestamp: { ...one.batchTimestamp, token: two.batchTimestamp.token } };
  assert.deepEqual(faults(await verify(otherToken)), ["timestamp timestamp.imprint"]);
});

test("altered signed properties and signature values are told apart", async () => {
  const files = await single(authority);
  const time = await verify({ ...files, signatureXml: files.signatureXml.replace("2026-11-22T02:41:00", "2026-11-22T02:41:02") });
  assert.deepEqual(faults(time), ["references xades.signed-properties"]);
  const info = await verify({ ...files, signatureXml: files.signatureXml.replace("/attachment2", "/attachment9") });
  assert.deepEqual(faults(info), ["references asic.reference", "signature xades.bad-signature"]);
});

test("time stamps over something else, or by an authority that is not approved, do not count", async () => {
  const elsewhere = await verify(await single(authority, { stampOver: Buffer.from("another value") }));
  assert.deepEqual(faults(elsewhere), ["timestamp timestamp.imprint"]);
  const stranger = await verify(await single(authority, { tsa: rsa.tsa }));
  assert.deepEqual(faults(stranger), ["timestamp chain.unknown-issuer"]);
  const { xml } = await sign(authority, direct);
  assert.deepEqual(faults(await verify({ message, attachments, signatureXml: xml })), ["timestamp asic.no-timestamp"]);
});

test("status answers must be there, say good and be fresh when the signature was stamped", async () => {
  const revoked = await verify(await single(authority, { status: { status: "revoked", at: later(-86_400) } }));
  assert.deepEqual(faults(revoked), ["revocation ocsp.revoked"]);
  const stale = await single(authority, { answeredAt: later(-7200) });
  assert.deepEqual(faults(await verify(stale)), ["revocation ocsp.not-fresh"]);
  const tenMinutesOld = await single(authority);
  assert.deepEqual(faults(await verify(tenMinutesOld, authority, { ocspFreshnessSeconds: 300 })), ["revocation ocsp.not-fresh"]);
  assert.deepEqual(faults(await verify(tenMinutesOld, authority, { ocspFreshnessSeconds: 700 })), []);
  const files = await single(authority);
  const without = files.signatureXml.replace(/<xades:RevocationValues>.*<\/xades:RevocationValues>/, "");
  assert.deepEqual(faults(await verify({ ...files, signatureXml: without })), ["revocation ocsp.missing"]);
});

test("a signer of an authority that is not approved is refused", async () => {
  const report = await verify(await single(authority), authority, { roots: [rsa.root.certificate] });
  assert.deepEqual(faults(report), ["certificate chain.unknown-issuer", "revocation step.not-reached"]);
});

test("archives that two readers could unpack differently are refused", async () => {
  const good = writeXroadContainer(await single(authority));
  const codeOf = (bytes: Uint8Array, limits = {}): string | true => {
    const outcome = readXroadContainer(bytes, limits);
    return outcome.ok || outcome.code;
  };
  const renamed = (from: string, to: string, all: boolean): Buffer => {
    const text = good.toString("latin1");
    return Buffer.from(all ? text.replaceAll(from, to) : text.replace(from, to), "latin1");
  };
  assert.equal(codeOf(good), true);
  assert.equal(codeOf(renamed("attachment1", "attachment3", false)), "asic.malformed");
  assert.equal(codeOf(renamed("attachment1", "attachment2", true)), "asic.duplicate-name");
  assert.equal(codeOf(renamed("attachment1", "../../etc/p", true)), "asic.unsafe-name");
  assert.equal(codeOf(Buffer.concat([good, Buffer.from("more")])), "asic.malformed");
  assert.equal(codeOf(good.subarray(0, -1)), "asic.malformed");
  assert.equal(codeOf(renamed("+zip", "+zap", false)), "asic.checksum");
  assert.equal(codeOf(good, { entries: 3 }), "asic.too-large");
  assert.equal(codeOf(good, { entryBytes: 1000 }), "asic.too-large");
  assert.equal(codeOf(good, { archiveBytes: 1000 }), "asic.too-large");
});

test("a signature over neither a message nor a chain is a defect of the caller", async () => {
  await assert.rejects(sign(authority, [{ uri: "/attachment1", data: message }]), RangeError);
});
