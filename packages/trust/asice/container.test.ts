import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { crc32, deflateRawSync } from "node:zlib";
import { readAsice, writeAsice, type ZipLimits } from "../index.ts";
import { makeAuthority } from "../test/authority.ts";
import { files, sealXml } from "../test/sealed.ts";
import { referenceFolder } from "../test/tools.ts";
import { asiceMime } from "./layout.ts";

let xml: string;
let container: Buffer;
before(async () => {
  xml = await sealXml(await makeAuthority());
  container = writeAsice(files, xml);
});

const codeOf = (bytes: Uint8Array, limits?: Partial<ZipLimits>): string => {
  const outcome = readAsice(bytes, limits);
  return outcome.ok ? "ok" : outcome.code;
};

interface Forged {
  readonly name: string | Buffer;
  readonly data: Buffer;
  readonly method?: number;
  readonly localName?: string;
  readonly declaredSize?: number;
  readonly flags?: number;
}

/** A ZIP writer that lies where it is told to. */
function forge(entries: readonly Forged[], comment = "", tail = ""): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, method = 0, localName, declaredSize, flags = 0x800 } of entries) {
    const packed = method === 8 ? deflateRawSync(data) : data;
    const header = (signature: number, title: Buffer, central: boolean): Buffer => {
      const head = Buffer.alloc(central ? 46 : 30);
      const at = central ? 2 : 0;
      head.writeUInt32LE(signature, 0);
      head.writeUInt16LE(flags, 6 + at);
      head.writeUInt16LE(method, 8 + at);
      head.writeUInt32LE(crc32(data), 14 + at);
      head.writeUInt32LE(packed.length, 18 + at);
      head.writeUInt32LE(declaredSize ?? data.length, 22 + at);
      head.writeUInt16LE(title.length, 26 + at);
      if (central) head.writeUInt32LE(offset, 42);
      return Buffer.concat([head, title]);
    };
    directory.push(header(0x02014b50, Buffer.from(name), true));
    const local = Buffer.concat([header(0x04034b50, Buffer.from(localName ?? name), false), packed]);
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  const size = directory.reduce((sum, item) => sum + item.length, 0);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, ...directory, end, Buffer.from(comment), Buffer.from(tail)]);
}

const mimetype: Forged = { name: "mimetype", data: Buffer.from(asiceMime) };
const text = (name: string, extra: Partial<Forged> = {}): Forged => ({ name, data: Buffer.from("text"), ...extra });

test("what was written is read again, with its types, and the same content gives the same bytes", () => {
  const outcome = readAsice(container);
  assert.ok(outcome.ok);
  assert.deepEqual(
    outcome.value.files.map((file) => ({ ...file, data: file.data.toString() })),
    files.map((file) => ({ ...file, data: file.data.toString() })),
  );
  assert.deepEqual([outcome.value.signatures[0]?.xml.toString(), outcome.value.damaged], [xml, []]);
  assert.ok(writeAsice(files, xml).equals(container));
});

test("a container of another program is read: folders, deflate, sizes behind the data", () => {
  assert.equal(codeOf(forge([mimetype, { name: "folder/", data: Buffer.alloc(0) }, text("folder/a", { method: 8 })])), "ok");
});

test("names that leave the folder are refused", () => {
  for (const name of ["../evil", "/etc/passwd", "a/../../b", "C:\\evil", "a\\b", "a//b", "x\u0000.txt", "./a"])
    assert.equal(codeOf(forge([mimetype, text(name)])), "container.unsafe-name", name);
  assert.equal(codeOf(forge([mimetype, { name: Buffer.from([0x61, 0xff]), data: Buffer.alloc(1) }])), "container.unsafe-name");
});

test("two entries of one name are refused, also where only some systems think them one", () => {
  assert.equal(codeOf(forge([mimetype, text("a"), text("a")])), "container.duplicate-name");
  assert.equal(codeOf(forge([mimetype, text("a.txt"), text("A.TXT")])), "container.duplicate-name");
});

