import { type Invoice, type MessageCode, migDay, writeEnvelope, writeMessage } from "@troad/invoice-formats";
import { numbered } from "../installation.ts";
import { consumer, type InvoiceModel, type Message, seller } from "./model.ts";

/** How a message of the model is sent: by its code, F0401 as JSON. */
export const codeOf = (message: Message): MessageCode =>
  message.is === "issue"
    ? "F0401"
    : message.is === "allowance"
      ? "G0401"
      : message.is === "allowance-cancel"
        ? "G0501"
        : message.kind === "void"
          ? "F0701"
          : "F0501";

export const invoiceOf = ({ day }: InvoiceModel, { number, buyer, total, text }: Extract<Message, { is: "issue" }>): Invoice => {
  const tax = buyer === consumer ? 0 : Math.round(total / 21);
  const amount = String(total - tax);
  const items = [{ description: "茶", quantity: "1", unitPrice: amount, amount, taxType: "1", sequence: "001" }];
  return {
    ...numbered(0, { date: day, items, carrier: undefined, print: true, remark: text }),
    ...{ number, buyer: { ban: buyer, name: "買方" }, sales: amount, tax: String(tax), total: String(total) },
  };
};

/** `on`: the day on which it happens. */
function bodyOf({ allowanceDay }: InvoiceModel, message: Exclude<Message, { is: "issue" }>, on: string): object {
  if (message.is === "end") {
    const verb = message.kind === "void" ? "Void" : "Cancel";
    return {
      ...{
        [`${verb}InvoiceNumber`]: message.number,
        InvoiceDate: migDay(message.day),
        BuyerId: message.buyer,
        SellerId: message.seller,
      },
      ...{ [`${verb}Date`]: migDay(on), [`${verb}Time`]: "00:00:01", [`${verb}Reason`]: message.text.slice(-20) },
      ...(verb === "Cancel" ? { ReturnTaxDocumentNumber: "X1" } : {}),
    };
  }
  if (message.is === "allowance-cancel")
    return {
      ...{ CancelAllowanceNumber: message.id, AllowanceDate: migDay(message.day), BuyerId: message.buyer, SellerId: seller },
      ...{ CancelDate: migDay(on), CancelTime: "00:00:01", CancelReason: message.text.slice(-20), AllowanceType: "2" },
    };
  const { id, number, buyer, day, amount } = message;
  const item = {
    ...{ OriginalInvoiceDate: migDay(day), OriginalInvoiceNumber: number, OriginalDescription: message.text },
    ...{ Quantity: "1", UnitPrice: String(amount), Amount: String(amount), Tax: "0", AllowanceSequenceNumber: "1", TaxType: "1" },
  };
  return {
    Main: {
      ...{ AllowanceNumber: id, AllowanceDate: migDay(allowanceDay), AllowanceType: "2" },
      ...{ Seller: { Identifier: seller, Name: "賣方" }, Buyer: { Identifier: buyer, Name: "買方" } },
    },
    Details: { ProductItem: [item] },
    Amount: { TaxAmount: "0", TotalAmount: String(amount) },
  };
}

export type Step = { readonly model: InvoiceModel; readonly message: Message };

/** Messages of one code as an envelope. */
export const envelopeOf = (code: MessageCode, steps: readonly Step[], on: string): string =>
  writeEnvelope(
    { partyId: seller, routingId: "SHOP" },
    { partyId: consumer, routingId: "PLATFORM" },
    {
      ...{ code, version: "4.1" },
      messages: steps.flatMap(({ model, message }) =>
        message.is === "issue" ? [] : [writeMessage(code, "4.1", bodyOf(model, message, on))],
      ),
    },
  );
