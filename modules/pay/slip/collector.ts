import { createPublicKey, type KeyObject } from "node:crypto";
import fs from "node:fs";
import { ConfigurationError, type Database, instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import { channelsOf, writeOffNumber } from "@troad/slip";
import { type Segments, segmentsOf } from "@troad/slip/codes";
import { compactVerify } from "jose";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { payFailure } from "../domain/errors.ts";
import type { Provider } from "../provider.ts";
import { insertSlip, lastSlip, paymentOfSlip } from "./slip-store.ts";

export const collectorName = "collector";
type Settings = { PAY_SLIP_ITEM: string | undefined; PAY_SLIP_KEY: string | undefined; PAY_SLIP_DAYS: number };

/** What the collecting bank says of money that came in on a slip, under its signature. */
const noticeSchema = Type.Object(
  {
    iss: Type.Literal(collectorName),
    jti: Type.String({ minLength: 1, maxLength: 100 }),
    writeOff: Type.String({ pattern: "^\\d{16}$" }),
    amount: Type.Integer({ minimum: 1, maximum: 999_999_999 }),
    at: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T[0-9:.]{8,12}Z$" }),
  },
  { additionalProperties: false },
);
const fits = Compile(noticeSchema);

/** A slip as it is shown: with barcodes while a store takes it, `bank` while a bank does. */
export type OfferedSlip = { writeOff: string; due: string; store: string | null; bank: string | null; segments: Segments | null };
export type Collector = Provider & {
  /** The last slip of a payment, while it can be paid; undefined where there is none or its days are over. */
  offered(payment: { id: string; amount: number }): Promise<OfferedSlip | undefined>;
  /** Gives a payment a slip, unless it has one that can be paid. */
  offer(payment: { id: string; amount: number }): Promise<void>;
};

const digits = (no: number): string => writeOffNumber(String(no).padStart(15, "0"));
const dayMs = 86_400_000;

/** Payment by slip, if it is set up: a bank collects for us, at its counters and at convenience stores, and tells us of each sum. */
export function openCollector({
  db,
  clock,
  env,
}: {
  db: Database;
  clock: ModuleContext["clock"];
  env: Settings;
}): Collector | undefined {
  const { PAY_SLIP_ITEM: item, PAY_SLIP_KEY: file, PAY_SLIP_DAYS: days } = env;
  if (item === undefined && file === undefined) return undefined;
  if (item === undefined || !/^[0-9A-Z]{3}$/.test(item) || file === undefined)
    throw new ConfigurationError("PAY_SLIP_ITEM (three digits or capitals) and PAY_SLIP_KEY belong together");
  const key = readKey(file);
  const today = (): string => taipeiDate(clock.now());
  const offered: Collector["offered"] = async ({ id, amount }) => {
    const slip = await lastSlip(db, id);
    if (!slip) return undefined;
    const { store, bank } = channelsOf({ amount, due: slip.due, national: false }, today());
    if (store === null && bank === null) return undefined;
    const [writeOff, month] = [digits(slip.no), rocMonth(slip.due)];
    const segments = store ? segmentsOf({ until: store, item, writeOff, month, amount }) : null;
    return { writeOff, due: slip.due, store, bank, segments };
  };
  return {
    name: collectorName,
    byHand: true,
    address: ({ id }) => `/pay/slip/${id}`,
    // it tells of money, and is not asked
    ask: async () => undefined,
    send: async () => {
      throw payFailure("pay.no-provider");
    },
    giveBack: async () => undefined,
    open: async (token) => {
      const notice = await signed(token, key);
      if (!fits.Check(notice)) return undefined;
      const { jti, amount, at, writeOff } = notice;
      const no = Number(writeOff.slice(0, 15));
      const payment = digits(no) === writeOff ? await paymentOfSlip(db, no) : undefined;
      // money on a number that we never gave out stays with the bank, whose statement shows it to the cashier
      if (!payment) throw payFailure("pay.not-found");
      return { iss: collectorName, jti, kind: "paid", payment, amount, at };
    },
    offered,
    offer: async (payment) => {
      if (await offered(payment)) return;
      const due = taipeiDate(new Date(clock.now().getTime() + days * dayMs));
      await insertSlip(db, { payment: payment.id, due, at: instant(clock) });
    },
  };
}

/** Year of the Republic, two digits, and month. */
const rocMonth = (day: string): string => `${String((Number(day.slice(0, 4)) - 1911) % 100).padStart(2, "0")}${day.slice(5, 7)}`;

function readKey(file: string): KeyObject {
  try {
    return createPublicKey(fs.readFileSync(file));
  } catch {
    throw new ConfigurationError(`PAY_SLIP_KEY: ${file} is no public key in PEM`);
  }
}

async function signed(token: string, key: KeyObject): Promise<unknown> {
  try {
    const { payload } = await compactVerify(token, key, { algorithms: ["ES256"] });
    return JSON.parse(Buffer.from(payload).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
