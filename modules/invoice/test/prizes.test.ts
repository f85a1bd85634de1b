import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Draw, Invoice } from "@troad/invoice-formats";
import { sql } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import type { InvoiceApi } from "../api.ts";
import type { DemoFile } from "../demo/citizens.ts";
import { type Installation, numbered } from "./installation.ts";
import { isRefusedWith, type PrizeScene, prizeScene, term, until } from "./prize-scene.ts";

let scene: PrizeScene;
let at: Installation;
let demo: DemoFile;
let api: InvoiceApi;
const draw: Draw = {
  term,
  super: ["77700001"],
  special: ["77700002"],
  first: ["13440631", "26650552", "09775722"],
  additional: [],
  cloud: [{ amount: 500, numbers: ["AB55500500", "AB00040631"] }],
};
/** Another first number. */
const corrected: Draw = { ...draw, first: ["13440631", "26650552", "55566677"] };

before(async () => {
  scene = await prizeScene();
  ({ at, demo, api } = scene);
  await issue();
});
after(() => scene?.at.stop());

const day = (date: string): void => scene.moment(`${date}T02:00:00Z`);
const held = (who: number) => scene.held(who);
const mail = { carrier: { type: "EJ0011", id1: "wang@example.tw", id2: "wang@example.tw" } };
const paper = { carrier: undefined, print: true };
const business = {
  buyer: { ban: "10458574", name: "買方" },
  sales: "206",
  tax: "10",
  total: "216",
  items: [{ description: "a", quantity: "1", unitPrice: "206", amount: "206", sequence: "1" }],
};

/** Invoices by what they are to win; the letters of a number do not count but for the cloud. */
async function issue(): Promise<void> {
  const invoices: Invoice[] = [
    numbered(77_700_001, held(6)), // super
    numbered(99_440_631, held(7)), // third
    numbered(40_631, held(7)), // fourth; 500 of the cloud is less
    numbered(55_500_500, mail), // 500 of the cloud, in a carrier that was never joined
    numbered(88_888_552, paper), // sixth
    numbered(88_889_552, { ...held(8), ...business }), // a business wins nothing
    numbered(88_890_552, held(8)), // cancelled below
    numbered(88_891_722, { carrier: undefined, donatedTo: "25885" }), // sixth, of whom it was given to
    numbered(11_111_677, held(9)), // sixth by the correction alone
    numbered(88_888_111, held(9)), // nothing
  ];
  await scene.take(invoices);
  await scene.cancel(88_890_552, "20260106");
}

type Won = { number: string; prize: string; amount: number };
const winnings = (): Promise<Won[]> =>
  at.process.schemas.of("invoice").rows<Won>(sql`
    select number, prize, max(amount) as amount from winning where term = ${term} and number like 'AB%' group by number, prize order by number`);

test("a list is published only if two people entered the same one, its validation draw passed and the day has come", async () => {
  const digest = await api.enterDraw(draw, "officer-1");
  await api.enterDraw(draw, "officer-1");
  await api.enterDraw(corrected, "officer-2");
  await assert.rejects(api.publishDraw(term, digest, "officer-1"), isRefusedWith("prize.second-person"));
  assert.equal(await api.enterDraw({ ...draw, first: draw.first.toReversed() }, "officer-2"), digest, "order says nothing");
  await assert.rejects(api.publishDraw(term, digest, "officer-1"), isRefusedWith("prize.not-tried"));
  const trial = await api.tryDraw(term, digest);
  assert.deepEqual([trial.passed, trial.faults], [true, []]);
  assert.equal(trial.winners.super, 1);
  await assert.rejects(api.publishDraw(term, digest, "officer-1"), isRefusedWith("prize.before-draw"));
  assert.deepEqual(await winnings(), [], "the validation draw tells nobody");
  await assert.rejects(api.enterDraw({ ...draw, super: ["7770000"] }, "officer-1"), isRefusedWith("prize.list-malformed"));
});

test("a list with a cloud number that is no cloud invoice does not pass, no matter who entered it", async () => {
  const wrong = {
    ...draw,
    cloud: [
      { amount: 500, numbers: ["AB88888552", "AB12121212"] },
      { amount: 777, numbers: ["AB55500500"] },
    ],
  };
  const digest = await api.enterDraw(wrong, "officer-1");
  await api.enterDraw(wrong, "officer-2");
  const { passed, faults } = await api.tryDraw(term, digest);
  assert.deepEqual(
    [passed, faults],
    [false, ["cloud 500: 2 numbers are no cloud invoices that count", "cloud 777: 1 numbers, 0 prizes"]],
  );
  day("2026-03-26");
  await assert.rejects(api.publishDraw(term, digest, "officer-1"), isRefusedWith("prize.not-tried"));
});

