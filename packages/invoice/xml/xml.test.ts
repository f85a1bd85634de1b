import assert from "node:assert/strict";
import { test } from "node:test";
import { toF0401 } from "../invoice/to-mig.ts";
import { findingsOf, readMig, writeMessageDocument } from "../message.ts";
import { sampleInvoice } from "../test/samples.ts";

const good = writeMessageDocument("F0401", "4.1", toF0401(sampleInvoice));
const codes = (xml: string | Uint8Array, max?: number): string[] =>
  findingsOf(readMig(typeof xml === "string" ? Buffer.from(xml) : xml, max === undefined ? {} : { maxBytes: max })).map(
    ({ code, path }) => `${code} ${path}`,
  );

test("prefixes, comments, CDATA, references, white space, a byte order mark and schema hints change nothing", () => {
  const variants = [
    `\ufeff${good}`,
    good.replace("<Main>", "<!-- the head --><?a b?>\n\t<Main>"),
    good.replace("咖啡", "<![CDATA[咖啡]]>"),
    good.replace("咖啡", "&#x5496;&#21857;"),
    good.replace("咖啡", "咖<!-- x -->啡"),
    good.replaceAll("><", ">\r\n  <"),
    good.replace("<Invoice ", '<Invoice xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b" '),
    good
      .replace('<Invoice xmlns="', '<i:Invoice xmlns:i="')
      .replace("</Invoice>", "</i:Invoice>")
      .replaceAll(/<(\/?)(?=[A-Z])/g, "<$1i:"),
    good.replace("<Quantity>2<", "<Quantity> 2\n<"),
    good.replace("<RandomNumber>1234</RandomNumber>", "<RandomNumber >1234</RandomNumber\n>"),
  ];
  const read = (xml: string) => {
    const file = readMig(Buffer.from(xml));
    return file.is === "message" ? file.message.invoice : undefined;
  };
  for (const xml of variants) assert.deepEqual(codes(xml), [], xml.slice(0, 200));
  assert.deepEqual(read(variants[2]!), read(good));
  assert.deepEqual(read(variants[3]!), read(good));
  assert.deepEqual(read(variants[4]!), read(good));
});

test("what is not XML ends the reading, and says where", () => {
  const attacks: [string, string | Uint8Array, RegExp][] = [
    ["nothing", "", /^xml.malformed/],
    ["no XML", "hello", /^xml.malformed/],
    ["a tag that is not closed", good.slice(0, -12), /^xml.malformed/],
    ["a tag closed by another", good.replace("</Seller>", "</Buyer>"), /^xml.malformed \/Invoice\/Main\/Seller/],
    ["two roots", `${good}<a/>`, /^xml.malformed/],
    ["text behind the root", `${good}x`, /^xml.malformed/],
    ["an unknown entity", good.replace("咖啡", "&coffee;"), /^xml.malformed \/Invoice\/Details\/ProductItem\[1\]/],
    ["a bare ampersand", good.replace("咖啡", "a & b"), /^xml.malformed/],
    ["a reference to a control character", good.replace("咖啡", "&#1;"), /^xml.malformed/],
    ["a control character", good.replace("咖啡", "\u0001"), /^xml.malformed/],
    ["an unbound prefix", good.replace("<Main>", "<x:Main>"), /^xml.malformed/],
    ["an attribute twice", good.replace("<Main>", '<Main a="1" a="2">'), /^xml.malformed/],
    ["Big5 by declaration", good.replace("UTF-8", "Big5"), /^xml.encoding/],
    ["Big5 by bytes", Buffer.from([...Buffer.from('<?xml version="1.0"?><a>'), 0xa4, 0xa4, 0xa4, 0xe5]), /^xml.encoding/],
    ["UTF-16", Buffer.from(`\ufeff${good}`, "utf16le"), /^xml.encoding/],
    ["more bytes than agreed", good, /^xml.too-large/],
  ];
  for (const [what, xml, expected] of attacks) {
    const found = codes(xml, what.startsWith("more") ? 100 : undefined);
    assert.equal(found.length, 1, what);
    assert.match(found[0]!, expected, what);
  }
});

test("document types are refused before anything is expanded: no bomb, no file, no address", () => {
  const bomb = `<!DOCTYPE a [<!ENTITY a "${"a".repeat(100)}"><!ENTITY b "${"&a;".repeat(1000)}">]>`;
  for (const type of [bomb, '<!DOCTYPE a SYSTEM "file:///etc/passwd">', "<!DOCTYPE a>", "<!ENTITY x 'y'>"])
    assert.deepEqual(codes(good.replace("<Invoice", `${type}<Invoice`)), ["xml.dtd-refused /"]);
});

test("a million elements inside of each other take no stack", () => {
  const deep = "<a>".repeat(1_000_000);
  assert.match(codes(good.replace("<Main>", deep))[0]!, /^xml.too-deep/);
  const began = performance.now();
  codes(good.replace("<Main>", "<a/>".repeat(200_000)));
  assert.ok(performance.now() - began < 5000, "many unknown elements take linear time");
});

test("unknown messages, elements, attributes, namespaces and texts are named with their path", () => {
  const cases: [string, string][] = [
    [good.replace("F0401:4.1", "F0401:9.9"), "message.unknown /Invoice"],
    [good.replace("F0401:4.1", "F0501:4.1"), "message.unknown /Invoice"],
    [good.replace("<Main>", "<Main><Extra><Deep/></Extra>"), "element.unexpected /Invoice/Main/Extra"],
    [good.replace("<Main>", '<Main lang="zh">'), "attribute.unexpected /Invoice/Main/@lang"],
    [good.replace("<Main>", "<Main>text"), "text.unexpected /Invoice/Main"],
    [good.replace("咖啡", "咖<b>啡</b>"), "element.unexpected /Invoice/Details/ProductItem[1]/Description/b"],
    [good.replace("<Unit>", '<Unit xmlns="urn:other">'), "element.namespace /Invoice/Details/ProductItem[1]/Unit"],
  ];
  for (const [xml, expected] of cases) assert.equal(codes(xml)[0], expected);
});

test("a document full of faults gives a hundred of them and no more", () => {
  assert.equal(codes(good.replace("<Main>", `<Main>${"<a/>".repeat(1000)}`)).length, 100);
});
