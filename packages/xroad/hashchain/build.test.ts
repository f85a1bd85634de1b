import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { buildHashChains, digestList, type HashChainCheck, type HashChainFile, verifyHashChain } from "../index.ts";
import { inTempFolder, needs, referencePath, seeded } from "../test/reference.ts";

const sha512 = (data: Uint8Array): Buffer => createHash("sha512").update(data).digest();
const chainUri = "/sig-hashchain.xml";

/** Messages of random number, of none to three attachments each. */
function batch(size: number, random: () => number): { uri: string; data: Buffer }[][] {
  return Array.from({ length: size }, (_, index) =>
    Array.from({ length: 1 + Math.floor(random() * 4) }, (_file, part) => ({
      uri: part === 0 ? "/message.xml" : `/attachment${part}`,
      data: Buffer.from(`${index}.${part}.${random()}`),
    })),
  );
}

const chained = (files: readonly { uri: string; data: Buffer }[]): HashChainFile[] =>
  files.map(({ uri, data }) => ({ uri, digest: sha512(data) }));

const checkOf = (files: readonly { uri: string; data: Buffer }[], chain: Buffer): HashChainCheck => ({
  inputs: new Map(files.map(({ uri, data }) => [uri, { data }])),
  chains: new Map([[chainUri, chain]]),
});

test("a step is the DER that X-Road hashes: digest, name of the algorithm, no transforms", () => {
  const uri = "http://www.w3.org/2001/04/xmlenc#sha256";
  const inner = Buffer.concat([Buffer.from([0x04, 1, 0xaa, 0x0c, uri.length]), Buffer.from(uri), Buffer.from([0x30, 0])]);
  const expected = Buffer.concat([Buffer.from([0x30, inner.length + 2, 0x30, inner.length]), inner]);
  assert.deepEqual(digestList([{ hash: "sha256", digest: Buffer.from([0xaa]) }]), expected);
});

test("for every shape of batch each message has a chain that holds, and no other message's", () => {
  const random = seeded(20261122);
  for (let size = 1; size <= 20; size += 1) {
    const messages = batch(size, random);
    if (size === 1 && messages[0]?.length === 1) messages[0].push({ uri: "/attachment1", data: Buffer.from("one more") });
    const { result, chains } = buildHashChains({ hash: "sha512", messages: messages.map(chained), chainUri });
    for (const [index, files] of messages.entries()) {
      const chain = chains[index] ?? Buffer.alloc(0);
      const outcome = verifyHashChain(result, checkOf(files, chain));
      assert.ok(outcome.ok, `${index} of ${size}: ${JSON.stringify(outcome)}`);
      assert.deepEqual(
        outcome.value.map(({ uri }) => uri),
        files.map(({ uri }) => uri),
      );
      const other = messages[(index + 1) % size] ?? [];
      if (size > 1) assert.equal(verifyHashChain(result, checkOf(other, chain)).ok, false);
    }
  }
});

test("no altered byte of a file, a digest or the result is accepted", () => {
  const messages = batch(11, seeded(7));
  const { result, chains } = buildHashChains({ hash: "sha512", messages: messages.map(chained), chainUri });
  const [files = [], chain = Buffer.alloc(0)] = [messages[4], chains[4]];
  const first = files.map((file, index) =>
    index === 0 ? { ...file, data: Buffer.concat([file.data, Buffer.from(" ")]) } : file,
  );
  const altered = verifyHashChain(result, checkOf(first, chain));
  assert.equal(altered.ok || altered.code, "hashchain.reference");
  for (const value of chain.toString().matchAll(/<DigestValue>(.)/g)) {
    const at = (value.index ?? 0) + "<DigestValue>".length;
    const bent = Buffer.from(chain);
    bent[at] = value[1] === "A" ? 0x42 : 0x41;
    assert.equal(verifyHashChain(result, checkOf(files, bent)).ok, false, `digest at ${at}`);
  }
  const text = result.toString();
  const bentResult = text.replace(/<DigestValue>./, text.includes("<DigestValue>A") ? "<DigestValue>B" : "<DigestValue>A");
  const otherResult = verifyHashChain(Buffer.from(bentResult), checkOf(files, chain));
  assert.equal(otherResult.ok || otherResult.code, "hashchain.result");
});

test("chains that turn in circles, branch without end or go too deep are refused quickly", () => {
  const { result } = buildHashChains({ hash: "sha512", messages: batch(2, seeded(3)).map(chained), chainUri });
  const method = '<DigestMethod xmlns="http://www.w3.org/2000/09/xmldsig#" Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/>';
  const chainOf = (steps: readonly string[]): Buffer =>
    Buffer.from(
      `<HashChain xmlns="http://cyber.ee/hashchain">${steps.map((step, index) => `<HashStep id="STEP${index}">${step}</HashStep>`).join("")}</HashChain>`,
    );
  const to = (step: number): string => `<StepRef URI="#STEP${step}">${method}</StepRef>`;
  const codeOf = (steps: readonly string[]): string | true => {
    const outcome = verifyHashChain(result, { inputs: new Map(), chains: new Map([[chainUri, chainOf(steps)]]) });
    return outcome.ok || outcome.code;
  };
  assert.equal(codeOf([to(1), to(0)]), "hashchain.circular");
  assert.equal(codeOf([to(9)]), "hashchain.unresolved");
  assert.equal(codeOf(Array.from({ length: 100 }, (_, index) => to(index + 1))), "hashchain.too-large");
  // Each step refers to the next one twice: two to the sixtieth ways, each step computed once.
  const last = `<HashValue>${method}<DigestValue xmlns="http://www.w3.org/2000/09/xmldsig#">AA==</DigestValue></HashValue>`;
  assert.equal(codeOf([...Array.from({ length: 60 }, (_, index) => to(index + 1) + to(index + 1)), last]), "hashchain.result");
});

test("batches of nothing, or of one file, are a defect of the caller", () => {
  for (const messages of [[], [[]], [[{ uri: "/message.xml", digest: sha512(Buffer.alloc(0)) }]]])
    assert.throws(() => buildHashChains({ hash: "sha512", messages, chainUri }), RangeError);
});

test("X-Road's schema accepts what is built", { skip: needs("xmllint") }, async () => {
  const { result, chains } = buildHashChains({ hash: "sha512", messages: batch(5, seeded(5)).map(chained), chainUri });
  await inTempFolder((folder) => {
    for (const document of [result, ...chains, Buffer.from(result.toString().replace("DigestMethod", "Digest"))]) {
      writeFileSync(path.join(folder, "document.xml"), document);
      const args = ["--noout", "--nonet", "--schema", referencePath("xsd", "hashchain.xsd"), "document.xml"];
      const { status, stderr } = spawnSync("xmllint", args, { cwd: folder, encoding: "utf8", timeout: 30_000 });
      assert.equal(status === 0, !document.includes("<Digest "), stderr);
    }
  });
});
