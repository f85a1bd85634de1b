import { dayOf, units } from "@troad/invoice-formats";
import type { RefusalCode } from "../errors.ts";
import {
  type ActionRow,
  type AllowanceRow,
  type BoundRow,
  dayOfMessage,
  isEnding,
  type OtherRow,
  type Row,
  type Share,
  sharesOf,
} from "./message-rows.ts";

/** The parts of an invoice that messages about it refer to, in its current version. */
export type BoundInvoice = {
  term: string;
  number: string;
  version: number;
  seller: string;
  buyer: string;
  date: string;
  /** NT$ according to the message. */
  total: string;
  actions: string[];
  /** The total of its valid allowances, with tax. */
  allowed: string;
};
export type BoundAllowance = { term: string; seller: string; number: string; buyer: string; date: string; actions: string[] };

/** What a message about an invoice or allowance waits for. */
export type Waiting = {
  readonly for: "invoice" | "cancel" | "reject" | "allowance" | "allowance-cancel";
  readonly term: string;
  readonly number: string;
};
export type Binding =
  | { readonly take: BoundRow }
  | { readonly refuse: RefusalCode; readonly path: string }
  | { readonly wait: Waiting };

type InvoiceState = Omit<BoundInvoice, "allowed"> & { allowed: bigint };

/** The invoices and allowances that some messages are about; changes with every accepted message. */
export class BoundState {
  readonly #invoices = new Map<string, InvoiceState>();
  readonly #allowances = new Map<string, BoundAllowance>();
  /** What the allowances accepted in the meantime subtract from their invoices. */
  readonly #shares = new Map<string, readonly Share[]>();
  readonly #elsewhere: ReadonlySet<string>;

  constructor(invoices: readonly BoundInvoice[], allowances: readonly BoundAllowance[], elsewhere: ReadonlySet<string>) {
    for (const one of invoices) this.#invoices.set(`${one.term} ${one.number}`, { ...one, allowed: units(one.allowed) });
    for (const one of allowances) this.#allowances.set(`${one.term} ${one.seller} ${one.number}`, one);
    this.#elsewhere = elsewhere;
  }

  /** Judges a message against the invoice that it is about, and records its effect if it is accepted. */
  bind(row: BoundRow): Binding {
    if (row.table === "invoice_action") return this.#action(row);
    return row.table === "allowance" ? this.#allowance(row) : this.#allowanceAction(row);
  }

