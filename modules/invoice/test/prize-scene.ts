import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Invoice, writeMessageDocument } from "@troad/invoice-formats";
import { CodedError } from "@troad/kernel";
import { type InvoiceApi, invoiceApi } from "../api.ts";
import type { DemoFile } from "../demo/citizens.ts";
import type { Answer } from "../intake/take.ts";
import { type Installation, install, numbered, postJson, postSigned, signed } from "./installation.ts";

/** The period whose draw the tests of prizes make, and what is done with its invoices. */
export const term = "11502";

export type PrizeScene = {
  readonly at: Installation;
  readonly demo: DemoFile;
  readonly api: InvoiceApi;
  /** Moves the clock to a moment. */
  moment(instant: string): void;
  /** The carrier of one of the demonstration's people. */
  held(who: number): Pick<Invoice, "carrier">;
  take(invoices: readonly Invoice[]): Promise<void>;
  /** Cancels an invoice of 5 January 2026 on a day. */
  cancel(serial: number, on: string): Promise<void>;
  claim(number: string, who: number, way?: "counter" | "remitted"): ReturnType<InvoiceApi["claimPrize"]>;
};

export async function prizeScene(): Promise<PrizeScene> {
  const at = await install();
  const demo = JSON.parse(fs.readFileSync(path.join(at.dataDir, "demo", "invoice-api.json"), "utf8")) as DemoFile;
  const api = at.process.use(invoiceApi);
  return {
    at,
    demo,
    api,
    moment: (instant) => at.clock.shift(Date.parse(instant) - at.clock.now().getTime()),
    held: (who) => ({ carrier: { type: "3J0002", id1: demo.carriers[who]!.cardNo, id2: demo.carriers[who]!.cardNo } }),
    take: async (invoices) => {
      const answer = (await (await postJson(at, invoices)).json()) as Answer;
      assert.equal(answer.taken, invoices.length, JSON.stringify(answer.refused));
    },
    cancel: (serial, on) => cancel(at, serial, on),
    claim: (number, who, way = "remitted") => {
      const { cardType, cardNo, cardEncrypt, subject } = demo.carriers[who]!;
      return api.claimPrize({ term, number, way, by: subject, carrier: { type: cardType, id: cardNo, code: cardEncrypt } });
    },
  };
}

async function cancel(at: Installation, serial: number, on: string): Promise<void> {
  const body = {
    CancelInvoiceNumber: numbered(serial).number,
    InvoiceDate: "20260105",
    BuyerId: "0000000000",
    SellerId: "12345675",
    CancelDate: on,
    CancelTime: "09:00:00",
    CancelReason: "退貨",
    ReturnTaxDocumentNumber: "X1",
  };
  const bytes = await signed(at.shop, writeMessageDocument("F0501", "4.1", body));
  const answer = (await (await postSigned(at, bytes, { accept: "application/json" })).json()) as Answer;
  assert.equal(answer.taken, 1, JSON.stringify(answer.refused));
}

export const isRefusedWith = (code: string) => (error: unknown) => error instanceof CodedError && error.code === code;

/** Asks until something has come to pass. */
export async function until<T>(ask: () => Promise<T | false | undefined>): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const answer = await ask();
    if (answer) return answer;
    await wait(50);
  }
  throw new Error("it did not come to pass");
}
