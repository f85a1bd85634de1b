import assert from "node:assert/strict";
import { before, test } from "node:test";
import { writeZip } from "@troad/zip";
import { unzipSync, zipSync } from "fflate";
import { archiveEntry, readArchive, verifyArchives, writeArchive } from "../index.ts";

/** Large enough to be compressed. */
const dataOf = (name: string) => Buffer.from(`container ${name}`.repeat(60));
const one = (name: string) => archiveEntry(name, dataOf(name));
const member = "TWDEMO/GOV/MOI";
const archives = new Map<string, Buffer>();
before(() => {
  let previous: { file: string; link: string } | undefined;
  for (let number = 1; number <= 3; number++) {
    const file = `${String(number).padStart(9, "0")}.zip`;
    const made = writeArchive({ member, number, previous, upto: number * 2 }, [one(`${number}a.asice`), one(`${number}b.asice`)]);
    archives.set(file, made.bytes);
    previous = { file, link: made.linking.last };
  }
});
const check = async (of: ReadonlyMap<string, Buffer>, visit = async (): Promise<string | undefined> => undefined) => {
  const report = await verifyArchives([...of.keys()], async (name) => of.get(name)!, visit, []);
  return { ...report, codes: report.steps.map(({ code }) => code ?? "ok") };
};
const names = () => [...archives.keys()];

test("archives of one chain hold, also without the first ones, and each container is visited", async () => {
  let visited = 0;
  const whole = await check(archives, async () => {
    visited += 1;
    return undefined;
  });
  assert.deepEqual([whole.valid, whole.codes, visited, whole.first], [true, ["ok", "ok", "ok"], 6, 1]);
  const later = new Map([...archives].slice(1));
  assert.deepEqual([(await check(later)).valid, (await check(later)).first], [true, 2]);
  assert.notEqual((await check(new Map([...archives].slice(0, 2)))).last, whole.last, "the last link tells of a missing end");
  assert.equal((await check(archives, async () => "xades.digest")).valid, false);
  assert.equal((await check(new Map())).valid, false);
});

test("containers are compressed as a whole; what is compressed inside stands as it is", () => {
  const data = dataOf("a");
  const { bytes } = writeArchive({ member, number: 1, previous: undefined, upto: 2 }, [
    archiveEntry("loose", data),
    archiveEntry("packed", data, { isPacked: true }),
  ]);
  const opened = readArchive(bytes);
  assert.ok(opened.ok);
  assert.deepEqual(
    opened.value.files.map(({ name, data: found, isPacked }) => [name, found.equals(data), isPacked]),
    [
      ["loose", true, false],
      ["packed", true, true],
    ],
  );
  assert.equal(bytes.includes(data), true);
  assert.equal(bytes.lastIndexOf(data), bytes.indexOf(data), "once as it is");
  assert.deepEqual(Object.keys(unzipSync(bytes)), ["linkinginfo", "loose", "packed"]);
});

test("every altered byte of an archive is found", async () => {
  const [first, bytes] = [...archives][0]!;
  for (let at = 0; at < bytes.length; at++) {
    const copy = Buffer.from(bytes);
    copy[at]! ^= 0x41;
    const opened = readArchive(copy);
    // what a reader never looks at, as the moment of an entry, may differ; what it says may not
    if (opened.ok) assert.deepEqual(opened.value, (readArchive(bytes) as { value: unknown }).value, `byte ${at}`);
  }
  assert.equal((await check(new Map([...archives, [first, bytes.subarray(0, 100)]]))).valid, false);
});

test("an archive that is left out, exchanged, made anew or of someone else breaks the chain", async () => {
  const [first, second, third] = names() as [string, string, string];
  const without = new Map([
    [first, archives.get(first)!],
    [third, archives.get(third)!],
  ]);
  assert.deepEqual((await check(without)).codes, ["ok", "archive.chain"]);
  const swapped = new Map([...archives, [second, archives.get(third)!], [third, archives.get(second)!]]);
  assert.equal((await check(swapped)).valid, false);
  for (const head of [
    { member, number: 2, previous: undefined, upto: 4 },
    { member: "TWDEMO/GOV/MOE", number: 2, previous: { file: first, link: "0".repeat(128) }, upto: 4 },
  ]) {
    const forged = writeArchive(head, [one("2a.asice"), one("forged.asice")]).bytes;
    assert.deepEqual((await check(new Map([...archives, [second, forged]]))).codes, ["ok", "archive.chain", "archive.chain"]);
  }
});

test("a linking file that names too little, too much or a way out of the folder is refused, as is a bomb", () => {
  const { linking, bytes } = writeArchive({ member, number: 1, previous: undefined, upto: 1 }, [one("a"), one("b")]);
  const text = readArchive(bytes).ok ? Buffer.from(bytes).toString("latin1") : "";
  assert.match(text, /troad-archive 1/);
  const head = `troad-archive 1 SHA-512\nmember ${member}\nnumber 1\nprevious -\nupto 1\n`;
  const lines = linking.entries.map(({ name, link }) => `${link} ${name}\n`);
  const pack = (info: string, files: Record<string, string>) => {
    const packed = Object.fromEntries(
      Object.entries({ linkinginfo: info, ...files }).map(([name, data]) => [name, Buffer.from(data)]),
    );
    const opened = readArchive(Buffer.from(zipSync(packed)));
    return opened.ok ? "ok" : opened.code;
  };
  const files = { a: String(dataOf("a")), b: String(dataOf("b")) };
  assert.equal(pack(head + lines.join(""), files), "ok");
  assert.equal(pack(head + lines[0], files), "archive.not-linked");
  assert.equal(pack(head + lines.join(""), { a: files.a }), "archive.missing");
  assert.equal(pack(head + lines.toReversed().join(""), files), "archive.altered");
  assert.equal(pack(head + lines.join("").replace(" a\n", " ../a\n"), files), "archive.linking");
  assert.equal(pack(head + lines.join(""), { ...files, "../c": "x" }), "container.unsafe-name");
  assert.equal(pack(head.replace("upto 1", "upto 2") + lines.join(""), files), "archive.altered");
  const bomb = { linkinginfo: Buffer.from(head), big: Buffer.alloc(140 << 20) };
  const opened = readArchive(Buffer.from(zipSync(bomb, { level: 9 })));
  assert.equal(opened.ok ? "ok" : opened.code, "container.too-large");
});

test("what is packed is what others unpack, names beyond ASCII too", () => {
  const items = [
    { name: "mimetype", data: Buffer.from("x"), stored: true },
    { name: "公文/內容.txt", data: Buffer.from("a long line ".repeat(1000)) },
    { name: "noise", data: Buffer.from([1, 2, 3]) },
    { name: "empty", data: Buffer.alloc(0) },
  ];
  const packed = writeZip(items);
  assert.ok(packed.length < 1000, "deflated");
  const opened = unzipSync(packed);
  assert.deepEqual(
    Object.keys(opened),
    items.map(({ name }) => name),
  );
  for (const { name, data } of items) assert.deepEqual(Buffer.from(opened[name]!), data);
  assert.deepEqual(packed, writeZip(items));
});
