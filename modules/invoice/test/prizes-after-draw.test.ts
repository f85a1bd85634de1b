import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Draw } from "@troad/invoice-formats";
import { sql } from "@troad/kernel";
import type { InvoiceApi } from "../api.ts";
import { numbered } from "./installation.ts";
import { isRefusedWith, type PrizeScene, prizeScene, term, until } from "./prize-scene.ts";

let scene: PrizeScene;
let api: InvoiceApi;
const draw: Draw = {
  term,
  super: ["77700001"],
  special: ["77700002"],
  first: ["13440631", "26650552", "09775722"],
  additional: [],
};

before(async () => {
  scene = await prizeScene();
  api = scene.api;
  const { take, cancel, moment, held } = scene;
  await take([
    numbered(77_700_002, held(6)), // special, cancelled after the draw
    numbered(88_888_552, held(7)), // sixth, voided after the draw and kept by an officer
    numbered(88_881_552, held(7)), // sixth, voided between the draw and its publication
    numbered(88_882_552, held(7)), // sixth, claimed and then cancelled
    numbered(88_883_552, held(7)), // sixth, cancelled before the draw
    numbered(88_884_552, { carrier: undefined, donatedTo: "25885" }), // sixth, donated at the till
    numbered(88_885_552, { carrier: undefined, donatedTo: "999" }), // sixth, donated to nobody who is known
    numbered(88_886_552, { carrier: undefined, donatedTo: "25885" }), // sixth, donated and cancelled after the draw
  ]);
  await cancel(88_883_552, "20260106");
  moment("2026-03-25T06:00:00Z");
  await cancel(88_881_552, "20260325");
  const digest = await api.enterDraw(draw, "officer-1");
  await api.enterDraw(draw, "officer-2");
  await api.tryDraw(term, digest);
  moment("2026-03-26T02:00:00Z");
  await api.publishDraw(term, digest, "officer-1");
  await matched();
  await cancel(88_886_552, "20260327");
});
after(() => scene?.at.stop());

const claim = (number: string, who: number) => scene.claim(number, who);
const cancel = (serial: number, on: string) => scene.cancel(serial, on);

/** The job that finds the winners has run. */
const matched = () =>
  until(() =>
    scene.at.process.schemas
      .of("invoice")
      .one(sql`select 1 as there from winning where term = ${term} and number = 'AB88888552'`),
  );

test("an invoice that was received after the draw takes part in nothing, whatever its number", async () => {
  await scene.take([numbered(77_700_001, scene.held(6))]);
  scene.moment("2026-04-06T02:00:00Z");
  await assert.rejects(claim("AB77700001", 6), isRefusedWith("prize.none"));
});

test("a winner that is cancelled after the draw is not paid but becomes an officer's case", async () => {
  await cancel(77_700_002, "20260327");
  await assert.rejects(claim("AB77700002", 6), isRefusedWith("prize.under-review"));
  const open = await api.prizeCases({ state: "open", after: 0, limit: 10 });
  assert.deepEqual(
    open.map(({ number, cause, prize, amount, paid }) => [number, cause, prize, amount, paid]),
    [
      ["AB88881552", "cancel", "sixth", 200, false],
      ["AB88886552", "cancel", "sixth", 200, false],
      ["AB77700002", "cancel", "special", 2_000_000, false],
    ],
  );
  await api.decidePrizeCase({ no: open[2]!.no, decision: "withdraw", by: "officer-1", reason: "goods came back" });
  await assert.rejects(claim("AB77700002", 6), isRefusedWith("prize.none"));
  const again = { no: open[2]!.no, decision: "keep", by: "officer-2", reason: "x" } as const;
  await assert.rejects(api.decidePrizeCase(again), isRefusedWith("prize.case-decided"));
});

test("what was cancelled between the draw and its publication is a case too, and is paid once an officer keeps the prize", async () => {
  await assert.rejects(claim("AB88881552", 7), isRefusedWith("prize.under-review"));
  const [open] = await api.prizeCases({ state: "open", after: 0, limit: 10 });
  assert.equal(open?.number, "AB88881552");
  await api.decidePrizeCase({ no: open.no, decision: "keep", by: "officer-1", reason: "cancelled by mistake" });
  assert.equal((await claim("AB88881552", 7)).net, 200);
  await assert.rejects(claim("AB88881552", 7), isRefusedWith("prize.claimed"), "once, no matter who decided");
  assert.deepEqual(
    (await api.prizeCases({ state: "keep", after: 0, limit: 10 })).map(({ number, paid }) => [number, paid]),
    [["AB88881552", true]],
  );
});

const donated = async () =>
  (await api.donatedPrizes({ term, after: "", limit: 100 })).prizes.map(({ number, npo, net }) => [number, npo, net]);

test("the prize of a donated invoice is paid to whom it was given when prizes are paid, and once", async () => {
  await until(async () => (await donated())[0]?.[2] !== null);
  assert.deepEqual(await donated(), [
    ["AB88884552", "25885", 200],
    ["AB88885552", "999", null],
    ["AB88886552", "25885", null],
  ]);
  await assert.rejects(api.payDonatedPrize({ term, number: "AB88884552" }), isRefusedWith("prize.claimed"));
  await assert.rejects(api.payDonatedPrize({ term, number: "AB88885552" }), isRefusedWith("prize.donee-unknown"));
  await assert.rejects(api.payDonatedPrize({ term, number: "AB88888552" }), isRefusedWith("prize.none"), "it is a citizen's");
});

test("the prize of a donated invoice that was cancelled after the draw is paid once an officer keeps it", async () => {
  await assert.rejects(api.payDonatedPrize({ term, number: "AB88886552" }), isRefusedWith("prize.under-review"));
  const open = (await api.prizeCases({ state: "open", after: 0, limit: 10 })).find(({ number }) => number === "AB88886552");
  await api.decidePrizeCase({ no: open!.no, decision: "keep", by: "officer-1", reason: "cancelled by mistake" });
  await until(async () => (await donated())[2]?.[2] === 200);
  await assert.rejects(api.payDonatedPrize({ term, number: "AB88886552" }), isRefusedWith("prize.claimed"));
});

test("what was cancelled before the draw takes no part and is nobody's case", async () => {
  await assert.rejects(claim("AB88883552", 7), isRefusedWith("prize.none"));
});

test("a prize that was paid before its invoice is cancelled is shown to the officer as paid", async () => {
  assert.equal((await claim("AB88882552", 7)).net, 200);
  await cancel(88_882_552, "20260406");
  const [open] = await api.prizeCases({ state: "open", after: 0, limit: 10 });
  assert.deepEqual([open?.number, open?.paid], ["AB88882552", true]);
});

test("of a claim and a cancellation at once, the prize is either paid and the case says so, or not paid", async () => {
  const [paid] = await Promise.allSettled([claim("AB88888552", 7), cancel(88_888_552, "20260406")]);
  const found = (await api.prizeCases({ state: "open", after: 0, limit: 10 })).find(({ number }) => number === "AB88888552");
  assert.equal(found?.paid, paid.status === "fulfilled");
});
