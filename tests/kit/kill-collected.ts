import assert from "node:assert/strict";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { benefitsApi } from "@troad/benefits/api";
import { type AchLayout, writeCollection } from "@troad/iso20022";
import { sql, taipeiDate } from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import type pg from "pg";
import { Browser, type Page } from "../../apps/troad/demo/browser.ts";
import { type DemoPerson, demoPeopleOf } from "./demo-people.ts";
import type { Government } from "./government.ts";
import { arm } from "./kill-points.ts";
import { patient } from "./patience.ts";

type Scene = {
  government: Government;
  administrator: pg.Pool;
  owner: DemoPerson;
  desk: Browser;
  approvers: Browser[];
  own: Browser;
};
const office = "kctax";
const tax = 1_000;
const layoutFile = new URL("../../content/collections/store-daily/layout.json", import.meta.url);
export const tokenOf = (at: number): string => `KC${at}X`;
const numberOf = (at: number): string => `LE115-${tokenOf(at)}`;

async function signedIn(portal: string, { subject }: { subject: string }): Promise<Browser> {
  const browser = new Browser();
  await browser.post(`${portal}/auth/demo`, { subject, return: "/" });
  return browser;
}

/** A taxpayer with an account, and the people of a tax office who work off what was collected and pay refunds. */
export async function collectedScene(government: Government, administrator: pg.Pool): Promise<Scene> {
  const people = await demoPeopleOf(government);
  const officers = (label: string) =>
    people.filter((one) => one.label === label && "agency" in one.role && one.role.agency === office);
  const owner = people.find(({ label }) => label === "car-owners-spouse")!;
  const { subject, name } = owner;
  await government.running.use(benefitsApi).register({ subject, account: "700-00012345678901", holder: name, by: subject });
  const [desk, own, ...approvers] = await Promise.all(
    [officers("tax-cashier")[0]!, owner, ...officers("refund-approver")].map((one) => signedIn(government.portal, one)),
  );
  return { government, administrator, owner, desk: desk!, own: own!, approvers };
}

/** The office has assessed a tax, which is not armed yet. */
async function assessed({ government, owner }: Scene, number: string): Promise<void> {
  const member = "GOV/KCTAX";
  const values = {
    ...{ taxpayer: owner.nationalId, taxpayerName: owner.name, tax: "vehicle", year: 2026, period: "115 年", object: "KC•-••01" },
    ...{ base: 1_798, assessed: tax, assessedOn: "2026-04-01", payFrom: "2026-04-01", due: "2099-01-31", state: "standing" },
    ...{
      lawZh: "使用牌照稅法",
      lawEn: "Vehicle License Tax Act",
      reasons: [],
      payments: [],
      refunds: [],
      owners: [],
      instalments: [],
    },
  };
  const reply = await askRegister(await government.running.use(roadApi).consumerUrl(member), {
    ...{
      target: `/r1/TWDEMO/${member}/REGISTERS/tax-assessment/write`,
      client: `TWDEMO/${member}/TAX`,
      consent: null,
      issue: null,
    },
    ...{
      exchangeId: `TWDEMO-test-${crypto.randomUUID()}`,
      body: { create: true, key: number, writeKey: `new ${number}`, caseId: number, values },
    },
  });
  assert.ok(reply.ok, JSON.stringify(reply));
}

/** Does something until it is done: what broke off is done again, and what was done already says so. */
async function insist(what: string, work: () => Promise<Page>): Promise<Page> {
  for (let tries = 0; tries < 5; tries++) {
    const page = await work();
    if (page.status === 200 || page.status === 409) return page;
    await sleep(50);
  }
  return assert.fail(`${what} is not done`);
}
async function until<T>(what: string, find: () => Promise<T | undefined | false>): Promise<T> {
  for (const end = Date.now() + patient(60_000); Date.now() < end; await sleep(200)) {
    const found = await find();
    if (found) return found;
  }
  return assert.fail(what);
}

type Record_ = { payments: { reference: string }[]; refunds: { amount: number; why: string; paid: boolean }[] };
/** One run after the other is opened: each holds the refund of one point. */
let opening: Promise<unknown> = Promise.resolve();

