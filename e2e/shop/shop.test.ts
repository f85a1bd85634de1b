import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { daysOf, drawDay, termOf, termPlus } from "@troad/invoice-formats";
import { sql, taipeiDate } from "@troad/kernel";
import { allSettings, browserMissing, describeSetting, type Setting } from "../browser.ts";
import { openScene } from "../walkers.ts";
import * as acts from "./acts.ts";

/**
 * A shop from its registration to a prize that one of its invoices won, through the desks of everybody who has a part in it: people of the
 * shop and the citizen on phones in one language, officers at desks in the other; the next day the other way round.
 */
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
const { government, labelled, walking, until } = openScene({ clock });

/** Later: sessions hold for 25 minutes from then. */
async function moveTo(at: string): Promise<void> {
  ahead = Date.parse(at) - Date.now();
  const end = new Date(clock.now().getTime() + 25 * 60_000).toISOString();
  await government().running.schemas.of("portal").run(sql`update session set expires_at = ${end}`);
}

/** A person of the demonstration who has a barcode. */
function carrierOf(nth: number): { subject: string; cardNo: string } {
  const file = path.join(government().data, "demo", "invoice-api.json");
  const { carriers } = JSON.parse(fs.readFileSync(file, "utf8")) as { carriers: { subject: string; cardNo: string }[] };
  return carriers[nth] ?? assert.fail("no carrier");
}

type Pair = { pair: number; phone: Setting; desk: Setting; ban: string; track: string };
const pairs: Pair[] = (["zh-Hant", "en"] as const).map((lang, pair) => ({
  pair,
  phone: { lang, width: 360, javaScript: true },
  desk: { lang: lang === "en" ? "zh-Hant" : "en", width: 1280, javaScript: true },
  ...(pair === 0 ? { ban: "04595257", track: "TW" } : { ban: "11111117", track: "TX" }),
}));
const today = Math.floor(Date.now() / 86_400_000);

for (const { phone, desk, ban, track, pair } of allSettings ? pairs : [pairs[today % 2]!])
  test(
    `a shop registers, issues, mends and reports; operators draw, a citizen is paid: ${describeSetting(phone)}; ${describeSetting(desk)}`,
    {
      skip: browserMissing,
    },
    () =>
      walking(phone, (onPhone) =>
        walking(desk, async (atDesk) => {
          const { portal, running } = government();
          const day = taipeiDate(clock.now());
          const term = termOf(day);
          const business = { portal, ban, name: "好茶有限公司", term, track };
          const winner = carrierOf(pair);
          const keeper = labelled(pair === 0 ? "father" : "mother");

          await acts.registers(await atDesk(labelled("mandate-officer")), keeper, business);
          const owner = await onPhone(keeper);
          await acts.firstDay(owner, business);
          const officer = await atDesk(labelled("invoice-officer"));
          await acts.assigns(officer, business);
          const won = await acts.issues(owner, business, winner.cardNo);
          await acts.mends(owner, business, day, until);

          await moveTo(`${daysOf(termPlus(term, 1)).first}T10:00:00+08:00`);
          await acts.reports(owner, business);

          const draw = drawDay(daysOf(term).last);
          const [first, second] = [await atDesk(labelled("invoice-operator")), await onPhone(labelled("invoice-operator", 1))];
          await acts.enters(first, business, won.slice(2), true);
          await acts.enters(second, business, won.slice(2), false);
          await acts.publishes(first, business, false);
          await moveTo(`${draw}T15:00:00+08:00`);
          await acts.publishes(second, business, true);

          const [year = 0, month = 0] = draw.split("-").map(Number);
          await moveTo(`${new Date(Date.UTC(year, month, 7)).toISOString().slice(0, 10)}T10:00:00+08:00`);
          const citizen = await onPhone({ ...keeper, subject: winner.subject });
          await acts.claims(citizen, business, won, until);
          const run = await acts.opensRun(first, business);
          await acts.approves(second, portal, run);
          await acts.approves(officer, portal, run);
          await acts.isPaid(first, run, until);
          const booked = await running.schemas.of("pay").rows(sql`
          select 1 from posting where account = 'agency/mof' and amount = 160000`);
          assert.ok(booked.length > pair, "the ledger shows what is left of 200,000 less a fifth");
          await citizen.page.goto(`${portal}/invoice/winnings`);
          await citizen.see("invoice-winnings-paid");
        }),
      ),
  );
