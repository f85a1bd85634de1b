import assert from "node:assert/strict";
import { before, test } from "node:test";
import { unzipSync } from "fflate";
import { type ContainerReport, readAsice, verifyContainer, writeAsice } from "../index.ts";
import { type Authority, issue, later, makeAuthority, makeRoot, now } from "../test/authority.ts";
import { type Deviation, files, sealContainer, sealXml } from "../test/sealed.ts";

let authority: Authority;
let container: Buffer;
let xml: string;
before(async () => {
  authority = await makeAuthority();
  xml = await sealXml(authority);
  container = writeAsice(files, xml);
});

const verify = (bytes: Uint8Array): Promise<ContainerReport> =>
  verifyContainer(bytes, { roots: [authority.root.certificate], now: later(3600) });
/** The steps that failed, with their codes. */
const failures = async (bytes: Uint8Array): Promise<Record<string, string | undefined>> => {
  const report = await verify(bytes);
  assert.deepEqual(
    report.steps.map((step) => step.step),
    ["container", "references", "signature", "certificate", "timestamp", "revocation", "order"],
  );
  const failed = report.steps.filter((step) => !step.ok);
  assert.equal(report.valid, failed.length === 0);
  return Object.fromEntries(failed.map((step) => [step.step, step.code]));
};
const failuresOf = async (deviation: Deviation): Promise<Record<string, string | undefined>> =>
  failures(await sealContainer(authority, deviation));

test("an honest container is valid and says who sealed what and when", async () => {
  const report = await verify(container);
  assert.deepEqual(
    report.steps.filter((step) => !step.ok),
    [],
  );
  assert.ok(report.valid);
  assert.equal(report.signer?.memberId, "TWDEMO/GOV/MOI");
  assert.equal(report.signer?.subject.O, "內政部");
  assert.deepEqual([report.signedAt, report.claimedAt], [later(1), now]);
  assert.deepEqual(
    report.files.map((file) => [file.name, file.mime, file.ok]),
    files.map((file) => [file.name, file.mime, true]),
  );
});

test("RSA seals and SHA-256 verify too", async () => {
  const seal = await issue(authority.issuing, "seal", {}, "RSA-2048");
  assert.deepEqual(await failuresOf({ seal, digest: "SHA-256" }), {});
});

test("a file that was altered is named, and nothing else is blamed", async () => {
  const [message, attachment] = files;
  assert.ok(message && attachment);
  const altered = writeAsice([message, { ...attachment, data: Buffer.alloc(3000, "Evidence ") }], xml);
  assert.deepEqual(await failures(altered), { references: "xades.digest" });
  assert.deepEqual(
    (await verify(altered)).files.filter((file) => !file.ok).map((file) => file.name),
    ["attachment1"],
  );
  assert.deepEqual(await failures(writeAsice([message], xml)), { references: "xades.reference-missing" });
  assert.deepEqual(await failures(writeAsice([...files, { ...message, name: "smuggled.xml" }], xml)), {
    references: "xades.not-covered",
  });
  assert.deepEqual(await failures(writeAsice([{ ...message, mime: "text/html" }, attachment], xml)), {
    references: "xades.mime",
  });
});

test("a byte flipped in the archive itself fails the container", async () => {
  for (let at = 0; at < container.length; at += 61) {
    const altered = Buffer.from(container);
    altered[at] = (altered[at] ?? 0) ^ 0x20;
    const found = await failures(altered);
    // times and attributes of entries say nothing, nor do the last bits of a deflated stream: what is read is the same
    if (Object.keys(found).length === 0) assert.deepEqual(readAsice(altered), readAsice(container), `byte ${at}`);
  }
});

test("bytes hidden behind the deflated data of an entry are refused", async () => {
  const deflated = files.find(({ data }) => data.length > 1_000)!;
  const name = Buffer.from(deflated.name);
  const hidden = Buffer.from("hidden");
  const [local, central] = [container.indexOf(name) - 30, container.lastIndexOf(name) - 46];
  const packed = container.readUInt32LE(local + 18);
  const end = local + 30 + name.length + packed;
  const longer = Buffer.concat([container.subarray(0, end), hidden, container.subarray(end)]);
  const moved = central + hidden.length;
  for (const at of [local + 18, moved + 20]) longer.writeUInt32LE(packed + hidden.length, at);
  const directory = longer.readUInt32LE(longer.length - 6) + hidden.length;
  longer.writeUInt32LE(directory, longer.length - 6);
  for (let at = directory; longer.readUInt32LE(at) === 0x02014b50; at += 46 + longer.readUInt16LE(at + 28)) {
    const offset = longer.readUInt32LE(at + 42);
    if (offset > local) longer.writeUInt32LE(offset + hidden.length, at + 42);
  }
  assert.deepEqual(unzipSync(longer)[deflated.name], new Uint8Array(deflated.data), "another reader sees nothing");
  assert.equal((await failures(longer)).container, "container.malformed");
});