test("a bomb is refused by what it declares, and stopped when it declares less than it holds", () => {
  const zeros = Buffer.alloc(4 << 20);
  const limits = { entryBytes: 1 << 20 };
  assert.equal(codeOf(forge([mimetype, { name: "bomb", data: zeros, method: 8 }]), limits), "container.too-large");
  assert.equal(
    codeOf(forge([mimetype, { name: "bomb", data: zeros, method: 8, declaredSize: 10 }]), limits),
    "container.too-large",
  );
  assert.equal(
    codeOf(forge([mimetype, ...["a", "b", "c"].map((name) => ({ name, data: zeros, method: 8 }))]), { totalBytes: 10 << 20 }),
    "container.too-large",
  );
  assert.equal(codeOf(forge([mimetype, text("a"), text("b")]), { entries: 2 }), "container.too-many");
  assert.equal(codeOf(container, { archiveBytes: 100 }), "container.too-large");
});

test("headers that disagree, wrong sizes, encryption and odd methods are refused", () => {
  for (const odd of [{ localName: "b" }, { declaredSize: 3 }, { flags: 0x801 }, { method: 12 }])
    assert.equal(codeOf(forge([mimetype, text("a", odd)])), "container.malformed", JSON.stringify(odd));
});

test("nothing may stand behind the archive or between its parts", () => {
  assert.equal(codeOf(forge([mimetype, text("a")], "comment")), "ok");
  assert.equal(codeOf(forge([mimetype, text("a")], "", "more")), "container.malformed");
  assert.equal(codeOf(Buffer.concat([Buffer.from("GIF89a"), forge([mimetype])])), "container.malformed");
  assert.equal(codeOf(Buffer.alloc(0)), "container.malformed");
  assert.equal(codeOf(container.subarray(0, container.length - 5)), "container.malformed");
});

test("the type must come first, stored, and be the right one", () => {
  assert.equal(codeOf(forge([text("a"), mimetype])), "container.mimetype");
  assert.equal(codeOf(forge([{ ...mimetype, method: 8 }])), "container.mimetype");
  assert.equal(codeOf(forge([{ ...mimetype, data: Buffer.from("application/zip") }])), "container.mimetype");
});

test("a manifest that names a file which is not there, or bombs, is refused", () => {
  const manifest = (body: string): Forged => ({ name: "META-INF/manifest.xml", data: Buffer.from(body) });
  const open = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">';
  assert.equal(
    codeOf(
      forge([mimetype, text("a"), manifest(`${open}<m:file-entry m:full-path="b" m:media-type="text/plain"/></m:manifest>`)]),
    ),
    "container.manifest",
  );
  assert.equal(codeOf(forge([mimetype, manifest(`<!DOCTYPE a [<!ENTITY b "c">]>${open}</m:manifest>`)])), "xml.dtd-refused");
});

test("reserved and unsafe names are not written", () => {
  for (const name of ["mimetype", "META-INF/x", "../x"])
    assert.throws(() => writeAsice([{ name, mime: "text/plain", data: Buffer.alloc(1) }], "<x/>"), RangeError, name);
  assert.throws(() => writeAsice([...files, ...files], "<x/>"), RangeError);
});

const samples = path.join(referenceFolder, "xroad", "asic");

test("X-Road's sample containers break the rule for the type in four ways and are refused", {
  skip: existsSync(samples) ? false : "needs the reference vectors",
}, () => {
  const names = ["valid-signed-message", "valid-signed-message-with-attachments", "no-mimetype", "no-signature", "not-asic"];
  const codes = names.map((name) => codeOf(readFileSync(path.join(samples, `${name}.asice`))));
  // The type stands last, is compressed, is missing, stands last; the fifth is no archive.
  assert.deepEqual(codes, [
    "container.mimetype",
    "container.mimetype",
    "container.mimetype",
    "container.mimetype",
    "container.malformed",
  ]);
  assert.equal(codeOf(readFileSync(path.join(samples, "no-message.asice"))), "ok");
});
