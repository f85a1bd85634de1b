import assert from "node:assert/strict";
import { test } from "node:test";
import { code39Text, type ProofRequest, parseCode39, qrHead, qrTexts } from "./codes.ts";
import { encryptProof, isProofOf } from "./encrypt.ts";
import { readQr } from "./read-qr.ts";

const key = "05D4A324ABAF4A570E64E572221E438B";
const request: ProofRequest = {
  number: "AA12345678",
  date: "2011-12-31",
  random: "1234",
  sales: 100,
  total: 100,
  buyer: "12345678",
  seller: "12344321",
  key,
  items: [],
};

test("the seal is the one that two public projects print for their sample key", () => {
  const seal = encryptProof("PL49821416", "5871", "F1A618ED8685B1A3B81E6CB6884617F4");
  assert.equal(seal, "E95eNqkzodO49TnX0I8vcg==");
  assert.ok(isProofOf(seal, "PL49821416", "5871", "F1A618ED8685B1A3B81E6CB6884617F4"));
});

test("a seal of another number, random number or key is told apart, and so is no seal at all", () => {
  const seal = encryptProof("AA12345678", "1234", key);
  assert.ok(!isProofOf(seal, "AA12345679", "1234", key));
  assert.ok(!isProofOf(seal, "AA12345678", "1235", key));
  assert.ok(!isProofOf(seal, "AA12345678", "1234", "F1A618ED8685B1A3B81E6CB6884617F4"));
  assert.ok(!isProofOf("ydXZt4LAN1UHN/j1juVcRA==", "AA12345678", "1234", key));
  assert.ok(!isProofOf("", "AA12345678", "1234", key));
});

test("the left code begins with the 77 characters of the barcode specification's reference code", () => {
  assert.equal(qrHead(request), "AA123456781001231123400000064000000641234567812344321D17/hvwEUj0+LhzQ9Og4gQ==");
  assert.equal(qrHead(request).length, 77);
});

test("what is written is read again, item by item, over both codes", () => {
  const items = [
    { name: "咖啡", quantity: "2", price: "60" },
    { name: "便當", quantity: "1", price: "95.5" },
    { name: "湯", quantity: "1", price: "30" },
  ];
  const { left, right } = qrTexts({ ...request, buyer: undefined, items, sales: 234, total: 246 });
  assert.match(right, /^\*\*湯:1:30$/);
  const proof = readQr(left, right);
  assert.ok(!("fault" in proof));
  assert.deepEqual(proof.items, items);
  assert.deepEqual(
    [proof.number, proof.date, proof.random, proof.sales, proof.total],
    ["AA12345678", "2011-12-31", "1234", 234, 246],
  );
  assert.deepEqual([proof.buyer, proof.seller, proof.recorded, proof.itemsTotal], [undefined, "12344321", 3, 3]);
});

const head = "AB112233441020523999900000144000001540000000001234567ydXZt4LAN1UHN/j1juVcRA==";

test("codes of tills are read with upper and lower case hex, colons at the end and in all four encodings", () => {
  for (const [code, encoding] of [
    ["0", "big5"],
    ["1", "utf-8"],
  ] as const) {
    const proof = readQr(`${head}:**********:3:3:${code}:電池:1:105:`, "**口罩:1:210:奶:1:25");
    assert.ok(!("fault" in proof));
    assert.equal(proof.encoding, encoding);
    assert.deepEqual(
      proof.items.map(({ name }) => name),
      ["電池", "口罩", "奶"],
    );
    assert.deepEqual([proof.sales, proof.total, proof.date], [324, 340, "2013-05-23"]);
  }
  const packed = Buffer.from("電池:1:105").toString("base64");
  const base64 = readQr(`${head}:**********:1:1:2:${packed}`);
  assert.ok(!("fault" in base64));
  assert.deepEqual(base64.items, [{ name: "電池", quantity: "1", price: "105" }]);
  const abroad = readQr(`${head}:**********:1:1:3:0000016B63:0000017000:book:1:363.99`);
  assert.ok(!("fault" in abroad));
  assert.deepEqual([abroad.sales, abroad.total], [363.99, 368]);
});

test("what is no left code is refused with the reason", () => {
  assert.deepEqual(readQr("**口罩:1:210"), { fault: "proof.right-code" });
  assert.deepEqual(readQr(head.slice(0, 76)), { fault: "proof.head" });
  assert.deepEqual(readQr(`${head}x`), { fault: "proof.head" });
  assert.deepEqual(readQr(`${head.replace("1020523", "1020532")}:*:1:1:1:a:1:1`), { fault: "proof.date" });
});

