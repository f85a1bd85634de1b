import {
  type BanCheck,
  consumerBan,
  type Invoice,
  type InvoiceItem,
  invoiceRules,
  jsonPath,
  type Party,
} from "@troad/invoice-formats";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

/** The JSON form of an invoice: the fields of `Invoice`, amounts as numbers or decimal texts; a consumer invoice has no buyer number. */
const text = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength });
const decimal = Type.Union([
  Type.String({ pattern: "^-?\\d{1,13}(\\.\\d{1,7})?$" }),
  Type.Number({ minimum: -9_999_999_999_999, maximum: 9_999_999_999_999 }),
]);
const whole = Type.Union([Type.String({ pattern: "^\\d{1,13}$" }), Type.Integer({ minimum: 0, maximum: 9_999_999_999_999 })]);
const maybe = Type.Optional;
const partyFields = {
  address: maybe(text(100)),
  personInCharge: maybe(text(30)),
  telephone: maybe(text(26)),
  facsimile: maybe(text(26)),
  email: maybe(text(400)),
  customerNumber: maybe(text(20)),
  roleRemark: maybe(text(40)),
};
const strict = { additionalProperties: false };

const itemSchema = Type.Object(
  {
    description: text(500, 1),
    quantity: decimal,
    unit: maybe(text(6)),
    unitPrice: decimal,
    amount: decimal,
    taxType: maybe(Type.String({ pattern: "^[1234]$" })),
    sequence: maybe(text(4, 1)),
    remark: maybe(text(120)),
    relateNumber: maybe(text(50)),
  },
  strict,
);

export const invoiceSchema = Type.Object(
  {
    number: Type.String({ pattern: "^[A-Z]{2}\\d{8}$" }),
    date: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }),
    time: Type.String({ pattern: "^([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d$" }),
    type: maybe(Type.String({ pattern: "^0[78]$" })),
    seller: Type.Object({ ban: Type.String({ pattern: "^\\d{8}$" }), name: text(60, 1), ...partyFields }, strict),
    buyer: maybe(
      Type.Object({ ban: maybe(Type.String({ pattern: "^(\\d{8}|0{10})$" })), name: maybe(text(60, 1)), ...partyFields }, strict),
    ),
    print: maybe(Type.Boolean()),
    carrier: maybe(Type.Object({ type: text(6, 1), id1: text(400, 1), id2: maybe(text(400, 1)) }, strict)),
    donatedTo: maybe(text(10, 1)),
    randomNumber: maybe(Type.String({ pattern: "^\\d{4}$" })),
    remark: maybe(text(200)),
    buyerRemark: maybe(Type.String({ pattern: "^[1234]$" })),
    customsMark: maybe(Type.String({ pattern: "^[12]$" })),
    zeroReason: maybe(Type.String({ pattern: "^7[1-9]$" })),
    bondedArea: maybe(Type.String({ pattern: "^[1234]$" })),
    category: maybe(text(2)),
    relateNumber: maybe(text(20)),
    grouped: maybe(Type.Literal(true)),
    items: Type.Array(itemSchema, { minItems: 1, maxItems: 9999 }),
    sales: whole,
    exemptSales: maybe(whole),
    zeroSales: maybe(whole),
    taxType: maybe(Type.String({ pattern: "^[12349]$" })),
    taxRate: maybe(Type.Union([Type.Number({ minimum: 0, maximum: 0.25 }), Type.String({ pattern: "^0(\\.\\d{1,4})?$" })])),
    tax: maybe(whole),
    total: whole,
    discount: maybe(whole),
    originalAmount: maybe(decimal),
    exchangeRate: maybe(decimal),
    currency: maybe(Type.String({ pattern: "^[A-Z]{3}$" })),
  },
  strict,
);
type Given = Static<typeof invoiceSchema>;
type Amount = string | number;

const check = Compile(invoiceSchema);

/** An error in one invoice of a request; `path` is a JSON Pointer into it. */
export type JsonFinding = { readonly kind: "schema" | "rule"; readonly code: string; readonly path: string };

