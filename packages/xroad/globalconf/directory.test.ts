import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { before, test } from "node:test";
import { type Identity, signerFromKey } from "@troad/trust";
import { digest, digestUris, signatureUris } from "../crypto/algorithms.ts";
import { type DirectoryCheck, verifyDirectory } from "../index.ts";
import { later, makeConfSigner, now } from "../test/authority.ts";
import { writeBody, writeContentType, writePart } from "./multipart.ts";

let source: Identity;
before(async () => {
  source = await makeConfSigner("source", "RSA-2048");
});

type Headers = [string, string][];
const content = digest("sha512", Buffer.from("<conf/>")).toString("base64");

/** A part's headers, some of them otherwise. */
const headers = (other: Record<string, string> = {}): Headers =>
  Object.entries({
    "Content-type": "application/octet-stream",
    "Content-transfer-encoding": "base64",
    "Content-identifier": "SHARED-PARAMETERS; instance='TW'",
    "Content-location": "/V6/1/shared-params.xml",
    "Hash-algorithm-id": digestUris.sha512,
    ...other,
  });

interface Deviation {
  readonly head?: string;
  readonly parts?: readonly string[];
  readonly signer?: Identity["signer"];
  readonly algorithm?: string;
  readonly certificateHash?: string;
}

/** A directory that is honestly signed, whatever it says: so each refusal is about what it says. */
async function directory(deviation: Deviation = {}): Promise<Buffer> {
  const head =
    deviation.head ??
    writePart([
      ["Expire-date", "2026-11-22T02:51:00Z"],
      ["Version", "6"],
    ]);
  const signed = writeBody("innerboundary", [head, ...(deviation.parts ?? [writePart(headers(), content)])]);
  const signer = deviation.signer ?? source.signer;
  const hash = `${digest("sha512", source.certificate.der).toString("base64")}; hash-algorithm-id="${digestUris.sha512}"`;
  const signature = writePart(
    [
      ["Content-Transfer-Encoding", "base64"],
      ["Signature-Algorithm-Id", deviation.algorithm ?? signatureUris[signer.algorithm]],
      ["Verification-certificate-hash", deviation.certificateHash ?? hash],
    ],
    Buffer.from(await signer.sign(Buffer.from(signed, "latin1"))).toString("base64"),
  );
  const inner = writeContentType("multipart/mixed", "innerboundary") + signed;
  return Buffer.from(
    writeContentType("multipart/related", "outerboundary") + writeBody("outerboundary", [inner, signature]),
    "latin1",
  );
}

function codeOf(bytes: Uint8Array, check: Partial<DirectoryCheck> = {}): string | true {
  const outcome = verifyDirectory(bytes, { certificates: [source.certificate], now, ...check });
  return outcome.ok || outcome.code;
}

test("an honest directory is accepted until it expires and for the version that was asked for", async () => {
  const bytes = await directory();
  assert.equal(codeOf(bytes), true);
  assert.equal(codeOf(bytes, { now: later(599), version: 6 }), true);
  assert.equal(codeOf(bytes, { now: later(600) }), "directory.expired");
  assert.equal(codeOf(bytes, { version: 5 }), "directory.version");
  assert.equal(codeOf(bytes, { certificates: [] }), "directory.unknown-certificate");
  // A proxy may lose the last line end; nothing that is signed changes by that.
  assert.equal(codeOf(bytes.subarray(0, -2)), true);
});

test("no single altered byte of the signed part is accepted", async () => {
  const bytes = await directory();
  const from = bytes.indexOf("--innerboundary");
  const to = bytes.indexOf("\r\n--outerboundary", from);
  for (let at = from; at < to; at += 7) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    assert.notEqual(codeOf(altered), true, `byte ${at}`);
  }
});

test("locations that could lead elsewhere are refused", async () => {
  const locations = [
    "/../../etc/passwd",
    "/V6/../x.xml",
    "//evil.example/x",
    "http://evil.example/x",
    "/V6/%2e%2e/x",
    "/V6\\..\\x",
    "x.xml",
    "/V6/.hidden",
    "/V6/x?y",
    "/",
  ];
  for (const location of locations) {
    const bytes = await directory({ parts: [writePart(headers({ "Content-location": location }), content)] });
    assert.equal(codeOf(bytes), "directory.location", location);
  }
});

