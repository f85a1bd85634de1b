import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../codes.ts";
import type { Invoice } from "../invoice/invoice.ts";
import { toC0401, toF0401 } from "../invoice/to-mig.ts";
import { findingsOf, readMig, writeEnvelope, writeMessage, writeMessageDocument } from "../message.ts";
import { alteredValues, repeated, swapped, without } from "./alter.ts";
import { businessInvoice, sampleBody, sampleInvoice, sampleKinds } from "./samples.ts";

const check = (xml: string | Uint8Array): readonly Finding[] => findingsOf(readMig(Buffer.from(xml)));
const f0401 = (changes: Partial<Invoice> = {}, of: Invoice = sampleInvoice): string =>
  writeMessageDocument("F0401", "4.1", toF0401({ ...of, ...changes }));

test("a correct message of every kind and version is accepted", () => {
  for (const kind of sampleKinds)
    assert.deepEqual(check(writeMessageDocument(kind.code, kind.version, sampleBody(kind))), [], `${kind.code} ${kind.version}`);
  assert.deepEqual(check(f0401({}, businessInvoice)), []);
});

test("4.x is read in any order, 3.x in the schema's alone", () => {
  for (const kind of sampleKinds) {
    for (const { xml, path, what } of swapped(writeMessageDocument(kind.code, kind.version, sampleBody(kind)))) {
      const findings = check(xml);
      if (kind.version.startsWith("4")) assert.deepEqual(findings, [], what);
      else assert.deepEqual(findings[0], { kind: "schema", code: "element.order", path: findings[0]?.path }, `${what} ${path}`);
    }
  }
});

test("in 4.1 too every bent value, every missing and every repeated element is found at its path", () => {
  const needless = /Address|Unit$|Carrier|OriginalSequenceNumber|RandomNumber/;
  for (const kind of sampleKinds.filter(({ version }) => version === "4.1")) {
    const xml = writeMessageDocument(kind.code, "4.1", sampleBody(kind));
    for (const { xml: bent, path } of [...alteredValues(xml), ...repeated(xml)])
      assert.ok(
        check(bent).some((one) => one.path === path && one.kind === "schema"),
        `${kind.code} ${path}`,
      );
    for (const { xml: bent, path } of without(xml))
      if (!needless.test(path) && (bent.match(/<ProductItem>/g)?.length ?? 0) !== 1)
        assert.ok(
          check(bent).some((one) => one.path === path && one.code === "element.missing"),
          `${kind.code} ${path}`,
        );
  }
});

