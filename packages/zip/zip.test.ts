import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidArchive, readZip, writeZip, type ZipCode, type ZipLimits } from "./index.ts";

const limits: ZipLimits = { archiveBytes: 1 << 20, entries: 10, entryBytes: 1 << 16, totalBytes: 1 << 17 };
const policy = { limits, isSafeName: (name: string) => /^[a-z.]+\/?$/.test(name) };
const text = (value: string): Buffer => Buffer.from(value);
const archive = (): Buffer =>
  writeZip([
    { name: "a.txt", data: text("alpha") },
    { name: "b.txt", data: text("beta ".repeat(400)) },
  ]);

const refused = (bytes: Buffer, code: ZipCode): void =>
  assert.throws(
    () => readZip(bytes, policy),
    (error) => error instanceof InvalidArchive && error.code === code,
  );

test("what was written is read, and the same content gives the same bytes", () => {
  const entries = readZip(archive(), policy);
  assert.deepEqual(
    entries.map(({ name, data }) => [name, data.toString()]),
    [
      ["a.txt", "alpha"],
      ["b.txt", "beta ".repeat(400)],
    ],
  );
  assert.deepEqual(archive(), archive());
});

test("an archive that two readers could understand differently is refused", () => {
  refused(Buffer.concat([archive(), text("x")]), "malformed");
  const renamed = archive();
  renamed[30] = "z".charCodeAt(0); // the local header names another file than the directory
  refused(renamed, "malformed");
  refused(
    writeZip([
      { name: "a.txt", data: text("1") },
      { name: "A.txt".toLowerCase(), data: text("2") },
    ]),
    "duplicate-name",
  );
  refused(text("no archive at all, only a text of some length"), "malformed");
});

test("names and sizes beyond the policy are refused, and a damaged entry says so", () => {
  refused(writeZip([{ name: "../a.txt", data: text("1") }]), "unsafe-name");
  refused(writeZip([{ name: "big.bin", data: Buffer.alloc(limits.entryBytes + 1) }]), "too-large");
  refused(
    writeZip(Array.from({ length: 11 }, (_, at) => ({ name: `${String.fromCharCode(97 + at)}.txt`, data: text("1") }))),
    "too-many",
  );
  const altered = writeZip([{ name: "a.txt", data: text("alpha"), stored: true }]);
  altered[30 + "a.txt".length] = "A".charCodeAt(0);
  assert.equal(readZip(altered, policy)[0]?.damaged, true);
});
