import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { before, test } from "node:test";
import {
  compactOf,
  decodeCompact,
  encodeCompact,
  expandSignature,
  signCompact,
  signXades,
  TrustError,
  verifyCompact,
  verifyXades,
} from "../index.ts";
import { type Authority, issue, makeAuthority, now } from "../test/authority.ts";
import { files } from "../test/sealed.ts";

let authority: Authority;
before(async () => {
  authority = await makeAuthority();
});

test("a compact signature verifies, and its document is the signature that others verify", async () => {
  for (const kind of ["P-256", "P-384", "P-521", "RSA-2048"] as const) {
    const { signer, certificate } = await issue(authority.issuing, "seal", {}, kind);
    for (const digest of ["SHA-256", "SHA-384", "SHA-512"] as const) {
      const compact = await signCompact({ files, signer, certificate, signingTime: now, digest });
      const travelled = decodeCompact(encodeCompact(compact));
      assert.ok(verifyCompact(travelled, certificate, files), `${kind} ${digest}`);
      const xml = expandSignature(travelled, certificate, files);
      assert.ok((await verifyXades(xml, { files })).valid);
      const back = compactOf(xml);
      assert.deepEqual(back && encodeCompact(back.signature), encodeCompact(compact));
      assert.equal(back?.certificate.fingerprint, certificate.fingerprint);
    }
  }
});

test("a digest that is known already stands for its bytes, and a wrong one does not", async () => {
  const { signer, certificate } = authority.seal;
  const compact = await signCompact({ files, signer, certificate, signingTime: now });
  const hashed = files.map(({ name, mime, data }) => ({ name, mime, digest: createHash("sha512").update(data).digest() }));
  assert.ok(verifyCompact(compact, certificate, hashed));
  assert.equal(
    verifyCompact(
      compact,
      certificate,
      hashed.map((file) => ({ ...file, digest: Buffer.alloc(64) })),
    ),
    false,
  );
});

test("any other file, name, type, order, time, key or value is not what was signed", async () => {
  const { signer, certificate } = authority.seal;
  const compact = await signCompact({ files, signer, certificate, signingTime: now });
  const [first, ...rest] = files;
  const other = await issue(authority.issuing, "seal");
  const altered = Buffer.from(compact.value);
  altered[20]! ^= 1;
  assert.ok(first && rest.length > 0);
  for (const [title, signature, signedBy, over] of [
    ["byte", compact, certificate, [{ ...first, data: Buffer.concat([first.data, Buffer.from([0])]) }, ...rest]],
    ["name", compact, certificate, [{ ...first, name: "other.bin" }, ...rest]],
    ["type", compact, certificate, [{ ...first, mime: "text/html" }, ...rest]],
    ["order", compact, certificate, [...rest, first]],
    ["one less", compact, certificate, rest],
    ["time", { ...compact, signingTime: new Date(now.getTime() + 1000) }, certificate, files],
    ["key", compact, other.certificate, files],
    ["value", { ...compact, value: altered }, certificate, files],
    ["short value", { ...compact, value: altered.subarray(1) }, certificate, files],
    ["digest", { ...compact, digest: "SHA-256" }, certificate, files],
  ] as const)
    assert.equal(verifyCompact(signature, signedBy, over), false, title);
  assert.throws(() => verifyCompact({ ...compact, algorithm: "RS256" }, certificate, files), TrustError);
});

test("bytes that are no compact signature are refused", async () => {
  const { signer, certificate } = authority.seal;
  const bytes = encodeCompact(await signCompact({ files, signer, certificate, signingTime: now }));
  const withByte = (at: number, value: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy[at] = value;
    return copy;
  };
  for (const bad of [
    Buffer.alloc(0),
    bytes.subarray(0, 11),
    withByte(0, 2),
    withByte(1, 9),
    withByte(2, 7),
    withByte(3, 255),
    Buffer.alloc(2000, 1),
  ])
    assert.throws(() => decodeCompact(bad), TrustError);
});

test("signing as a document is signing compactly and writing the document", async () => {
  const { signer, certificate } = authority.seal;
  const { xml } = await signXades({ files, signer, certificate, signingTime: now });
  const compact = compactOf(xml);
  assert.ok(compact);
  assert.equal(expandSignature(compact.signature, certificate, files), xml);
  assert.equal(compactOf(xml.replace("signature-value", "signature-valve")), undefined);
});