type Broken = [what: string, changes: Partial<Invoice>, code: string, path: string, of?: Invoice];
const seller = (ban: string) => ({ seller: { ...sampleInvoice.seller, ban } });
const broken: Broken[] = [
  ["the 30th of February", { date: "2026-02-30" }, "date.impossible", "Main/InvoiceDate"],
  ["a wrong check digit", seller("12345672"), "ban.check-digit", "Main/Seller/Identifier"],
  [
    "a buyer's wrong check digit",
    { buyer: { ban: "12345672", name: "x" } },
    "ban.check-digit",
    "Main/Buyer/Identifier",
    businessInvoice,
  ],
  ["neither paper nor carrier nor donation", { carrier: undefined }, "proof.none", "Main/PrintMark"],
  ["paper and carrier", { print: true }, "proof.several", "Main/PrintMark"],
  ["carrier and donation", { donatedTo: "919" }, "proof.several", "Main/DonateMark"],
  ["no random number", { randomNumber: undefined }, "proof.random-number", "Main/RandomNumber"],
  [
    "a barcode in lower case",
    { carrier: { type: "3J0002", id1: "/abc+12.", id2: "/abc+12." } },
    "carrier.form",
    "Main/CarrierId1",
  ],
  ["two barcodes", { carrier: { type: "3J0002", id1: "/ABC+12.", id2: "/ABC+13." } }, "carrier.ids-differ", "Main/CarrierId2"],
  [
    "a carrier without type",
    { carrier: { type: "", id1: "/ABC+12.", id2: "/ABC+12." } },
    "carrier.incomplete",
    "Main/CarrierType",
  ],
  ["a donation to nobody", { carrier: undefined, donatedTo: "" }, "donation.code-missing", "Main/NPOBAN"],
  ["a donation code of two digits", { carrier: undefined, donatedTo: "12" }, "donation.code-form", "Main/NPOBAN"],
  ["a business that donates", { print: false, donatedTo: "919" }, "donation.business-buyer", "Main/DonateMark", businessInvoice],
  ["a rate of two per cent", { taxRate: "0.02" }, "tax.rate", "Amount/TaxRate"],
  ["a tax type that the sales are not of", { taxType: "3" }, "tax.type", "Amount/TaxType"],
  ["mixed sales of one kind", { taxType: "9" }, "tax.type", "Amount/TaxType"],
  ["a special invoice of a general tax", { type: "08" }, "tax.special-type", "Main/InvoiceType"],
  ["tax that a consumer sees", { tax: "10" }, "amount.tax", "Amount/TaxAmount"],
  ["a tax rounded down", { tax: "16" }, "amount.tax", "Amount/TaxAmount", businessInvoice],
  ["sales too high", { sales: "217" }, "amount.sales", "Amount/SalesAmount"],
  ["a total too high", { total: "217" }, "amount.total", "Amount/TotalAmount"],
  ["a business's sales too high", { sales: "334" }, "amount.sales", "Amount/SalesAmount", businessInvoice],
  ["a business's total too high", { total: "351" }, "amount.total", "Amount/TotalAmount", businessInvoice],
  [
    "an item's amount",
    { items: [sampleInvoice.items[0]!, { ...sampleInvoice.items[1]!, amount: "99" }] },
    "amount.items",
    "Details/ProductItem[2]/Amount",
  ],
  ["nothing", { items: [], sales: "0", total: "0" }, "amount.not-positive", "Amount/TotalAmount"],
  ["a zero rate without customs", zero({ customsMark: undefined }), "tax.customs-mark", "Main/CustomsClearanceMark"],
  ["a zero rate without reason", zero({ zeroReason: undefined }), "tax.zero-reason", "Main/ZeroTaxRateReason"],
];
function zero(changes: Partial<Invoice>): Partial<Invoice> {
  return { sales: "0", zeroSales: "216", taxType: "2", taxRate: "0", customsMark: "1", zeroReason: "71", ...changes };
}

for (const [what, changes, code, path, of] of broken)
  test(`${what}: ${code}`, () => {
    const items = changes.items?.length === 0 ? sampleInvoice.items.map((item) => ({ ...item, amount: "0" })) : changes.items;
    const findings = check(f0401({ ...changes, ...(items ? { items } : {}) }, of));
    assert.ok(
      findings.some((one) => one.kind === "rule" && one.code === code && one.path === `/Invoice/${path}`),
      JSON.stringify(findings),
    );
  });

test("a zero-rated invoice with its marks is accepted, before 4.1 without the reason", () => {
  assert.deepEqual(check(f0401(zero({}))), []);
  assert.deepEqual(
    check(writeMessageDocument("F0401", "4.0", toF0401({ ...sampleInvoice, ...zero({ zeroReason: undefined }) }))),
    [],
  );
});

test("a business may have a mobile barcode and paper at once, and items with tax inside", () => {
  const carrier = { type: "3J0002", id1: "/ABC+12.", id2: "/ABC+12." };
  assert.deepEqual(check(f0401({ carrier, print: true }, businessInvoice)), []);
  const items = [{ ...businessInvoice.items[0]!, unitPrice: "116.6666667", amount: "350" }];
  assert.deepEqual(check(f0401({ items }, businessInvoice)), []);
});

test("a donation code without the mark is found", () => {
  const xml = f0401().replace("<RandomNumber>", "<NPOBAN>919</NPOBAN><RandomNumber>");
  assert.deepEqual(check(xml), [{ kind: "rule", code: "donation.not-marked", path: "/Invoice/Main/DonateMark" }]);
});

