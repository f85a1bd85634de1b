import { text, whole } from "./leaf.ts";
import { all, list, optional, sequence } from "./shape.ts";
import { partyV3, partyV4, v3, v4 } from "./types.ts";

/** Allowances: goods that came back or a price that was lowered, against invoices that were issued. */

const mainV3 = sequence({
  AllowanceNumber: v3.allowanceNumber,
  AllowanceDate: v3.day,
  Seller: partyV3,
  Buyer: partyV3,
  AllowanceType: v3.allowanceType,
  Attachment: optional(v3.attachment),
});
const itemHead = (min: 0 | 1, originalMin: 0 | 1) => ({
  OriginalInvoiceDate: v3.day,
  OriginalInvoiceNumber: v3.number,
  OriginalSequenceNumber: optional(text(originalMin, 3)),
  OriginalDescription: text(min, 256),
});
const allowanceV3 = (min: 0 | 1, originalMin: 0 | 1) =>
  sequence({
    Main: mainV3,
    Details: sequence({
      ProductItem: list(
        sequence({
          ...itemHead(min, originalMin),
          Quantity: v3.quantity,
          Unit: optional(text(0, 6)),
          UnitPrice: v3.quantity,
          Amount: v3.quantity,
          Tax: v3.money,
          AllowanceSequenceNumber: text(1, 3),
          TaxType: v3.allowanceTaxType,
        }),
        999,
      ),
    }),
    Amount: sequence({ TaxAmount: v3.moneyFromZero, TotalAmount: v3.moneyFromZero }),
  });

const steelAllowance = sequence({
  Main: mainV3,
  Details: sequence({
    ProductItem: list(
      sequence({
        ...itemHead(0, 0),
        Quantity: v3.quantity,
        Quantity2: v3.quantity,
        Unit: optional(text(0, 6)),
        Unit2: optional(text(0, 6)),
        UnitPrice: v3.quantity,
        UnitPrice2: v3.quantity,
        Amount: v3.quantity,
        Amount2: v3.quantity,
        Tax: whole({ total: 19 }),
        AllowanceSequenceNumber: text(1, 3),
        TaxType: v3.taxType,
      }),
      999,
    ),
  }),
  Amount: sequence({ TaxAmount: v3.money, TotalAmount: v3.money }),
});

export const allowancesV3 = {
  B0101: allowanceV3(1, 0),
  B0401: allowanceV3(1, 1),
  B1101: steelAllowance,
  B1401: steelAllowance,
  D0401: allowanceV3(0, 0),
};

/** G0401; B0101 of 4.x has the same fields as far as accepted files show. */
export const allowanceV4 = all({
  Main: all({
    AllowanceNumber: v4.allowanceNumber,
    AllowanceDate: v4.day,
    Seller: partyV4,
    Buyer: partyV4,
    AllowanceType: v4.allowanceType,
    OriginalInvoiceSellerId: optional(v4.ban),
    OriginalInvoiceBuyerId: optional(v4.ban),
    Attachment: optional(v4.attachment),
  }),
  Details: all({
    ProductItem: list(
      all({
        OriginalInvoiceDate: v4.day,
        OriginalInvoiceNumber: v4.number,
        OriginalSequenceNumber: optional(v4.sequenceNumber),
        OriginalDescription: text(1, 500),
        Quantity: v4.quantity,
        Unit: optional(text(0, 6)),
        UnitPrice: v4.quantity,
        Amount: v4.quantity,
        Tax: v4.tax,
        AllowanceSequenceNumber: v4.sequenceNumber,
        TaxType: v4.allowanceTaxType,
      }),
      9999,
    ),
  }),
  Amount: all({ TaxAmount: v4.tax, TotalAmount: v4.amount }),
});