test("an altered signature value fails signature and time stamp", async () => {
  const altered = xml.replace(
    /(<ds:SignatureValue Id="signature-value">)(.)/,
    (_, open: string, first: string) => `${open}${first === "A" ? "B" : "A"}`,
  );
  assert.deepEqual(await failures(writeAsice(files, altered)), {
    signature: "xades.bad-signature",
    timestamp: "timestamp.imprint",
    order: "step.not-reached",
  });
  const time = xml.replace("<xades:SigningTime>2026-11-22", "<xades:SigningTime>2026-11-21");
  assert.deepEqual(await failures(writeAsice(files, time)), { references: "xades.signed-properties" });
});

test("an expired seal and a seal of another authority fail the certificate", async () => {
  const expired = await issue(authority.issuing, "seal", { notAfter: new Date("2026-02-01") });
  assert.equal((await failuresOf({ seal: expired })).certificate, "chain.expired");
  const stranger = await makeRoot("Demo Root");
  const forged = await issue(stranger, "seal");
  const found = await failuresOf({
    seal: forged,
    certificates: [stranger.certificate, authority.issuing.certificate, authority.tsa.certificate],
  });
  assert.deepEqual(found, { certificate: "chain.unknown-issuer", revocation: "step.not-reached", order: "step.not-reached" });
  assert.equal((await failuresOf({ seal: await issue(authority.issuing, "tls") })).certificate, "chain.wrong-usage");
});

test("a time stamp of one who is no time stamper, or over other bytes, or of tomorrow, fails the time stamp", async () => {
  assert.equal((await failuresOf({ tsa: authority.ocsp })).timestamp, "timestamp.not-a-tsa");
  assert.equal((await failuresOf({ stampOver: Buffer.from("other") })).timestamp, "timestamp.imprint");
  assert.equal((await failuresOf({ stampedAt: later(86_400), ocspAt: later(86_401) })).timestamp, "timestamp.in-the-future");
  const stranger = await issue(await makeRoot("Stranger"), "tsa");
  assert.equal((await failuresOf({ tsa: stranger })).timestamp, "chain.unknown-issuer");
  const without = xml.replace(/<xades:SignatureTimeStamp.*<\/xades:SignatureTimeStamp>/, "");
  assert.deepEqual(await failures(writeAsice(files, without)), { timestamp: "timestamp.missing", order: "step.not-reached" });
});

test("a revoked seal, an answer for another one, an unknown one and none fail the revocation", async () => {
  assert.deepEqual(await failuresOf({ status: { status: "revoked", at: now, reason: "keyCompromise" } }), {
    revocation: "ocsp.revoked",
    order: "step.not-reached",
  });
  assert.deepEqual(await failuresOf({ ocspFor: authority.tsa.certificate }), {
    revocation: "ocsp.other-certificate",
    order: "step.not-reached",
  });
  assert.deepEqual(await failuresOf({ status: { status: "unknown" } }), {
    revocation: "ocsp.unknown",
    order: "step.not-reached",
  });
  const without = xml.replace(/<xades:RevocationValues>.*<\/xades:RevocationValues>/, "");
  assert.deepEqual(await failures(writeAsice(files, without)), { revocation: "ocsp.missing", order: "step.not-reached" });
});

test("a seal that was revoked after its time stamp stays good", async () => {
  assert.deepEqual(await failuresOf({ ocspAt: later(60), status: { status: "revoked", at: later(30) } }), {});
});

test("an answer from before the time stamp or from another day fails the order", async () => {
  assert.deepEqual(await failuresOf({ ocspAt: later(0) }), { order: "order.ocsp-before-timestamp" });
  assert.deepEqual(await failuresOf({ ocspAt: later(1) }), {});
  assert.deepEqual(await failuresOf({ ocspAt: later(90_000) }), { order: "order.ocsp-too-late" });
  assert.deepEqual(await failuresOf({ signingTime: later(3000) }), { order: "order.signing-time" });
});

test("no signature, two signatures or an unreadable one are told apart", async () => {
  const reached = {
    references: "step.not-reached",
    certificate: "step.not-reached",
    timestamp: "step.not-reached",
    revocation: "step.not-reached",
    order: "step.not-reached",
  };
  assert.deepEqual(await failures(Buffer.from("no container")), {
    ...reached,
    container: "container.malformed",
    signature: "step.not-reached",
  });
  const body = xml.replace(/^<\?xml[^>]*>\n/, "");
  assert.deepEqual(await failures(writeAsice(files, `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>${body}`)), {
    ...reached,
    signature: "xml.dtd-refused",
  });
  assert.deepEqual(await failures(writeAsice(files, body.slice(0, 500))), { ...reached, signature: "xml.malformed" });
});
