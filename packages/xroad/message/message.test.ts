import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { before, test } from "node:test";
import { type CertificateStatus, generateSigner, issueCertificate, presignOcsp } from "@troad/trust";
import {
  buildHashChains,
  newBoundary,
  readStatusAnswers,
  readTransport,
  signXroad,
  statusQuery,
  statusType,
  type TransportMessage,
  transportType,
  verifyServer,
  verifyTransport,
  wantedStatus,
  writeFault,
  writeStatusAnswers,
  writeTransport,
} from "../index.ts";
import { type Authority, later, makeAuthority, now } from "../test/authority.ts";
import { needs, reference } from "../test/reference.ts";

let authority: Authority;
let rsa: Authority;
before(async () => {
  [authority, rsa] = await Promise.all([makeAuthority("P-256"), makeAuthority("RSA-2048")]);
});

const head = Buffer.from("POST\r\n/r1/TWDEMO/GOV/MOI/REGISTERS/household/find\r\nx-road-client:TWDEMO/EDU/NDU/AID\r\n");
const body = Buffer.concat([randomBytes(300_000), Buffer.from("\r\n--xtop not the end\r\n--")]);
const trustOf = (by: Authority) => ({ roots: [by.root.certificate], tsas: [] });
const statusOf = (by: Authority, of = by, at = later(-60)) =>
  presignOcsp(of.seal.certificate.serialHex, { status: "good" }, { issuer: by.root.certificate, responder: by.ocsp, now: at });

/** In pieces that fall anywhere, as a network delivers them. */
async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function signed(by: Authority, data: Buffer | undefined, answers?: Uint8Array[]): Promise<string> {
  const hash = by.seal.signer.algorithm.endsWith("256") ? "sha256" : "sha512";
  const digest = (bytes: Uint8Array) => createHash(hash).update(bytes).digest();
  const files = [{ uri: "/message.xml", digest: digest(head) }, ...(data ? [{ uri: "/attachment1", digest: digest(data) }] : [])];
  const { seal } = by;
  const done = await signXroad({
    files,
    signer: seal.signer,
    certificate: seal.certificate,
    signingTime: now,
    ocspResponses: answers ?? [await statusOf(by)],
  });
  return done.xml;
}

async function written(by: Authority, data: Buffer | undefined, answers?: Uint8Array[]) {
  const boundary = newBoundary(randomBytes);
  const message = {
    kind: "request" as const,
    head,
    ...(data ? { body: [data] } : {}),
    ocspResponses: answers ?? [await statusOf(by)],
    signature: () => signed(by, data),
  };
  const bytes = Buffer.concat(await Array.fromAsync(writeTransport(message, boundary)));
  return { bytes, type: transportType(boundary) };
}

async function received(bytes: Buffer, type: string, size = 7001) {
  const chunks: Buffer[] = [];
  const outcome = await readTransport(pieces(bytes, size), type, (chunk) => void chunks.push(chunk));
  return { outcome, body: Buffer.concat(chunks) };
}

async function messageOf(bytes: Buffer, type: string): Promise<TransportMessage> {
  const { outcome } = await received(bytes, type);
  assert.ok(outcome.ok && "message" in outcome.value, JSON.stringify(outcome));
  return outcome.value.message;
}

test("a request with and without body, by ECDSA and RSA keys, arrives whole however the bytes fall, and verifies", async () => {
  for (const by of [authority, rsa])
    for (const data of [body, undefined]) {
      const { bytes, type } = await written(by, data);
      for (const size of [1009, 65_536, bytes.length]) {
        const { outcome, body: got } = await received(bytes, type, size);
        assert.ok(outcome.ok && "message" in outcome.value);
        assert.ok(got.equals(data ?? Buffer.alloc(0)));
        const verified = await verifyTransport(outcome.value.message, trustOf(by), now);
        assert.ok(verified.ok, JSON.stringify(verified));
        assert.equal(verified.value.viaChain, false);
      }
    }
  const { bytes, type } = await written(authority, undefined);
  assert.ok((await received(bytes, type, 1)).outcome.ok, "byte by byte");
});

test("a message of a 7.x sender, signed by way of hash chains, verifies, and with an altered body does not", async () => {
  const { bytes, type } = await written(authority, body);
  const plain = await messageOf(bytes, type);
  for (const hash of ["sha256", "sha512"] as const) {
    const digest = (data: Uint8Array) => createHash(hash).update(data).digest();
    const other = [{ uri: "/message.xml", hash, digest: digest(Buffer.from("another message of the batch")) }];
    const own = [
      { uri: "/message.xml", hash, digest: digest(head) },
      { uri: "/attachment1", hash, digest: digest(body) },
    ];
    const { result, chains } = buildHashChains({ hash, messages: [other, own], chainUri: "/sig-hashchain.xml" });
    const { seal } = authority;
    const { xml } = await signXroad({
      files: [{ uri: "/sig-hashchainresult.xml", digest: createHash("sha256").update(result).digest() }],
      signer: seal.signer,
      certificate: seal.certificate,
      signingTime: now,
      ocspResponses: [await statusOf(authority)],
    });
    const batch = { ...plain, signature: Buffer.from(xml), chainResult: result, chain: chains[1]! };
    const verified = await verifyTransport(batch, trustOf(authority), now);
    assert.ok(verified.ok && verified.value.viaChain, JSON.stringify(verified));
    const wrong = createHash("sha512").update("wrong").digest();
    for (const altered of [
      { ...batch, head: Buffer.from("other") },
      { ...batch, body: { ...plain.body!, sha256: wrong.subarray(0, 32), sha512: wrong } },
      { ...batch, chain: chains[0]! },
      { ...batch, chain: undefined },
    ])
      assert.equal((await verifyTransport(altered, trustOf(authority), now)).ok, false);
  }
});

