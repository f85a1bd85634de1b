import { text } from "./leaf.ts";
import { all, type Order, optional, ordered, sequence } from "./shape.ts";
import { v3, v4 } from "./types.ts";

/** Messages about an invoice or an allowance that is already there: confirmation, cancellation, rejection, voiding. */

const looseReason = text(0, 20);
const plainReason = text(1, 20);
const looseRemark = { Remark: optional(v3.remark) };
const strictRemark = { Remark: optional(text(1, 200)) };

/** Who and when: the same in all of them, in this order. */
const parties = { BuyerId: v3.ban, SellerId: v3.ban };
const returned = { ReturnTaxDocumentNumber: optional(text(0, 60)) };

const cancelled = <R extends typeof v3.reason>(reason: R) =>
  sequence({
    CancelInvoiceNumber: v3.number,
    InvoiceDate: v3.day,
    ...parties,
    CancelDate: v3.day,
    CancelTime: v3.time,
    CancelReason: reason,
    ...returned,
    ...looseRemark,
  });
const rejected = sequence({
  RejectInvoiceNumber: v3.number,
  InvoiceDate: v3.day,
  ...parties,
  RejectDate: v3.day,
  RejectTime: v3.time,
  RejectReason: plainReason,
  ...looseRemark,
});
const allowanceCancelled = <R extends typeof v3.reason>(reason: R) =>
  sequence({
    CancelAllowanceNumber: v3.allowanceNumber,
    AllowanceDate: v3.day,
    ...parties,
    CancelDate: v3.day,
    CancelTime: v3.time,
    CancelReason: reason,
    ...looseRemark,
  });

/** MIG 3.1, by message code. */
export const actionsV3 = {
  A0102: sequence({
    InvoiceNumber: v3.number,
    InvoiceDate: v3.day,
    ...parties,
    ReceiveDate: v3.day,
    ReceiveTime: v3.time,
    BuyerRemark: optional(v3.buyerRemark),
    ...looseRemark,
    BondedAreaConfirm: optional(v3.bonded),
  }),
  A0201: cancelled(looseReason),
  A0202: sequence({
    CancelInvoiceNumber: v3.number,
    InvoiceDate: v3.day,
    ...parties,
    CancelDate: v3.day,
    CancelTime: v3.time,
    ...strictRemark,
  }),
  A0301: rejected,
  A0302: sequence({
    RejectInvoiceNumber: v3.number,
    InvoiceDate: v3.day,
    ...parties,
    RejectDate: v3.day,
    RejectTime: v3.time,
    ...looseRemark,
  }),
  A0501: cancelled(plainReason),
  A0601: rejected,
  C0501: cancelled(v3.reason),
  C0601: rejected,
  C0701: sequence({
    VoidInvoiceNumber: v3.number,
    InvoiceDate: v3.day,
    ...parties,
    VoidDate: v3.day,
    VoidTime: v3.time,
    VoidReason: v3.reason,
    ...looseRemark,
  }),
  B0102: sequence({
    AllowanceNumber: v3.allowanceNumber,
    AllowanceDate: v3.day,
    ...parties,
    ReceiveDate: v3.day,
    ReceiveTime: v3.time,
    AllowanceType: v3.allowanceType,
    ...looseRemark,
  }),
  B0201: allowanceCancelled(plainReason),
  B0202: sequence({
    CancelAllowanceNumber: v3.allowanceNumber,
    AllowanceDate: v3.day,
    ...parties,
    CancelDate: v3.day,
    CancelTime: v3.time,
    ...looseRemark,
  }),
  B0501: allowanceCancelled(plainReason),
  D0501: allowanceCancelled(v3.reason),
};

const partiesV4 = { BuyerId: v4.ban, SellerId: v4.ban };
const order: Order = "all";
const cancelledV4 = all({
  CancelInvoiceNumber: v4.number,
  InvoiceDate: v4.day,
  ...partiesV4,
  CancelDate: v4.day,
  CancelTime: v4.time,
  CancelReason: v4.reason,
  ...returned,
  ...looseRemark,
});
const allowanceCancelledV4 = all({
  CancelAllowanceNumber: v4.allowanceNumber,
  AllowanceType: v4.allowanceType,
  AllowanceDate: v4.day,
  ...partiesV4,
  CancelDate: v4.day,
  CancelTime: v4.time,
  CancelReason: v4.reason,
  ...looseRemark,
});

/** MIG 4.x. The exchange between businesses (A and B) is 3.1's, order-free; B0201 alone has no kind of allowance. */
export const actionsV4 = {
  A0102: ordered(order)(actionsV3.A0102.fields),
  A0201: cancelledV4,
  A0202: ordered(order)(actionsV3.A0202.fields),
  A0301: ordered(order)(actionsV3.A0301.fields),
  A0302: ordered(order)(actionsV3.A0302.fields),
  B0102: ordered(order)(actionsV3.B0102.fields),
  B0201: ordered(order)({ ...actionsV3.B0201.fields, AllowanceType: optional(v4.allowanceType) }),
  B0202: ordered(order)({ ...actionsV3.B0202.fields, AllowanceType: optional(v4.allowanceType) }),
  F0501: cancelledV4,
  F0701: all({
    VoidInvoiceNumber: v4.number,
    InvoiceDate: v4.day,
    ...partiesV4,
    VoidDate: v4.day,
    VoidTime: v4.time,
    VoidReason: v4.reason,
    ...looseRemark,
  }),
  G0501: allowanceCancelledV4,
};
