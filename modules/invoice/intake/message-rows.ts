import {
  type BodyV3,
  type BodyV4,
  consumerBan,
  dayOf,
  type Invoice,
  type ReadMessage,
  termOf,
  units,
  wholeOf,
} from "@troad/invoice-formats";

/** What a message adds to the tables, by its kind. */
export type InvoiceRow = {
  readonly table: "invoice";
  readonly term: string;
  readonly number: string;
  readonly seller: string;
  readonly invoice: Invoice;
  /** For an invoice that is issued again after it was voided. */
  readonly version?: number;
};
export type OtherRow = ActionRow | ({ readonly table: "allowance_action"; readonly kind: string } & Keyed) | AllowanceRow;
/** The `version` of the invoice that it acts on is known once the message is bound to it. */
export type ActionRow = { readonly table: "invoice_action"; readonly kind: string; readonly version?: number } & Keyed;
export type AllowanceRow = { readonly table: "allowance"; readonly content: BodyV4<"G0401"> } & Keyed;
/** A row about an earlier invoice or allowance. */
export type BoundRow = OtherRow;
export const isBound = (row: Row): row is BoundRow => row.table !== "invoice" && row.table !== "number_range";
/** The day of the invoice or allowance that a message names, or of the allowance itself. */
export function dayOfMessage(row: BoundRow): string {
  if (row.table === "allowance") return dayOf(row.content.Main.AllowanceDate);
  const { InvoiceDate, AllowanceDate } = row.content as { InvoiceDate?: string; AllowanceDate?: string };
  return dayOf(InvoiceDate ?? AllowanceDate!);
}
type Keyed = { readonly term: string; readonly number: string; readonly seller: string; readonly content: object };
export type RangeRow = {
  readonly table: "number_range";
  readonly kind: "branch" | "blank";
  readonly term: string;
  readonly track: string;
  readonly first: string;
  readonly last: string;
  readonly seller: string;
  readonly content: object;
};
export type Row = InvoiceRow | OtherRow | RangeRow;

export const invoiceRow = (invoice: Invoice): InvoiceRow => ({
  table: "invoice",
  term: termOf(invoice.date),
  number: invoice.number,
  seller: invoice.seller.ban,
  invoice,
});

/** Cents occur only in messages in other currencies; the column is for sums, the content for what was signed. */
export const totalOf = (invoice: Invoice): string => String(wholeOf(units(invoice.total)));
export const isConsumer = (invoice: Invoice): boolean => invoice.buyer.ban === consumerBan;

/** Names of actions on an invoice or allowance, by the root element. */
const invoiceActions: Readonly<Record<string, string>> = {
  CancelInvoice: "cancel",
  VoidInvoice: "void",
  RejectInvoice: "reject",
  InvoiceConfirm: "confirm",
  CancelInvoiceConfirm: "cancel-confirm",
  RejectInvoiceConfirm: "reject-confirm",
};
/** Actions after which an invoice is no longer valid. */
export const isEnding = (kind: string): boolean => kind === "cancel" || kind === "void" || kind === "reject";
const allowanceActions: Readonly<Record<string, string>> = {
  CancelAllowance: "cancel",
  AllowanceConfirm: "confirm",
  CancelAllowanceConfirm: "cancel-confirm",
};

/** The rows of a message without findings. E0501 is only sent by the platform and is not accepted from outside. */
export function rowsOf(message: ReadMessage): Row[] {
  if (message.invoice) return [invoiceRow(message.invoice)];
  const { kind, body } = message;
  if (!kind) return [];
  const texts = body as Readonly<Record<string, string | undefined>>;
  const action = invoiceActions[kind.root];
  if (action) {
    const number = texts.CancelInvoiceNumber ?? texts.VoidInvoiceNumber ?? texts.RejectInvoiceNumber ?? texts.InvoiceNumber!;
    const term = termOf(dayOf(texts.InvoiceDate!));
    return [{ table: "invoice_action", kind: action, term, number, seller: texts.SellerId!, content: texts }];
  }
  const change = allowanceActions[kind.root];
  if (change) {
    const number = texts.CancelAllowanceNumber ?? texts.AllowanceNumber!;
    const term = termOf(dayOf(texts.AllowanceDate!));
    return [{ table: "allowance_action", kind: change, term, number, seller: texts.SellerId!, content: texts }];
  }
  if (kind.root === "Allowance") return [allowanceRow(body as BodyV4<"G0401">)];
  return rangesOf(kind.code, body);
}

function allowanceRow(body: BodyV4<"G0401">): AllowanceRow {
  const { AllowanceNumber: number, AllowanceDate: date, Seller: seller } = body.Main;
  return { table: "allowance", term: termOf(dayOf(date)), number, seller: seller.Identifier, content: body };
}

/** What an allowance subtracts from one invoice, with tax, in ten-millionths; with the indexes of those items, from 0. */
export type Share = {
  readonly term: string;
  readonly number: string;
  readonly items: readonly { readonly at: number; readonly date: string }[];
  readonly amount: bigint;
};

export function sharesOf({ content }: AllowanceRow): Share[] {
  const items = content.Details.ProductItem.map((item, at) => ({ item, at, date: dayOf(item.OriginalInvoiceDate) }));
  const groups = Map.groupBy(items, ({ item, date }) => `${termOf(date)} ${item.OriginalInvoiceNumber}`);
  return [...groups].map(([key, own]) => {
    const [term, number] = key.split(" ") as [string, string];
    return { term, number, items: own, amount: own.reduce((sum, { item }) => sum + units(item.Amount) + units(item.Tax), 0n) };
  });
}

function rangesOf(code: string, body: unknown): RangeRow[] {
  if (code !== "E0401" && code !== "E0402") return [];
  const blank = code === "E0402";
  const { Main: main, Details: details } = body as BodyV3<"E0401"> & BodyV3<"E0402">;
  return (blank ? details.BranchTrackBlankItem : details.BranchTrackItem).map((range) => ({
    table: "number_range",
    kind: blank ? "blank" : "branch",
    term: main.YearMonth,
    track: main.InvoiceTrack,
    first: range.InvoiceBeginNo,
    last: range.InvoiceEndNo,
    seller: main.HeadBan,
    content: { ...main, ...range },
  }));
}

const ofBuyers = new Set(["confirm", "reject", "cancel-confirm"]);
/** Whose sender may send it: the seller's, or the buyer's where buyers act. Which buyer that is is checked against the invoice. */
export const actorsOf = (row: Row): string[] =>
  "kind" in row && ofBuyers.has(row.kind) ? [row.seller, String((row.content as { BuyerId?: unknown }).BuyerId)] : [row.seller];

/** The day of what a message is about, if it has one. */
export const dated = (row: Row | undefined): { date?: string } =>
  row?.table === "invoice" ? { date: row.invoice.date } : row && isBound(row) ? { date: dayOfMessage(row) } : {};
