import { currencies } from "./currencies.ts";
import { base64, day, decimal, listed, pattern, text, time, whole } from "./leaf.ts";
import { all, optional, sequence } from "./shape.ts";

/** Types of MIG 3.1 (GenericType_3.1.xsd and the messages' own). 3.2 is read with them too: its changes are not published with them. */
export const v3 = {
  number: pattern(/^[A-Z]{2}\d{8}$/),
  day,
  time,
  ban: text(0, 10),
  remark: text(0, 200),
  reason: text(1, 20, true),
  buyerRemark: listed("1", "2", "3", "4"),
  customs: listed("1", "2"),
  invoiceType: listed("01", "02", "03", "04", "05", "06", "07", "08"),
  star: pattern(/^[*]$/),
  bit: listed("0", "1"),
  bonded: listed("1", "2", "3"),
  taxType: listed("1", "2", "3", "4", "9"),
  allowanceTaxType: listed("1", "2", "3"),
  allowanceNumber: text(1, 16),
  allowanceType: listed("1", "2"),
  attachment: base64(1_048_576),
  printMark: pattern(/^[YN]$/),
  random: pattern(/^(\d{4}|AAAA)$/),
  quantity: decimal({ total: 20, fraction: 7 }),
  money: whole({ total: 12 }),
  moneyFromZero: whole({ total: 12, min: 0 }),
  rate: decimal({ total: 6, fraction: 4, min: 0 }),
  exchange: decimal({ total: 13, fraction: 4, min: 0 }),
  currency: listed(...currencies),
  term: pattern(/^\d{3}(0[2468]|1[02])$/),
  track: pattern(/^[A-Z]{2}$/),
  serial: pattern(/^\d{8}$/),
  booklet: whole({ total: 10, min: 0 }),
};

const party = (identifier: typeof v3.ban, email: number) => ({
  Identifier: identifier,
  Name: text(1, 60),
  Address: optional(text(0, 100)),
  PersonInCharge: optional(text(0, 30)),
  TelephoneNumber: optional(text(0, 26)),
  FacsimileNumber: optional(text(0, 26)),
  EmailAddress: optional(text(0, email)),
  CustomerNumber: optional(text(0, 20)),
  RoleRemark: optional(text(0, 40)),
});

export const partyV3 = sequence(party(text(8, 10), 80));

/** Types of MIG 4.x, reconstructed from published facets and accepted files: only members get the official schemas. */
export const v4 = {
  ...v3,
  ban: pattern(/^(\d{8}|0{10})$/),
  invoiceType: listed("07", "08"),
  bonded: listed("1", "2", "3", "4"),
  zeroReason: listed("71", "72", "73", "74", "75", "76", "77", "78", "79"),
  itemTaxType: listed("1", "2", "3", "4"),
  allowanceTaxType: listed("1", "2", "3", "4"),
  random: pattern(/^(\d{4})?$/),
  amount: decimal({ total: 20, fraction: 7, min: 0 }),
  tax: decimal({ total: 20, fraction: 0, min: 0 }),
  rate: listed("0", "0.01", "0.02", "0.05", "0.15", "0.25"),
  exchange: decimal({ total: 13, fraction: 5, min: 0 }),
  currency: pattern(/^[A-Z]{3}$/),
  sequenceNumber: text(1, 4),
};

export const partyV4 = all(party(v4.ban, 400));
