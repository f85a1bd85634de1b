import assert from "node:assert/strict";
import { before, test } from "node:test";
import { unzipSync, zipSync } from "fflate";
import { archiveEntry, type Certificate, eraseInArchive, readArchive, verifyArchives, writeArchive } from "../index.ts";
import { type Authority, issue, makeAuthority, makeRoot, now } from "../test/authority.ts";
import { signErasures } from "./erasures.ts";

const member = "TWDEMO/GOV/MOI";
const one = (name: string) => archiveEntry(name, Buffer.from(`container ${name}`));
const first = writeArchive({ member, number: 1, previous: undefined, upto: 3 }, ["a", "b", "c"].map(one));
const next = { member, number: 2, previous: { file: "000000001.zip", link: first.linking.last }, upto: 4 };
const second = writeArchive(next, [one("d")]).bytes;
const opened = (bytes: Buffer) => {
  const found = readArchive(bytes);
  assert.ok(found.ok, JSON.stringify(found));
  return found.value;
};
const code = (files: Record<string, Uint8Array>) => {
  const found = readArchive(Buffer.from(zipSync(files)));
  return found.ok ? "ok" : found.code;
};
const bare = Buffer.from("what proves b");

let pki: Authority;
let erased: Buffer;
const sealOf = (from: Authority, seal = from.seal) => ({
  at: now,
  signer: seal.signer,
  chain: [seal.certificate, from.issuing.certificate],
});
const erase = (bytes: Buffer, replaced: Map<string, Buffer | undefined>, seal = sealOf(pki)) =>
  eraseInArchive(opened(bytes), replaced, seal);
before(async () => {
  pki = await makeAuthority();
  erased = (await erase(first.bytes, new Map([["b", bare]])))!;
});

async function check(archive: Buffer, roots: Certificate[] = [pki.root.certificate]) {
  const archives = new Map([
    ["000000001.zip", archive],
    ["000000002.zip", second],
  ]);
  const visited: [string, boolean][] = [];
  const report = await verifyArchives(
    [...archives.keys()],
    async (name) => archives.get(name)!,
    async ({ name, isErased }) => void visited.push([name, isErased]) as undefined,
    roots,
  );
  return { ...report, visited, codes: report.steps.map((step) => step.code ?? "ok") };
}

test("what was erased is gone from an archive, and its chain and the next archive's hold", async () => {
  const { files, linking } = opened(erased);
  assert.deepEqual(
    files.map(({ name, data, isErased }) => [name, data.toString(), isErased]),
    [
      ["a", "container a", false],
      ["b", bare.toString(), true],
      ["c", "container c", false],
    ],
  );
  assert.equal(linking.last, first.linking.last);
  assert.ok(first.bytes.includes("container b") && !erased.includes("container b"));
  const report = await check(erased);
  assert.ok(report.valid, JSON.stringify(report));
  assert.deepEqual(
    report.steps.map(({ containers, erased: without, gone }) => [containers, without, gone]),
    [
      [3, 1, 0],
      [1, 0, 0],
    ],
  );
  assert.deepEqual(report.visited, [
    ["a", false],
    ["b", true],
    ["c", false],
    ["d", false],
  ]);
});

test("erasing goes on where it ended; what is erased already, or is not there, changes nothing", async () => {
  assert.equal(await erase(erased, new Map([["b", Buffer.from("something else")]])), undefined);
  assert.equal(await erase(first.bytes, new Map([["x", bare]])), undefined);
  const whole = (await erase(erased, new Map([["c", undefined]])))!;
  const { files, erasures } = opened(whole);
  assert.deepEqual(
    [files.map(({ name }) => name), [...erasures.keys()]],
    [
      ["a", "b"],
      ["b", "c"],
    ],
  );
  const report = await check(whole);
  assert.deepEqual([report.valid, report.steps[0]?.gone], [true, 1], JSON.stringify(report));
});

test("attack: erasures that name too much, too little, another digest, another archive or nothing", async () => {
  const { "erasures.jws": _, ...without } = unzipSync(erased);
  const digest = opened(erased).erasures.get("b")!;
  const said = async (about: { number: number; names: string[] }, erasures: [string, Buffer][]) => {
    const entries = about.names.map((name) => ({ name, link: "" }));
    const jws = await signErasures({ number: about.number, entries }, new Map(erasures), sealOf(pki));
    return code({ ...without, "erasures.jws": Buffer.from(jws) });
  };
  const names = ["a", "b", "c"];
  assert.equal(await said({ number: 1, names }, [["b", digest]]), "ok");
  assert.equal(await said({ number: 1, names }, [["b", Buffer.alloc(64)]]), "archive.altered");
  assert.equal(await said({ number: 1, names }, [["c", digest]]), "archive.altered");
  assert.equal(await said({ number: 2, names }, [["b", digest]]), "archive.erasures");
  assert.equal(await said({ number: 1, names }, []), "archive.erasures");
  assert.equal(
    await said({ number: 1, names: [...names, "z"] }, [
      ["b", digest],
      ["z", digest],
    ]),
    "archive.erasures",
  );
  assert.equal(await said({ number: 1, names: [...names, "b"] }, [["b", digest]]), "archive.erasures");
  assert.equal(code({ ...without, "erasures.jws": Buffer.from("no.statement") }), "archive.erasures");
  assert.equal(code(without), "archive.altered", "a container in place of another, and no word of it");
  const { c: __, ...fewer } = unzipSync(erased);
  assert.equal(code(fewer), "archive.missing", "one that is gone, and no word of it");
});

test("attack: erasures that the archive's member has not said", async () => {
  const replaced = new Map([["b", bare]]);
  const stranger = await makeAuthority();
  const by = async (seal: ReturnType<typeof sealOf>) => (await check((await erase(first.bytes, replaced, seal))!)).codes[0];
  assert.equal(await by(sealOf(pki)), "ok");
  assert.equal(await by(sealOf(stranger)), "chain.unknown-issuer");
  const other = await issue(pki.issuing, "seal", { subject: { C: "TW", CN: "other", serialNumber: "TWDEMO/GOV/MOE" } });
  assert.equal(await by(sealOf(pki, other)), "jws.signer");
  assert.equal(await by({ ...sealOf(pki), signer: other.signer }), "jws.bad-signature");
  assert.deepEqual((await check(erased, [(await makeRoot("Someone else")).certificate])).valid, false);
  const files = unzipSync(erased);
  const [head, payload, signature] = Buffer.from(files["erasures.jws"]!).toString().split(".");
  const said = JSON.parse(Buffer.from(payload!, "base64url").toString()) as { at: string };
  const later = Buffer.from(JSON.stringify({ ...said, at: "2026-11-22T02:42:00.000Z" })).toString("base64url");
  const forged = zipSync({ ...files, "erasures.jws": Buffer.from(`${head}.${later}.${signature}`) });
  assert.equal((await check(Buffer.from(forged))).codes[0], "jws.bad-signature");
});