test("parts that occur twice, by location or by kind, are refused", async () => {
  const part = writePart(headers(), content);
  const sameKind = writePart(headers({ "Content-location": "/V6/1/other.xml" }), content);
  const sameFile = writePart(
    headers({ "Content-identifier": "MONITORING", "Content-location": "/v6/1/Shared-Params.xml" }),
    content,
  );
  assert.equal(codeOf(await directory({ parts: [part, sameKind] })), "directory.duplicate-part");
  assert.equal(codeOf(await directory({ parts: [part, sameFile] })), "directory.duplicate-part");
});

test("unknown and weak algorithms are refused", async () => {
  const sha1 = "http://www.w3.org/2000/09/xmldsig#sha1";
  const part = writePart(headers({ "Hash-algorithm-id": sha1 }), content);
  assert.equal(codeOf(await directory({ parts: [part] })), "algorithm.unknown");
  assert.equal(codeOf(await directory({ certificateHash: `AAAA; hash-algorithm-id="${sha1}"` })), "algorithm.unknown");
  assert.equal(codeOf(await directory({ algorithm: "http://www.w3.org/2000/09/xmldsig#rsa-sha1" })), "algorithm.unknown");
  // An elliptic signature under an RSA certificate: method and key do not fit.
  assert.equal(codeOf(await directory({ algorithm: signatureUris.ES512 })), "algorithm.unknown");
  const weak = signerFromKey(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey, "RS512");
  const certificates = [{ ...source.certificate, publicKey: weak.publicKey }];
  assert.equal(codeOf(await directory({ signer: weak }), { certificates }), "algorithm.weak");
});

test("heads without an expiry, with a strange one or a strange version are refused", async () => {
  const heads: Headers[] = [
    [["Version", "6"]],
    [["Expire-date", "tomorrow"]],
    [["Expire-date", "2026-11-22T02:51:00"]],
    [["Expire-date", "2026-13-45T02:51:00Z"]],
    [
      ["Expire-date", "2026-11-22T02:51:00Z"],
      ["Version", "06"],
    ],
  ];
  for (const head of heads)
    assert.equal(codeOf(await directory({ head: writePart(head) })), "directory.malformed", JSON.stringify(head));
});

test("a directory that two readers could take apart differently is refused", async () => {
  const bytes = await directory();
  const text = bytes.toString("latin1");
  const alter = (altered: string): string | true => {
    assert.notEqual(altered, text);
    return codeOf(Buffer.from(altered, "latin1"));
  };
  assert.equal(alter(text.replaceAll("\r\n", "\n")), "mime.malformed");
  assert.equal(alter(`${text}more`), "mime.malformed");
  assert.equal(alter(text.replace("\r\n\r\n--outer", "\r\n\r\npreamble\r\n--outer")), "mime.malformed");
  assert.equal(
    alter(text.replace("Signature-Algorithm-Id", "Verification-Certificate-Hash: x\r\nSignature-Algorithm-Id")),
    "mime.malformed",
  );
  assert.equal(
    alter(text.replace("Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: base64\r\n folded")),
    "mime.malformed",
  );
  assert.equal(alter(text.replace("boundary=outerboundary", "boundary=outerboundary; boundary=x")), "mime.malformed");
  assert.equal(alter(text.replace("multipart/related", "multipart/mixed")), "mime.malformed");
  const inside = await directory({ parts: [writePart(headers({ "Content-file-name": "x--innerboundary" }), content)] });
  assert.equal(codeOf(inside), "mime.malformed");
  assert.equal(codeOf(Buffer.alloc((1 << 20) + 1)), "mime.too-large");
  const many = Array.from({ length: 80 }, (_, index) => writePart(headers({ "Content-location": `/V6/${index}` }), content));
  assert.equal(codeOf(await directory({ parts: many })), "mime.too-large");
});