test("an altered head, body, signature or status answer is refused with its code", async () => {
  const { bytes, type } = await written(authority, body);
  const good = await messageOf(bytes, type);
  const verdict = async (message: TransportMessage, at = now) => {
    const outcome = await verifyTransport(message, trustOf(authority), at);
    return outcome.ok ? "ok" : outcome.code;
  };
  assert.equal(await verdict(good), "ok");
  assert.equal(await verdict({ ...good, head: Buffer.concat([head, Buffer.from("x:y\r\n")]) }), "message.digest");
  const other = createHash("sha256").update("other").digest();
  assert.equal(await verdict({ ...good, body: { size: 5, sha256: other, sha512: other } }), "message.digest");
  assert.equal(await verdict({ ...good, body: undefined }), "message.reference", "the body was left out");
  const alone = await messageOf((await written(authority, undefined)).bytes, type).catch(() => undefined);
  assert.equal(alone, undefined, "another boundary is another message");
  const { bytes: bare, type: bareType } = await written(authority, undefined);
  assert.equal(
    await verdict({ ...(await messageOf(bare, bareType)), body: good.body }),
    "message.reference",
    "a body that rides along",
  );
  assert.equal(await verdict({ ...good, chainResult: Buffer.from("<x/>") }), "message.reference");
  assert.equal(await verdict({ ...good, signature: Buffer.from(await signed(rsa, body)) }), "chain.unknown-issuer");
  const withAnswers = async (answers: Uint8Array[]) => ({
    ...good,
    signature: Buffer.from(await signed(authority, body, answers)),
  });
  assert.equal(await verdict({ ...good, ocspResponses: [] }), "ok", "those beside the signature are the connection's");
  assert.equal(await verdict(await withAnswers([])), "ocsp.missing");
  assert.notEqual(await verdict(await withAnswers([await statusOf(authority, rsa)])), "ok", "of another certificate");
  assert.equal(await verdict(good, later(7200)), "ocsp.not-fresh");
  const strange = await verifyTransport(good, trustOf(rsa), now);
  assert.equal(strange.ok ? "ok" : strange.code, "chain.unknown-issuer");
});

test("parts in another order, twice, of other types, nested, too many or unfinished are refused", async () => {
  const boundary = "xtopAAAA";
  const type = transportType(boundary);
  const part = (kind: string, text = "x") => `--${boundary}\r\ncontent-type:${kind}\r\n\r\n${text}\r\n`;
  const [request, rest, signature, ocsp] = ["x-road-rest-request", "x-road-rest-body", "", "ocsp-response"].map((one) =>
    one === "" ? part("signature/bdoc-1.0/ts") : part(`application/${one}`),
  ) as [string, string, string, string];
  const end = `--${boundary}--\r\n`;
  for (const [text, code] of [
    [rest + request + signature + end, "message.order"],
    [request + request + signature + end, "message.order"],
    [request + rest + rest + signature + end, "message.order"],
    [request + signature + signature + end, "message.order"],
    [request + ocsp + signature + end, "message.order"],
    [request + signature + part("text/plain") + end, "message.part"],
    [part("multipart/mixed; boundary=b") + end, "message.part"],
    [request + end, "message.part"],
    [signature + end, "message.part"],
    [request + signature, "mime.malformed"],
    [request + signature.slice(0, -4), "mime.malformed"],
    [`preamble\r\n${request}${signature}${end}`, "mime.malformed"],
    [`${request}${signature}${end}more`, "mime.malformed"],
    [`${request.replace("content-type", "x:1\r\ncontent-type:text/plain\r\ncontent-type")}${signature}${end}`, "mime.malformed"],
    [request.replace("\r\n\r\n", `\r\nlong:${"y".repeat(20_000)}\r\n\r\n`) + end, "mime.too-large"],
    [ocsp.repeat(9) + request + signature + end, "mime.too-large"],
  ] as const) {
    const { outcome } = await received(Buffer.from(text), type);
    assert.equal(outcome.ok ? "ok" : outcome.code, code, text.slice(0, 200));
  }
  for (const bad of ["multipart/mixed", "multipart/mixed; boundary=", 'multipart/mixed; boundary="a b"', "application/json"])
    assert.equal((await received(Buffer.from(request), bad)).outcome.ok, false, bad);
});

