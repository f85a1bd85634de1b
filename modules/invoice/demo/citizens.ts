import fs from "node:fs";
import path from "node:path";
import { type Draw, type Invoice, isVerifyCode, mobileBarcode, termOf, termPlus } from "@troad/invoice-formats";
import { instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import { findPeople } from "@troad/population";
import type { CarrierService } from "../carriers/service.ts";
import { invoiceRow } from "../intake/message-rows.ts";
import type { Intake } from "../intake/take.ts";
import { insertApp } from "../national/apps-store.ts";
import type { Assign } from "../numbers/assign.ts";
import { barcodeAt, cardAt, demoInvoices, demoRanges } from "./invoices.ts";

const carriersWanted = 12;

export type DemoCarrier = {
  name: string;
  subject: string;
  cardType: string;
  cardNo: string;
  cardEncrypt: string;
  card: { type: string; id: string; code: string };
};
export type DemoFile = {
  baseUrl: string;
  appID: string;
  apiKey: string;
  terms: string[];
  carriers: DemoCarrier[];
  invoices: object[];
};
type Parts = {
  ctx: ModuleContext;
  carrierService: CarrierService;
  intake: Intake;
  assign: Assign;
  drawn: (term: string) => Draw | undefined;
};

/** An application, carriers of the demonstration's people and their invoices of three periods; writes data/demo/invoice-api.json. */
export async function prepareCitizens({ ctx, carrierService, intake, assign, drawn }: Parts): Promise<DemoFile> {
  const file = path.join(ctx.dataDir, "demo", "invoice-api.json");
  const before = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as DemoFile) : undefined;
  const appID = before?.appID ?? `EINV${ctx.ids.random(6).toString("hex").toUpperCase()}`;
  const apiKey = before?.apiKey ?? ctx.ids.random(18).toString("base64");
  await insertApp(ctx.db, { id: appID, key: apiKey, name: "Demonstration", since: instant(ctx.clock) });
  const carriers = before?.carriers ?? makeCarriers(ctx);
  for (const [at, one] of carriers.entries()) await register(carrierService, one, at);
  const today = taipeiDate(ctx.clock.now());
  const terms = [-3, -2, -1, 0].map((back) => termPlus(termOf(today), back));
  // each period once, whenever the program starts; the next one's numbers exist before it begins, as they always have in books
  for (const term of [...terms, termPlus(termOf(today), 1)]) await assign(demoRanges([term]), "demo", `demo/${term}`);
  const invoices = carriers.flatMap((_, at) =>
    terms.flatMap((term) => demoInvoices(at, term, drawn(term)).filter(({ date }) => date <= today)),
  );
  const sender = { id: "demo-seed", name: "Demonstration", sellers: ["*"] };
  const key = `seed/${today}`;
  const entries = invoices.map((one) => ({ number: one.number, rows: [invoiceRow(one)], errors: [] }));
  if (entries.length > 0) await intake.take({ sender, key, digest: key, kind: "demo" }, () => entries);
  const demo = { baseUrl: ctx.origin("invoice"), appID, apiKey, terms, carriers, invoices: invoices.slice(-20).map(shown) };
  const partial = `${file}.${process.pid}`;
  fs.writeFileSync(partial, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(partial, file);
  return demo;
}

const shown = ({ number, date, randomNumber, seller, total, carrier }: Invoice): object => ({
  invNum: number,
  invDate: date.replaceAll("-", "/"),
  invTerm: termOf(date),
  randomNumber,
  sellerID: seller.ban,
  total,
  cardNo: carrier?.id2,
});

function makeCarriers(ctx: ModuleContext): DemoCarrier[] {
  const { students } = findPeople({ seed: "t-road", size: 2000, today: taipeiDate(ctx.clock.now()) });
  const people = (["low", "mid-low", "none"] as const).flatMap((label) => students[label].map(({ person }) => person));
  return Array.from({ length: carriersWanted }, (_, at) => {
    const person = people[at % people.length]!;
    const [cardEncrypt, code] = [verifyCode(ctx), verifyCode(ctx)];
    return {
      name: person.name,
      subject: person.subject,
      cardType: mobileBarcode,
      cardNo: barcodeAt(at),
      cardEncrypt,
      card: { ...cardAt(at), code },
    };
  });
}

/** Only letters of both cases and digits: clients that encode nothing fail on other characters. */
function verifyCode(ctx: ModuleContext): string {
  for (;;) {
    const code = ctx.ids.random(9).toString("base64").replace(/[+/=]/g, "7").slice(0, 12);
    if (isVerifyCode(code)) return code;
  }
}

async function register(carrierService: CarrierService, one: DemoCarrier, at: number): Promise<void> {
  const barcode = { type: one.cardType, id: one.cardNo };
  if (!(await carrierService.register({ ...barcode, subject: one.subject }, one.cardEncrypt))) return;
  const { code, ...card } = one.card;
  await carrierService.register({ ...card, subject: one.subject }, code);
  // every second person has already linked the card to the barcode
  if (at % 2 === 0) await carrierService.link(one.cardNo, { ...card, name: "悠遊卡" }, { barcode: one.cardEncrypt, card: code });
}