/** A store's file with a payment and the same again: matched, worked off, asked back and paid out. It is broken off at its write `at`. */
export async function collected(scene: Scene, at: number): Promise<string> {
  const { government, administrator, desk, own, approvers } = scene;
  const { portal, data, running } = government;
  const [token, number] = [tokenOf(at), numberOf(at)];
  const passbook = running.schemas.of("passbook");
  const record = async (): Promise<Record_> =>
    (await running.schemas.ofAgency("registers", office).one<{ data: Record_ }>(sql`
      select data from record where register = 'tax-assessment' and subject = ${number} order by recorded_at desc limit 1`))!
      .data;
  await assessed(scene, number);
  await arm(administrator, token, at, { follows: true });
  const day = taipeiDate(new Date());
  const line = (reference: string) => ({ office: "E01", number, amount: tax, paidOn: day, reference });
  const file = { sender: token, day, sequence: 1, lines: [line(`${token}A`), line(`${token}B`)] };
  const text = writeCollection(file, JSON.parse(fs.readFileSync(layoutFile, "utf8")) as AchLayout);
  fs.writeFileSync(`${data}/pay/bank/in/${token}.txt`, text);

  const second = await until(`${number} is not taken in`, () =>
    passbook.one<{ id: string }>(sql`select id from line where number = ${number} and outcome = 'duplicate'`),
  );
  await until(`${number} is not matched`, async () => (await record()).payments.length === 1);
  const booked = { action: "booked", number, reason: "重複繳納，退還。" };
  await insist(`${number} worked off`, () => desk.post(`${portal}/work/collected/${second.id}`, booked));
  await until(`${number} is not booked`, async () => (await record()).payments.length === 2);

  const open = opening.then(async () => {
    await insist("asked of the office again", () => own.post(`${portal}/tax/passbook/again`, {}));
    await insist(`${number} asked back`, () => own.post(`${portal}/tax/passbook/${number}/refund`, {}));
    await insist("a run", () => desk.post(`${portal}/work/refunds`, {}));
    return passbook.one<{ run: string }>(
      sql`select l.run from run_line l join claim c on c.id = l.claim where c.number = ${number}`,
    );
  });
  opening = open.catch(() => undefined);
  const run = (await open)?.run ?? assert.fail(`${number} is in no run`);
  for (const approver of approvers)
    await insist(`${number} approved`, () => approver.post(`${portal}/work/refunds/${run}/approve`, {}));
  await until(`${number} is not paid out`, async () =>
    passbook.one(
      sql`select 1 as one from claim_end e join claim c on c.id = e.claim where c.number = ${number} and e.state = 'paid'`,
    ),
  );
  return token;
}

/** What is left of a point: in the register, in the passbook, in the ledger of payments, and at the bank. */
export async function leftByCollected({ government: { running } }: Scene, at: number) {
  const number = numberOf(at);
  const { data } = (await running.schemas.ofAgency("registers", office).one<{ data: Record_ }>(sql`
    select data from record where register = 'tax-assessment' and subject = ${number} order by recorded_at desc limit 1`))!;
  const counted = await running.schemas
    .of("passbook")
    .one<{ lines: string; ends: number; claims: number; ended: string; runs: number }>(sql`
    select (select string_agg(outcome, ' ' order by no) from line where number = ${number}) as lines,
      (select count(*)::int from line_end e join line l on l.id = e.line where l.number = ${number}) as ends,
      (select count(*)::int from claim where number = ${number}) as claims,
      (select string_agg(e.state, ' ') from claim_end e join claim c on c.id = e.claim where c.number = ${number}) as ended,
      (select count(*)::int from run_line l join claim c on c.id = l.claim where c.number = ${number}) as runs`);
  const money = await running.schemas.of("pay").one<{ files: number; collected: number; booked: number; moved: number }>(sql`
    with mine as (select id, file from collected where number = ${number})
    select (select count(distinct file)::int from mine) as files, (select count(*)::int from mine) as collected,
      (select count(*)::int from collected_end where collected in (select id from mine)) as booked,
      (select count(*)::int from journal where key in (select 'collected ' || id from mine union select 'collection ' || file from mine)) as moved`);
  const { payments, refunds } = data;
  return {
    ...{ ...counted, ...money, payments: payments.map(({ reference }) => reference.slice(-1)).join("") },
    refunds: refunds.map(({ amount, why, paid }) => `${amount} ${why} ${paid}`).join(", "),
  };
}
