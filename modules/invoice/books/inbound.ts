import { createHash } from "node:crypto";
import { type BanCheck, type MessageCode, migDay, readMig, writeMessageDocument } from "@troad/invoice-formats";
import { instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import { daysLater } from "../intake/deadline.ts";
import { xmlEntry } from "../intake/entries.ts";
import type { Intake } from "../intake/take.ts";
import type { Client } from "./access.ts";
import { type Inbound, inboundOf, insertMark, type Mark } from "./books-store.ts";
import { booksFailure, booksField } from "./errors.ts";

/** Days in which a buyer confirms or rejects what was exchanged with it, from the day after its receipt; then it counts as delivered. */
const confirmDays = 7;

export type { AllowanceRow, Inbound } from "./books-store.ts";
/** What became of an inbound invoice between the two businesses. */
export type InboundState = "archived" | "open" | "confirmed" | "rejected" | "delivered" | "cancelled" | "voided";

/** Until when a buyer answers, and how the invoice stands. What was only archived needs no answer. */
export function stateOf(
  invoice: Pick<Inbound, "exchanged" | "actions" | "receivedAt">,
  today: string,
): { state: InboundState; due: string | null } {
  const { exchanged, actions, receivedAt } = invoice;
  const due = exchanged ? daysLater(taipeiDate(new Date(receivedAt)), confirmDays) : null;
  const done = (state: InboundState) => ({ state, due: null });
  if (actions.includes("void")) return done("voided");
  if (actions.includes("cancel")) return done("cancelled");
  if (actions.includes("reject")) return done("rejected");
  if (actions.includes("confirm")) return done("confirmed");
  if (due === null) return done("archived");
  return due < today ? done("delivered") : { state: "open", due };
}

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; intake: Intake; isBan: BanCheck };
type About = { client: Client; term: string; number: string; by: string; key: string };

/** What a business does with the invoices that it received: confirms, rejects, marks how their tax is deducted. */
export function openInbound({ ctx, intake, isBan }: Parts) {
  const { db, clock } = ctx;
  const today = (): string => taipeiDate(clock.now());
  const one = async ({ ban }: Client, term: string, number: string): Promise<Inbound> => {
    const [found] = await inboundOf(db, { ban, term, number, words: "", limit: 1 });
    if (!found) throw booksFailure("books.unknown");
    return found;
  };
  /** The answer as a message of the buyer, through the intake of every message, so that two answers at once are judged one after the other. */
  const send = async (code: MessageCode, body: object, { client: { ban, name }, by, key, number }: About): Promise<void> => {
    const content = Buffer.from(writeMessageDocument(code, "4.1", body));
    const file = readMig(content, { isBan });
    const messages = file.is === "envelope" ? file.messages : file.is === "message" ? [file.message] : [];
    const sender = { id: `books-${ban}`, name, sellers: [ban] };
    const digest = createHash("sha256").update(content).digest("hex");
    const answer = await intake.take({ sender, key: `form ${key}`, digest, kind: code }, () => messages.map(xmlEntry));
    const [wrong] = answer.refused[0]?.errors ?? [];
    if (wrong) throw booksFailure("books.refused", { finding: wrong.code });
    const action = code === "A0102" ? "invoice.inbound-confirmed" : "invoice.inbound-rejected";
    await db.tx((tx) => tx.audit({ actor: by, action, target: `${ban} ${number}`, detail: { key } }));
  };
  const answerable = async ({ client, term, number }: About): Promise<{ invoice: Inbound; parties: object }> => {
    const invoice = await one(client, term, number);
    if (!invoice.exchanged) throw booksFailure("books.no-confirmation");
    return { invoice, parties: { InvoiceDate: migDay(invoice.date), BuyerId: client.ban, SellerId: invoice.seller } };
  };
  const time = (): string => new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(11, 19);
  return {
    today,
    one,
    list: (query: Parameters<typeof inboundOf>[1]) => inboundOf(db, query),
    accept: async (about: About): Promise<void> => {
      const { parties } = await answerable(about);
      const body = { InvoiceNumber: about.number, ...parties, ReceiveDate: migDay(today()), ReceiveTime: time() };
      await send("A0102", body, about);
    },
    /** Only within the days for it: afterwards the seller cancels, or gives an allowance. */
    turnDown: async (about: About & { reason: string }): Promise<void> => {
      const { invoice, parties } = await answerable(about);
      if (about.reason === "" || [...about.reason].length > 20) throw booksField("books.field-form", "reason");
      if (stateOf(invoice, today()).state === "delivered") throw booksFailure("books.time-over", { field: "reason" });
      const body = { RejectInvoiceNumber: about.number, ...parties, RejectDate: migDay(today()), RejectTime: time() };
      await send("A0301", { ...body, RejectReason: about.reason }, about);
    },
    mark: async ({ client, term, number, by, mark }: Omit<About, "key"> & { mark: string }): Promise<void> => {
      await one(client, term, number);
      if (!/^[1-4]$/.test(mark)) throw booksField("books.field-form", "mark");
      await db.tx(async (tx) => {
        await insertMark(tx, { buyer: client.ban, term, number, mark: Number(mark) as Mark, by, at: instant(clock) });
        await tx.audit({
          actor: by,
          action: "invoice.deduction-marked",
          target: `${client.ban} ${term} ${number}`,
          detail: { mark },
        });
      });
    },
  };
}
export type InboundActs = ReturnType<typeof openInbound>;