test("anyone who reads a message hears of its head before the body, and may stop there", async () => {
  const { bytes, type } = await written(authority, body);
  const seen: string[] = [];
  const sink = () => void seen.push("body");
  async function* source() {
    try {
      yield* pieces(bytes, 65_536);
    } finally {
      seen.push("source ended");
    }
  }
  const read = readTransport(source(), type, sink, undefined, (got, answers) => {
    seen.push(`head ${got.equals(head)} ${answers.length}`);
    throw new RangeError("no right here");
  });
  await assert.rejects(read, /no right here/);
  assert.deepEqual(seen, ["head true 1", "source ended"]);
});

test("a server's certificate needs an approved authority, the use of its side, and a fresh answer that says good", async () => {
  const trust = trustOf(authority);
  const signer = await generateSigner("P-256");
  const certificate = await issueCertificate({
    profile: "tls",
    subject: { C: "TW", CN: "SS1", serialNumber: "TWDEMO/GOV/MOI" },
    publicKey: signer.publicKey,
    issuer: authority.root,
    notBefore: later(-3600),
    notAfter: later(3600),
    san: { dns: ["localhost"] },
  });
  const service = (at = later(-60)) => ({ issuer: authority.root.certificate, responder: authority.ocsp, now: at });
  const answer = (status: CertificateStatus, at?: Date) => presignOcsp(certificate.serialHex, status, service(at));
  const verdict = async (answers: Buffer[], of = certificate, by = trust) => {
    const outcome = verifyServer(of, answers, { side: "tls-client", trust: by, now });
    return outcome.ok ? "ok" : outcome.code;
  };
  const good = await answer({ status: "good" });
  assert.equal(await verdict([good]), "ok");
  assert.equal(await verdict([]), "ocsp.missing");
  assert.equal(await verdict([await answer({ status: "revoked", at: later(-600) })]), "ocsp.revoked");
  assert.equal(await verdict([await answer({ status: "good" }, later(-7200))]), "ocsp.not-fresh");
  assert.equal(await verdict([good], certificate, trustOf(rsa)), "chain.unknown-issuer");
  assert.equal(await verdict([await statusOf(authority)], authority.seal.certificate), "chain.wrong-usage");
  // below an approved authority nothing else is asked for: it is approved itself
  const below = { ...trustOf(rsa), intermediates: [authority.root.certificate] };
  assert.equal(await verdict([good], certificate, below), "ok");

  const query = new URLSearchParams(statusQuery([certificate]));
  for (const name of ["cert", "cert_hash"]) {
    const asked = new URLSearchParams([[name, query.get(name)!]]);
    assert.deepEqual(wantedStatus(asked, [authority.seal.certificate, certificate]), [certificate]);
    assert.equal(wantedStatus(asked, [authority.seal.certificate]), undefined);
  }
  assert.equal(wantedStatus(new URLSearchParams(""), [certificate]), undefined);
  const written = writeStatusAnswers([good, good], "xtopAAAA");
  const read = await readStatusAnswers(pieces(written, 7), statusType("xtopAAAA"));
  assert.ok(read.ok && read.value.length === 2 && read.value.every((one) => one.equals(good)));
  assert.equal((await readStatusAnswers(pieces(written, 7), "text/html")).ok, false);
});

test("a fault is read as the whole answer or in place of the rest, and is never a message", async () => {
  const fault = { code: "Server.ServerProxy.AccessDenied", text: "不允許 <&>", detail: "d" };
  const whole = await received(writeFault(fault), "text/xml; charset=UTF-8");
  assert.deepEqual(whole.outcome, { ok: true, value: { fault } });
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>`;
  const { outcome } = await received(Buffer.from(bomb), "text/xml");
  assert.equal(outcome.ok ? "ok" : outcome.code, "xml.dtd-refused");
});

test("X-Road's own samples of messages read as their names say", { skip: needs() }, async () => {
  const read = async (name: string) => {
    const bytes = reference("proxymessages", name);
    const boundary = /^--(\S+)/.exec(bytes.toString("latin1"))![1]!;
    const { outcome } = await received(bytes, `multipart/mixed; boundary=${boundary}`, 100);
    return outcome.ok ? ("fault" in outcome.value ? "fault" : outcome.value.message.kind) : outcome.code;
  };
  assert.deepEqual(
    await Promise.all(
      ["normal.request", "normal.response", "ocsp.request", "invalid-ocsp.request", "normal-soapfault.request"].map(read),
    ),
    ["soap", "soap", "soap", "soap", "soap"],
  );
  assert.equal(await read("fault-signature.request"), "fault");
  assert.equal(await read("invalid-contenttype-signature.request"), "message.part");
  assert.equal(await read("invalid-soap-contenttype.request"), "message.part");
  assert.equal(await read("extracontent.request"), "message.part");
  // SOAP attachments are of the SOAP profile, which is not ours.
  assert.equal(await read("attachment.request"), "message.part");
});