  #action(row: ActionRow): Binding {
    const { root, number, buyer, day } = placesOf(row);
    const invoice = this.#invoices.get(`${row.term} ${row.number}`);
    if (!invoice) return this.#absent(row, "invoice", `/${root}/InvoiceDate`);
    if (invoice.seller !== row.seller) return { refuse: "invoice.other-seller", path: `/${root}/SellerId` };
    if (invoice.buyer !== buyer) return { refuse: "invoice.other-buyer", path: `/${root}/BuyerId` };
    if (invoice.date !== day) return { refuse: "invoice.other-day", path: `/${root}/InvoiceDate` };
    const path = `/${root}/${number}`;
    const confirmed = confirms[row.kind];
    if (confirmed !== undefined && !invoice.actions.includes(confirmed)) return waitFor(row, confirmed);
    if (confirmed === undefined && invoice.actions.some(isEnding)) return { refuse: "invoice.not-standing", path };
    if (invoice.actions.includes(row.kind)) return { refuse: "number.taken", path };
    if (row.kind === "reject" && invoice.actions.includes("confirm")) return { refuse: "invoice.confirmed", path };
    if (isEnding(row.kind) && invoice.allowed > 0n) return { refuse: "invoice.has-allowances", path };
    invoice.actions.push(row.kind);
    return { take: { ...row, version: invoice.version } };
  }

  #allowance(row: AllowanceRow): Binding {
    const shares = sharesOf(row);
    if (this.#allowances.has(`${row.term} ${row.seller} ${row.number}`)) return { refuse: "number.taken", path: "/" };
    const { Buyer: buyer } = row.content.Main;
    for (const { term, number, items, amount } of shares) {
      const invoice = this.#invoices.get(`${term} ${number}`);
      const item = `/Allowance/Details/ProductItem[${items[0]!.at + 1}]`;
      if (!invoice) return this.#absent({ term, number, seller: row.seller }, "invoice", `${item}/OriginalInvoiceDate`);
      if (invoice.seller !== row.seller) return { refuse: "invoice.other-seller", path: "/Allowance/Main/Seller/Identifier" };
      if (invoice.buyer !== buyer.Identifier) return { refuse: "invoice.other-buyer", path: "/Allowance/Main/Buyer/Identifier" };
      const odd = items.find(({ date }) => date !== invoice.date);
      if (odd) return { refuse: "invoice.other-day", path: `/Allowance/Details/ProductItem[${odd.at + 1}]/OriginalInvoiceDate` };
      if (invoice.actions.some(isEnding)) return { refuse: "invoice.not-standing", path: `${item}/OriginalInvoiceNumber` };
      if (invoice.allowed + amount > units(invoice.total))
        return { refuse: "invoice.exceeded", path: "/Allowance/Amount/TotalAmount" };
    }
    for (const { term, number, amount } of shares) this.#invoices.get(`${term} ${number}`)!.allowed += amount;
    const { term, seller, number, content } = row;
    const date = dayOf(content.Main.AllowanceDate);
    this.#allowances.set(`${term} ${seller} ${number}`, { term, seller, number, date, buyer: buyer.Identifier, actions: [] });
    this.#shares.set(`${term} ${seller} ${number}`, shares);
    return { take: row };
  }

  #allowanceAction(row: Extract<OtherRow, { table: "allowance_action" }>): Binding {
    const { root, number, buyer, day } = placesOf(row);
    const allowance = this.#allowances.get(`${row.term} ${row.seller} ${row.number}`);
    if (!allowance) return this.#absent(row, "allowance", `/${root}/AllowanceDate`);
    if (allowance.buyer !== buyer) return { refuse: "invoice.other-buyer", path: `/${root}/BuyerId` };
    if (allowance.date !== day) return { refuse: "invoice.other-day", path: `/${root}/AllowanceDate` };
    const cancelled = allowance.actions.includes("cancel");
    if (row.kind === "cancel-confirm" && !cancelled) return waitFor(row, "allowance-cancel");
    const path = `/${root}/${number}`;
    if (row.kind !== "cancel-confirm" && cancelled) return { refuse: "invoice.not-standing", path };
    if (allowance.actions.includes(row.kind)) return { refuse: "number.taken", path };
    allowance.actions.push(row.kind);
    if (row.kind === "cancel")
      for (const share of this.#shares.get(`${row.term} ${row.seller} ${row.number}`) ?? [])
        this.#invoices.get(`${share.term} ${share.number}`)!.allowed -= share.amount;
    return { take: row };
  }

  /** An invoice in another period was named with a wrong date; one found nowhere may still come. */
  #absent(row: { term: string; number: string; seller: string }, what: "invoice" | "allowance", path: string): Binding {
    return this.#elsewhere.has(`${row.seller} ${row.number}`) ? { refuse: "invoice.other-day", path } : waitFor(row, what);
  }
}

const waitFor = ({ term, number }: { term: string; number: string }, what: Waiting["for"]): Binding => ({
  wait: { for: what, term, number },
});

/** What a confirmation confirms. */
const confirms: Readonly<Record<string, "cancel" | "reject">> = { "cancel-confirm": "cancel", "reject-confirm": "reject" };

const roots: Readonly<Record<string, readonly [string, string]>> = {
  cancel: ["Cancel", ""],
  void: ["Void", ""],
  reject: ["Reject", ""],
  confirm: ["", "Confirm"],
  "cancel-confirm": ["Cancel", "Confirm"],
  "reject-confirm": ["Reject", "Confirm"],
};

/** Root element, the field of the number, and what the message says of buyer and day. */
function placesOf({ table, kind, content }: Extract<OtherRow, { kind: string }>) {
  const thing = table === "invoice_action" ? "Invoice" : "Allowance";
  const [before, after] = roots[kind]!;
  const texts = content as Readonly<Record<string, string | undefined>>;
  return {
    root: `${before}${thing}${after}`,
    number: `${before}${thing}Number`,
    buyer: texts.BuyerId,
    day: dayOf(texts[`${thing}Date`]!),
  };
}

const actionDays = ["InvoiceDate", "AllowanceDate", "CancelDate", "VoidDate", "RejectDate", "ReceiveDate"] as const;

/** The dates in a message, with their paths. */
export function daysOfRow(row: Row, json: boolean): { date: string; path: string }[] {
  if (row.table === "number_range") return [];
  if (row.table === "invoice") return [{ date: row.invoice.date, path: json ? "/date" : "/Invoice/Main/InvoiceDate" }];
  if (row.table === "allowance") return [{ date: dayOfMessage(row), path: "/Allowance/Main/AllowanceDate" }];
  const { root } = placesOf(row);
  const texts = row.content as Partial<Record<string, string>>;
  return actionDays.flatMap((name) => {
    const day = texts[name];
    return day === undefined ? [] : [{ date: dayOf(day), path: `/${root}/${name}` }];
  });
}