const headOf = (code: string | Uint8Array, right?: string | Uint8Array) => {
  const proof = readQr(code, right);
  assert.ok(!("fault" in proof), JSON.stringify(proof));
  return proof;
};

test("the head of a left code is read whatever its items are, and items that cannot be told apart are left out and counted", () => {
  const cases: [string, number, string[]][] = [
    ["", 0, []],
    [":", 0, []],
    [":**********:x:3:1:a:1:1", 0, []],
    [":**********:1:1:9:a:1:1", 0, []],
    [":**********:2:2:1:12:30套餐:1:100:茶:1:20", 0, ["12:30套餐 1 100", "茶 1 20"]],
    [":**********:1:1:1:套餐12:30:1:100", 0, ["套餐12:30 1 100"]],
    [":**********:3:3:1:1:2:3:4:5:6:7:8:9:10", 3, []],
    [":**********:1:1:1:茶:1:35TX", 1, []],
    [":**********:2:2:1:茶:1:35TX:餅:1:20", 1, ["餅 1 20"]],
    [":**********:1:1:1:茶:1,000:5", 1, []],
    [":**********:1:1:1:茶:1:20:謝謝惠顧", 0, ["茶 1 20"]],
    [":**********:3:3:1:茶:1:20:餅:2:30:湯:1", 1, ["茶 1 20", "餅 2 30"]],
    [":**********:1:1:3:cents:0000017000:book:1:363.99", 1, []],
    [":**********:1:1:2:%%%", 1, []],
    [`:**********:9999:9999:1:${"1:".repeat(3000)}`, 9999, []],
  ];
  for (const [rest, unread, items] of cases) {
    const proof = headOf(head + rest);
    assert.deepEqual([proof.number, proof.date, proof.random, proof.total], ["AB11223344", "2013-05-23", "9999", 340], rest);
    assert.deepEqual(
      [proof.unread, proof.items.map(({ name, quantity, price }) => `${name} ${quantity} ${price}`)],
      [unread, items],
      rest,
    );
  }
});

test("the head of a business's invoice has no random number, and any seal of 24 characters is one", () => {
  const business = headOf(
    "AB112233441150704    0000014d0000015e0459525710458575ydXZt4LAN1UHN/j1juVcRA==:**********:1:1:1:a:1:333",
  );
  assert.deepEqual([business.random, business.buyer, business.sales, business.total], [undefined, "04595257", 333, 350]);
  const printed = headOf("QQ000815241000801396600000014000000141234567828433892qk90D8qgCwuEvOngCZaEdaw=:**********:1:1:1:a:1:20");
  assert.deepEqual([printed.number, printed.date, printed.seal], ["QQ00081524", "2011-08-01", "qk90D8qgCwuEvOngCZaEdaw="]);
});

test("a code in Big5 is read from its bytes, whatever a scanner made of them the head is read too", () => {
  // 電池 and 口罩 as a till of Big5 writes them
  const bytes = Buffer.concat([
    Buffer.from(`${head}:**********:2:2:0:`),
    Buffer.from([0xb9, 0x71, 0xa6, 0xc0]),
    Buffer.from(":1:105:"),
  ]);
  const right = Buffer.concat([Buffer.from("**"), Buffer.from([0xa4, 0x66, 0xb8, 0x6e]), Buffer.from(":1:210")]);
  assert.deepEqual(
    headOf(bytes, right).items.map(({ name }) => name),
    ["電池", "口罩"],
  );
  for (const guess of ["utf-8", "shift_jis", "latin1"]) {
    const text = new TextDecoder(guess).decode(bytes);
    assert.deepEqual([headOf(text).number, headOf(text).total], ["AB11223344", 340], guess);
  }
});

test("the bar code has nineteen characters and is taken apart again", () => {
  assert.equal(code39Text("10404", "UZ17690872", "0122"), "10404UZ176908720122");
  assert.deepEqual(parseCode39("*10404UZ176908720122*"), { term: "10404", number: "UZ17690872", random: "0122" });
  assert.equal(parseCode39("10405UZ176908720122"), undefined, "an odd month is no period");
  assert.throws(() => code39Text("10405", "UZ17690872", "0122"), RangeError);
});