/** Checks the format and rules of one invoice. */
export function parseInvoice(
  value: unknown,
  isBan: BanCheck,
): { readonly invoice: Invoice } | { readonly errors: readonly JsonFinding[] } {
  if (!check.Check(value)) {
    const errors = [...check.Errors(value)].slice(0, 20);
    return {
      errors: errors.map(({ keyword, instancePath }) => ({ kind: "schema", code: codeOf(keyword), path: instancePath || "/" })),
    };
  }
  const invoice = normal(value);
  const broken = invoiceRules(invoice, { proof: true, zeroReason: true, isBan });
  if (broken.length === 0) return { invoice };
  return { errors: broken.map((one) => ({ kind: "rule", code: one.code, path: jsonPath(one) })) };
}

/** An unexpected field fails against a schema that nothing satisfies, whose keyword says little. */
const codeOf = (keyword: string): string => `json.${keyword === "boolean" ? "additionalProperties" : keyword}`;

const amount = (value: Amount): string => (typeof value === "string" ? value : decimalText(value));
const optionalAmount = (value: Amount | undefined): string | undefined => (value === undefined ? undefined : amount(value));

/** JSON numbers lose trailing zeros, and very small ones would become exponents: a message may have seven decimal places. */
function decimalText(value: number): string {
  const plain = String(value);
  return plain.includes("e") ? value.toFixed(7).replace(/\.?0+$/, "") : plain;
}

const rateOf: Readonly<Record<string, string>> = { "1": "0.05", "2": "0", "3": "0", "4": "0.05", "9": "0.05" };

/** Every field in the order of `Invoice`, so that the same invoice always gives the same text. */
function normal(given: Given): Invoice {
  const { carrier, buyer } = given;
  const taxType = given.taxType ?? "1";
  return {
    number: given.number,
    date: given.date,
    time: given.time,
    type: given.type ?? (taxType === "4" ? "08" : "07"),
    seller: partyOf(given.seller.ban, given.seller.name, given.seller),
    buyer: partyOf(buyer?.ban ?? consumerBan, buyer?.name ?? buyer?.ban ?? consumerBan, buyer ?? {}),
    print: given.print ?? false,
    carrier: carrier && { type: carrier.type, id1: carrier.id1, id2: carrier.id2 ?? carrier.id1 },
    donatedTo: given.donatedTo,
    randomNumber: given.randomNumber,
    remark: given.remark,
    buyerRemark: given.buyerRemark,
    customsMark: given.customsMark,
    zeroReason: given.zeroReason,
    bondedArea: given.bondedArea,
    category: given.category,
    relateNumber: given.relateNumber,
    grouped: given.grouped,
    items: given.items.map((item, at): InvoiceItem => itemOf(item, at)),
    sales: amount(given.sales),
    exemptSales: amount(given.exemptSales ?? "0"),
    zeroSales: amount(given.zeroSales ?? "0"),
    taxType,
    taxRate: given.taxRate === undefined ? rateOf[taxType]! : amount(given.taxRate),
    tax: amount(given.tax ?? "0"),
    total: amount(given.total),
    discount: optionalAmount(given.discount),
    originalAmount: optionalAmount(given.originalAmount),
    exchangeRate: optionalAmount(given.exchangeRate),
    currency: given.currency,
  };
}

const partyOf = (ban: string, name: string, more: Partial<Party>): Party => ({
  ban,
  name,
  address: more.address,
  personInCharge: more.personInCharge,
  telephone: more.telephone,
  facsimile: more.facsimile,
  email: more.email,
  customerNumber: more.customerNumber,
  roleRemark: more.roleRemark,
});

const itemOf = (item: Given["items"][number], at: number): InvoiceItem => ({
  description: item.description,
  quantity: amount(item.quantity),
  unit: item.unit,
  unitPrice: amount(item.unitPrice),
  amount: amount(item.amount),
  taxType: item.taxType,
  sequence: item.sequence ?? String(at + 1),
  remark: item.remark,
  relateNumber: item.relateNumber,
});