const other = (code: "C0501" | "D0401" | "E0501" | "E0401" | "E0402", from: string, to: string): readonly Finding[] => {
  const kind = sampleKinds.find((one) => one.code === code && (one.version === "3.1" || code === "E0501"))!;
  const xml = writeMessageDocument(code, kind.version, sampleBody(kind));
  assert.ok(xml.includes(from), from);
  return check(xml.replace(from, to));
};
test("other messages have rules of their own", () => {
  const rule = (code: string, path: string) => [{ kind: "rule", code, path }];
  const cancelled = "<CancelDate>20260107";
  assert.deepEqual(other("C0501", cancelled, "<CancelDate>20260104"), rule("cancel.before-issue", "/CancelInvoice/CancelDate"));
  assert.deepEqual(other("C0501", cancelled, "<CancelDate>20260301"), rule("cancel.period-closed", "/CancelInvoice/CancelDate"));
  assert.deepEqual(other("D0401", "<TaxAmount>6", "<TaxAmount>5"), rule("amount.tax", "/Allowance/Amount/TaxAmount"));
  assert.deepEqual(other("D0401", "<TotalAmount>111", "<TotalAmount>117"), rule("amount.total", "/Allowance/Amount/TotalAmount"));
  const date = "/Allowance/Details/ProductItem[1]/OriginalInvoiceDate";
  assert.deepEqual(
    other("D0401", "<OriginalInvoiceDate>20260105", "<OriginalInvoiceDate>20260205"),
    rule("allowance.before-issue", date),
  );
  assert.deepEqual(
    other("E0501", "<InvoiceEndNo>10000099", "<InvoiceEndNo>10000098"),
    rule("range.not-fifty", "/InvoiceAssignNo/InvoiceEndNo"),
  );
  const branch = "/BranchTrack/Details/BranchTrackItem[1]/InvoiceEndNo";
  assert.deepEqual(
    other("E0401", "10000099</InvoiceEndNo><InvoiceBooklet", "10000149</InvoiceEndNo><InvoiceBooklet"),
    rule("range.outside", branch),
  );
  const blank = "/BranchTrackBlank/Details/BranchTrackBlankItem[1]/InvoiceEndNo";
  assert.deepEqual(other("E0402", "<InvoiceEndNo>10000099", "<InvoiceEndNo>10000049"), rule("range.reversed", blank));
});

test("an envelope holds what it says it holds", () => {
  const from = { partyId: "12345675", routingId: "SHOP" };
  const to = { partyId: "0000000000", routingId: "PLATFORM" };
  const messages = [toF0401(sampleInvoice), toF0401({ ...sampleInvoice, number: "AB10000002", print: true })].map((body) =>
    writeMessage("F0401", "4.1", body),
  );
  const xml = writeEnvelope(from, to, { code: "F0401", version: "4.1", messages });
  assert.deepEqual(check(xml)[0], {
    kind: "rule",
    code: "proof.several",
    path: "/InvoiceEnvelope/InvoicePack/Invoice[2]/Main/PrintMark",
  });
  const pack = "/InvoiceEnvelope/InvoicePack/";
  assert.equal(check(xml.replace('count="2"', 'count="3"'))[0]?.path, `${pack}@count`);
  assert.equal(check(xml.replace('messageType="F0401"', 'messageType="C0401"'))[0]?.path, `${pack}@messageType`);
  const read = readMig(Buffer.from(xml));
  assert.ok(read.is === "envelope" && read.messages[0]?.invoice?.total === "216");
});

test("C0401 of 3.1 and F0401 of 4.1 say the same invoice", () => {
  const read = (xml: string) => {
    const file = readMig(Buffer.from(xml));
    return file.is === "message" ? file.message.invoice : undefined;
  };
  const withoutTypes = (invoice: Invoice | undefined) => ({
    ...invoice,
    items: invoice?.items.map((item) => ({ ...item, taxType: undefined })),
  });
  const [old, now] = [read(writeMessageDocument("C0401", "3.1", toC0401(sampleInvoice))), read(f0401())];
  assert.ok(old && now);
  assert.deepEqual(withoutTypes(old), withoutTypes(now));
});
