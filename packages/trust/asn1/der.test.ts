import assert from "node:assert/strict";
import { test } from "node:test";
import * as asn1js from "asn1js";
import { bitString, generalizedTime, integer, oid, printableString, sequence, setOf, x509Time } from "./der.ts";
import { readAsn1 } from "./read.ts";

test("integers are positive and as short as possible", () => {
  assert.equal(integer(0).toString("hex"), "020100");
  assert.equal(integer(127).toString("hex"), "02017f");
  assert.equal(integer(128).toString("hex"), "02020080");
  assert.equal(integer(Buffer.from("00000080", "hex")).toString("hex"), "02020080");
  assert.equal(integer(65537).toString("hex"), "0203010001");
  assert.throws(() => integer(-1), RangeError);
});

test("object identifiers agree with asn1js, also where an arc needs several bytes", () => {
  for (const dotted of ["1.2.840.113549.1.9.16.1.4", "2.16.886.1.100.2.51", "0.4.0.194112.1.3", "2.5.29.32.0"]) {
    assert.equal(
      oid(dotted).toString("hex"),
      Buffer.from(new asn1js.ObjectIdentifier({ value: dotted }).toBER()).toString("hex"),
    );
  }
});

test("lengths of 127, 128 and 70000 bytes use one, two and four bytes", () => {
  assert.equal(bitString(Buffer.alloc(126)).subarray(0, 2).toString("hex"), "037f");
  assert.equal(bitString(Buffer.alloc(127)).subarray(0, 3).toString("hex"), "038180");
  assert.equal(bitString(Buffer.alloc(69_999)).subarray(0, 5).toString("hex"), "0383011170".slice(0, 10));
});

test("the elements of a set are in the order of their encodings", () => {
  assert.deepEqual(setOf(integer(9), integer(1)), setOf(integer(1), integer(9)));
});

test("a certificate's time changes its form in 2050", () => {
  assert.equal(x509Time(new Date("2049-12-31T23:59:59.999Z")).toString("latin1", 2), "491231235959Z");
  assert.equal(x509Time(new Date("2050-01-01T00:00:00Z")).toString("latin1", 2), "20500101000000Z");
  assert.equal(generalizedTime(new Date("2026-11-22T02:41:00.5Z")).toString("latin1", 2), "20261122024100Z");
});

test("a PrintableString refuses what it cannot print", () => {
  assert.throws(() => printableString("內政部"), RangeError);
  assert.throws(() => printableString("a@b"), RangeError);
});

test("a value with bytes behind it or cut short is refused with the caller's code", () => {
  const der = sequence(integer(1));
  assert.ok(readAsn1(der, "ocsp.malformed"));
  assert.throws(() => readAsn1(Buffer.concat([der, Buffer.from([0])]), "ocsp.malformed"), { code: "ocsp.malformed" });
  assert.throws(() => readAsn1(der.subarray(0, -1), "csr.malformed"), { code: "csr.malformed" });
});