test("the winners of a published list are found, told once, and nothing is told of what was given away", async () => {
  const digest = await api.enterDraw(draw, "officer-3");
  await api.publishDraw(term, digest, "officer-1");
  await api.publishDraw(term, digest, "officer-1");
  await until(async () => (await winnings()).length === 6);
  assert.deepEqual(await winnings(), [
    { number: "AB00040631", prize: "fourth", amount: 4000 },
    { number: "AB55500500", prize: "cloud", amount: 500 },
    { number: "AB77700001", prize: "super", amount: 10_000_000 },
    { number: "AB88888552", prize: "sixth", amount: 200 },
    { number: "AB88891722", prize: "sixth", amount: 200 },
    { number: "AB99440631", prize: "third", amount: 10_000 },
  ]);
  const notify = at.process.use(notifyApi);
  const inbox = async (to: string) =>
    (await notify.inbox({ to, limit: 20 })).map(({ template, channel }) => `${template} ${channel}`);
  for (const winner of ["wang@example.tw", demo.carriers[6]!.subject]) await until(async () => (await inbox(winner)).length > 0);
  assert.deepEqual(await inbox("wang@example.tw"), ["invoice-won-unjoined mail"]);
  assert.deepEqual(await inbox(demo.carriers[6]!.subject), ["invoice-won message"]);
  assert.deepEqual(await inbox(demo.carriers[9]!.subject), []);
});

test("a correction needs its reason, both lists stay visible, and who won by the wrong one keeps it", async () => {
  const digest = await api.enterDraw(corrected, "officer-1");
  assert.equal((await api.tryDraw(term, digest)).passed, true);
  await assert.rejects(api.publishDraw(term, digest, "officer-2"), isRefusedWith("prize.already-published"));
  await api.publishDraw(term, digest, "officer-2", "one of the first numbers was misread");
  const lists = await api.winningLists(term);
  assert.deepEqual(
    lists.map((one) => [one.draw.first[2], one.corrected]),
    [
      ["09775722", true],
      ["55566677", false],
    ],
  );
  const found = await until(async () => (await winnings()).find(({ number }) => number === "AB11111677"));
  assert.equal(found.prize, "sixth");
  assert.ok(
    (await winnings()).some(({ number }) => number === "AB88891722"),
    "its number is only on the first list",
  );
  const body = new URLSearchParams({ version: "0.2", action: "QryWinningList", invTerm: term, appID: demo.appID });
  const shown = (await (await fetch(`${at.process.origin}/PB2CAPIVAN/invapp/InvApp`, { method: "POST", body })).json()) as {
    firstPrizeNo3: string;
  };
  assert.equal(shown.firstPrizeNo3, "55566677");
});

test("a prize is paid in its window, to who holds the carrier, with taxes, and once", async () => {
  const claim = (number: string, who: number, way: "counter" | "remitted" = "counter") => scene.claim(number, who, way);
  await assert.rejects(claim("AB77700001", 6), isRefusedWith("prize.window"), "from the 6th of April");
  day("2026-04-06");
  await assert.rejects(claim("AB77700001", 7), isRefusedWith("prize.none"), "someone else's");
  await assert.rejects(claim("AB88888111", 9), isRefusedWith("prize.none"));
  const paid = await claim("AB77700001", 6);
  assert.deepEqual([paid.prize, paid.withheld, paid.stamp, paid.net], ["super", 2_000_000, 40_000, 7_960_000]);
  await assert.rejects(claim("AB77700001", 6, "remitted"), isRefusedWith("prize.claimed"));
  const [one, two] = await Promise.allSettled([claim("AB99440631", 7, "remitted"), claim("AB99440631", 7, "remitted")]);
  assert.deepEqual([one.status, two.status].sort(), ["fulfilled", "rejected"], "of two at once one is paid");
  day("2026-07-06");
  await assert.rejects(claim("AB00040631", 7), isRefusedWith("prize.window"), "over since the 5th of July");
});

test("a card is joined by who holds both codes, to one barcode at a time, and parted again", async () => {
  const [mine, other] = [demo.carriers[1]!, demo.carriers[3]!];
  const card = { type: mine.card.type, id: mine.card.id, name: "my card" };
  const which = { type: card.type, id: card.id };
  const codes = { barcode: mine.cardEncrypt, card: mine.card.code };
  assert.equal(await api.linkCarrier(mine.cardNo, card, { ...codes, card: other.card.code }), "carrier.wrong-code");
  assert.equal(await api.linkCarrier(mine.cardNo, card, { ...codes, barcode: other.cardEncrypt }), "carrier.wrong-code");
  assert.equal(await api.linkCarrier(mine.cardNo, { ...card, type: "3J0002", id: other.cardNo }, codes), "carrier.not-linkable");
  assert.equal(await api.linkCarrier(mine.cardNo, card, codes), null);
  assert.deepEqual(await api.linkedCarriers(mine.cardNo), [card]);
  const stolen = { barcode: other.cardEncrypt, card: mine.card.code };
  assert.equal(await api.linkCarrier(other.cardNo, card, stolen), "carrier.linked-elsewhere");
  assert.equal(await api.unlinkCarrier(mine.cardNo, which, other.cardEncrypt), false);
  assert.equal(await api.unlinkCarrier(mine.cardNo, which, mine.cardEncrypt), true);
  assert.deepEqual(await api.linkedCarriers(mine.cardNo), []);
  assert.equal(await api.linkCarrier(other.cardNo, card, stolen), null, "then it may be joined to another one");
});
