import assert from "node:assert/strict";
import { test } from "node:test";
import { unzipSync, zipSync } from "fflate";
import { eraseInArchive, readArchive, verifyArchives, writeArchive } from "../index.ts";

const member = "TWDEMO/GOV/MOI";
const one = (name: string) => ({ name, data: Buffer.from(`container ${name}`) });
const first = writeArchive({ member, number: 1, previous: undefined, upto: 3 }, ["a", "b", "c"].map(one));
const second = writeArchive({ member, number: 2, previous: { file: "000000001.zip", link: first.linking.last }, upto: 4 }, [
  one("d"),
]).bytes;
const opened = (bytes: Buffer) => {
  const found = readArchive(bytes);
  assert.ok(found.ok, JSON.stringify(found));
  return found.value;
};
const bare = Buffer.from("what proves b");
const erased = eraseInArchive(opened(first.bytes), new Map([["b", bare]]));
const code = (files: Record<string, Uint8Array>) => {
  const found = readArchive(Buffer.from(zipSync(files)));
  return found.ok ? "ok" : found.code;
};

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
  const archives = new Map([
    ["000000001.zip", erased],
    ["000000002.zip", second],
  ]);
  const visited: [string, boolean][] = [];
  const report = await verifyArchives(
    [...archives.keys()],
    async (name) => archives.get(name)!,
    async ({ name, isErased }) => void visited.push([name, isErased]) as undefined,
  );
  assert.ok(report.valid, JSON.stringify(report));
  assert.deepEqual(
    report.steps.map(({ containers, erased: without, gone }) => [containers, without, gone]),
    [
      [3, 1, 0],
      [1, 0, 0],
    ],
  );
  assert.deepEqual(visited, [
    ["a", false],
    ["b", true],
    ["c", false],
    ["d", false],
  ]);
});

test("erasing goes on where it ended: again changes nothing, in whichever order the bytes are the same", () => {
  assert.deepEqual(eraseInArchive(opened(erased), new Map([["b", Buffer.from("something else")]])), erased);
  assert.deepEqual(eraseInArchive(opened(first.bytes), new Map([["x", bare]])), first.bytes);
  const both = new Map<string, Buffer | undefined>([
    ["c", undefined],
    ["b", bare],
  ]);
  const whole = eraseInArchive(opened(first.bytes), both);
  assert.deepEqual(eraseInArchive(opened(erased), new Map([["c", undefined]])), whole);
  const { files, erasures } = opened(whole);
  assert.deepEqual(
    [files.map(({ name }) => name), [...erasures.keys()]],
    [
      ["a", "b"],
      ["b", "c"],
    ],
  );
});

test("attack: erasures that name too much, too little, another digest, another order or nothing", () => {
  const files = unzipSync(erased);
  const list = Buffer.from(files.erasures!).toString();
  const withList = (text: string) => code({ ...files, erasures: Buffer.from(text) });
  assert.equal(withList(list), "ok");
  const digest = list.split("\n")[1]!.slice(0, 128);
  assert.equal(withList(list.replace(digest, "0".repeat(128))), "archive.altered");
  assert.equal(withList(list.replace(" b\n", " c\n")), "archive.altered");
  assert.equal(withList(`${list}${digest} z\n`), "archive.erasures");
  assert.equal(withList(`${list}${digest} b\n`), "archive.erasures");
  assert.equal(withList(`${list}${digest} a\n`), "archive.erasures", "out of order");
  assert.equal(withList(list.split("\n")[0]!), "archive.erasures");
  assert.equal(withList(`${list.split("\n")[0]}\n`), "archive.erasures");
  const { erasures: _, ...without } = files;
  assert.equal(code(without), "archive.altered", "a container in place of another, and no word of it");
  const { c: __, ...fewer } = files;
  assert.equal(code(fewer), "archive.missing", "one that is gone, and no word of it");
});
