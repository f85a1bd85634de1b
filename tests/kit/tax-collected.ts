import assert from "node:assert/strict";
import fs from "node:fs";
import { benefitsApi } from "@troad/benefits/api";
import { type AchLayout, writeCollection } from "@troad/iso20022";
import { sql, taipeiDate } from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import type { Browser, Page } from "../../apps/troad/demo/browser.ts";
import { areRecords, type TaxRecord } from "../../modules/passbook/domain/record.ts";
import { standingOf } from "../../modules/passbook/domain/standing.ts";
import type { DemoPerson } from "./demo-people.ts";
import { until } from "./exchange.ts";
import type { Government } from "./government.ts";

type Scene = {
  government: Government;
  people: readonly DemoPerson[];
  /** Has paid the licence tax of this year. */
  owner: DemoPerson;
  clock: { now(): Date };
  signedIn: (person: DemoPerson) => Promise<Browser>;
  seen: (browser: Browser, path: string, status?: number) => Promise<Page>;
  bill: (browser: Browser) => Promise<{ path: string; number: string }>;
};
const plain = ({ text }: Page): string =>
  (/<main[\s\S]*<\/main>/.exec(text)?.[0] ?? text).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

/** Every tax of an office as it is now. */
async function taxesOf({ running }: Government, office: string): Promise<TaxRecord[]> {
  const rows = await running.schemas.ofAgency("registers", office).rows<{ data: TaxRecord }>(sql`
    select distinct on (subject) data from record where register = 'tax-assessment' order by subject, recorded_at desc`);
  return rows.map(({ data }) => data).filter((one) => areRecords([one]));
}

/** A store's file for a tax office, from the bank's folder to the refund of what was paid twice. */
export async function collectedScene({ government, people, owner, clock, signedIn, seen, bill }: Scene): Promise<void> {
  const today = (): string => taipeiDate(clock.now());
  const at = (path: string): string => `${government.portal}${path}`;
  const newest = async (number: string): Promise<TaxRecord> =>
    (await taxesOf(government, "kctax")).find((one) => one.number === number) ?? assert.fail(number);
  const officersOf = (role: string, agency: string): DemoPerson[] =>
    people.filter((one) => one.label === role && "agency" in one.role && one.role.agency === agency);

  const browser = await signedIn(owner);
  const { path, number } = await bill(browser);
  const all = await taxesOf(government, "kctax");
  const standing = (one: TaxRecord) => standingOf(one, today());
  const late = all.filter((one) => standing(one).state === "arrears" && one.number !== number);
  const [arrears, part, over] = [late[0], late[1], late[2]];
  const enforced = all.find((one) => standing(one).state === "enforced");
  assert.ok(arrears && part && over && enforced, `arrears ${late.length}`);
  const line = (to: string, amount: number, n: number) => ({
    ...{ office: "E01", number: to, amount, paidOn: today(), reference: `STORE${n}` },
  });
  const file = {
    ...{ sender: "STORE", day: today(), sequence: 1 },
    lines: [
      line(arrears.number, standing(arrears).dueNow, 1),
      line(part.number, 100, 2),
      line(over.number, standing(over).dueNow + 1_000, 3),
      line("LE115-FFFFFFFFFFFF", 50, 4),
      line(number, 7_120, 5),
      line(enforced.number, standing(enforced).dueNow, 6),
    ],
  };
  const layout = new URL("../../content/collections/store-daily/layout.json", import.meta.url);
  const text = writeCollection(file, JSON.parse(fs.readFileSync(layout, "utf8")) as AchLayout);
  const inbox = `${government.data}/pay/bank/in`;
  for (const name of ["store-1.txt", "store-2.txt"]) fs.writeFileSync(`${inbox}/${name}`, text);
  const lines = () =>
    government.running.schemas.of("passbook").rows<{ outcome: string; enforced: boolean; number: string; id: string }>(sql`
      select outcome, enforced, number, id from line order by no`);
  await until(async () => (await lines()).length === 6, "the file is taken in");
  const outcomes = (await lines()).map(({ outcome, enforced: was }) => [outcome, was]);
  assert.deepEqual(outcomes, [
    ["matched", false],
    ["part-paid", false],
    ["overpaid", false],
    ["unknown", false],
    ["duplicate", false],
    ["matched", true],
  ]);
  const payments = async (of: string) =>
    ((await newest(of)).payments ?? []).map(({ reference }) => ({ reference: reference ?? "" }));
  for (const one of [arrears, enforced])
    await until(async () => (await payments(one.number)).some(({ reference }) => reference.startsWith("STORE")), "it is written");
  assert.equal((await payments(number)).length, 2, "what does not fit is not written");
  // worked off by the cashier of that office alone
  const [cashier] = officersOf("tax-cashier", "kctax");
  const [other] = officersOf("cashier", "mohw");
  const desk = await signedIn(cashier!);
  await seen(await signedIn(other!), "/work/collected", 403);
  await seen(browser, "/work/collected", 403);
  assert.match(plain(await seen(desk, "/work")), /Collected at counters/);
  const list = plain(await seen(desk, "/work/collected"));
  for (const shown of ["Paid in part", "Paid too much", "No such tax", "Paid again"]) assert.ok(list.includes(shown), shown);
  assert.match(plain(await seen(desk, "/work/collected?of=enforced")), new RegExp(enforced.number));
  const idOf = async (of: string) => (await lines()).find((one) => one.number === of)!.id;
  const twice = `/work/collected/${await idOf(number)}`;
  await seen(desk, twice);
  await seen(desk, `/work/collected/${crypto.randomUUID()}`, 404);
  const booked = { action: "booked", number, reason: "重複繳納，退還。" };
  assert.equal((await desk.post(at(twice), { ...booked, reason: "" })).status, 422);
  assert.equal((await desk.post(at(twice), { ...booked, number: "LE115-FFFFFFFFFFFF" })).status, 404);
  const second = await signedIn(cashier!);
  const both = await Promise.all([desk.post(at(twice), booked), second.post(at(twice), booked)]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [200, 409], "reconciled once");
  await until(async () => (await payments(number)).length === 3, "it is booked");
  await until(async () => plain(await seen(browser, path)).includes("Ask for NT$7,120"), "the passbook shows the refund");
  for (const [of, amount] of [
    [part.number, 100],
    [over.number, standing(over).dueNow + 1_000],
  ] as const) {
    const done = await desk.post(at(`/work/collected/${await idOf(of)}`), {
      action: "booked",
      number: of,
      reason: "入帳到本筆稅單。",
    });
    assert.equal(done.status, 200, `${of} ${amount}`);
  }
  const aside = { action: "set-aside", number: "", reason: "查無此稅單，通知代收機構。" };
  assert.equal((await desk.post(at(`/work/collected/${await idOf("LE115-FFFFFFFFFFFF")}`), aside)).status, 200);
  await until(async () => {
    const refunds = (await newest(over.number)).refunds ?? [];
    return refunds.some(({ amount, why }) => amount === 1_000 && why === "too-much");
  }, "what was paid too much is announced");
  // the refund: asked for by its taxpayer, opened by the cashier, approved by two others, paid by the bank
  assert.equal((await browser.post(at(`${path}/refund`), {})).status, 409, "no account yet");
  const { subject, name } = owner;
  await government.running.use(benefitsApi).register({ subject, account: "700-00012345678901", holder: name, by: subject });
  assert.equal((await browser.post(at(`${path}/refund`), {})).status, 200);
  assert.equal((await browser.post(at(`${path}/refund`), {})).status, 409, "asked for once");
  const run = new URL((await desk.post(at("/work/refunds"), {})).url).pathname;
  assert.match(run, /^\/work\/refunds\/[0-9a-f-]{36}$/);
  assert.equal((await desk.post(at("/work/refunds"), {})).status, 409, "nothing waits any more");
  const approve = async (by: DemoPerson) => (await (await signedIn(by)).post(at(`${run}/approve`), {})).status;
  const [first, next] = officersOf("refund-approver", "kctax");
  assert.equal(await approve(cashier!), 403);
  assert.deepEqual([await approve(first!), await approve(first!), await approve(next!)], [200, 409, 200]);
  await until(async () => {
    const refunds = (await newest(number)).refunds ?? [];
    return refunds.some(({ amount, paid }) => amount === 7_120 && paid);
  }, "the bank has paid it");
  await until(async () => plain(await seen(browser, path)).includes("NT$7,120 was paid to your account"), "it is shown");
  assert.equal((await browser.post(at(`${path}/refund`), {})).status, 409, "nothing is left");
  assert.match(plain(await seen(desk, run)), /Sent to the bank/);
  await certified({ government, owner, paid: 7_120 * 2 });
}

/** What a certificate rests on: asked as the ministry's tax office asks it, of all four offices; nobody without the right is told. */
async function certified({ government, owner, paid }: Pick<Scene, "government" | "owner"> & { paid: number }): Promise<void> {
  const url = await government.running.use(roadApi).consumerUrl("GOV/MOF");
  const fields = ["arrears", "arrearsText", "paid"];
  const ask = (key: string, client = "GOV/MOF/TAX") =>
    askRegister(url, {
      ...{ target: "/r1/TWDEMO/GOV/MOF/REGISTERS/tax-standing/find", client: `TWDEMO/${client}`, consent: null, issue: null },
      ...{ exchangeId: `TWDEMO-test-${crypto.randomUUID()}`, body: { key, fields } },
    });
  const reply = await ask(`${owner.nationalId}-115`);
  assert.ok(reply.ok, JSON.stringify(reply));
  const record = reply.answer.record as { arrears: number; arrearsText: string; paid: number };
  assert.deepEqual([record.arrears, record.arrearsText], [0, ""]);
  assert.ok(record.paid >= paid, String(record.paid));
  assert.equal((await ask("A1-115")).ok, false);
  assert.equal((await ask(`${owner.nationalId}-115`, "GOV/MOF/PASSBOOK")).ok, false);
}
