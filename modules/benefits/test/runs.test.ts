import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "@troad/kernel";
import { balances } from "../../pay/ledger/journal.ts";
import {
  allowance,
  approved,
  bank,
  benefits,
  claimsOf,
  db,
  drafted,
  facts,
  lineFor,
  linesOf,
  paidRun,
  parent,
  payDb,
  refusedWith,
  startBenefits,
  subsidy,
  until,
} from "./kit.ts";

startBenefits();

test("from eligibility to the bank and back: each month once, back pay in one line, refused and returned ones listed", async () => {
  const usual = await parent();
  const late = await parent({ from: "2026-08-01", order: 2 });
  const refused = await parent({ account: "998-00012345678901" });
  const back = await parent({ account: "999-00012345678901" });
  const run = await drafted("2026-10-01");
  assert.deepEqual([(await lineFor(run, usual.subject))?.amount, (await lineFor(run, usual.subject))?.reason], [5_000, "month"]);
  assert.deepEqual(
    [(await lineFor(run, late.subject))?.amount, (await lineFor(run, late.subject))?.reason],
    [18_000, "back-pay"],
  );
  await approved(run);
  await bank();
  await bank();
  const states = new Map((await linesOf(run)).map((one) => [one.subject, [one.state, one.code]]));
  assert.deepEqual(states.get(usual.subject), ["arrived", null]);
  assert.deepEqual(states.get(refused.subject), ["rejected", "AC01"]);
  assert.deepEqual(states.get(back.subject), ["returned", "AC04"]);
  assert.deepEqual(
    (await benefits.runs.lines(run, 0, 10)).map(({ state }) => state),
    ["rejected", "returned"],
  );
  const books = await balances(payDb);
  assert.equal(
    books.reduce((sum, { amount }) => sum + amount, 0),
    0,
  );
  // the same month again pays nobody
  const again = await drafted("2026-10-01");
  assert.deepEqual(await linesOf(again), []);
  await refusedWith("benefits.run-empty", benefits.runs.approve({ run: again, by: "approver-1" }));
  await benefits.runs.drop({ run: again, by: "opener", reason: "empty" });

  // unicef/hope#4892: a follow-up pays what came back, once, and nobody else
  for (const one of [refused, back])
    await benefits.accounts.register({
      subject: one.subject,
      kind: "own",
      account: "700-00077700077701",
      holder: "人",
      by: one.subject,
    });
  for (const one of [refused, back])
    await benefits.accounts.look({
      id: (await benefits.accounts.valid(one.subject))!.id,
      by: "payer-9",
      reason: "passbook seen",
    });
  const { id: follow } = await benefits.runs.followUp({ run, by: "opener" });
  await until("not drafted", async () => (await benefits.runs.find(follow)).drafted);
  assert.deepEqual((await linesOf(follow)).map(({ subject }) => subject).toSorted(), [refused.subject, back.subject].toSorted());
  await approved(follow);
  await bank();
  assert.deepEqual(new Set((await linesOf(follow)).map(({ state }) => state)), new Set(["arrived"]));
  const { id: twice } = await benefits.runs.followUp({ run, by: "opener" });
  await until("not drafted", async () => (await benefits.runs.find(twice)).drafted);
  assert.deepEqual(await linesOf(twice), []);
  await benefits.runs.drop({ run: twice, by: "opener", reason: "empty" });
});

test("a late change is one corrected line with its reason; what was paid too much is a claim and never taken off a payment", async () => {
  const more = await parent({ from: "2026-09-01" });
  const less = await parent({ from: "2026-09-01", order: 2 });
  await paidRun("2026-10-01");
  const change = { kind: "changed" as const, from: "2026-10-01", reason: "order of the child", by: "officer" };
  await benefits.entitlements.change({ ...change, id: more.id, key: "c1", facts: { ...facts, order: 3 } });
  await benefits.entitlements.change({ ...change, id: more.id, key: "c1", facts: { ...facts, order: 3 } });
  await benefits.entitlements.change({ ...change, id: less.id, key: "c2", facts: { ...facts, order: 1 } });
  const run = await drafted("2026-11-01");
  // 2,000 more for October beside 7,000 for November
  assert.deepEqual(
    [(await lineFor(run, more.subject))?.amount, (await lineFor(run, more.subject))?.reason],
    [9_000, "corrected"],
  );
  assert.equal((await lineFor(run, less.subject))?.amount, 5_000);
  const [claim] = await claimsOf(less.subject);
  assert.equal(claim?.amount, 1_000);
  // ministryofjustice/help-with-prison-visits-external#295: nothing is paid before a payer has looked at the open claim
  await approved(run);
  assert.deepEqual([(await lineFor(run, less.subject))?.state, (await lineFor(run, less.subject))?.code], ["held", "open-claim"]);
  assert.equal((await lineFor(run, more.subject))?.state, null);
  const plan = (amount: number, key = "p1") =>
    benefits.claims.plan({ id: claim!.id, key, instalments: [{ month: "2026-12-01", amount }], reason: "agreed", by: "payer" });
  await refusedWith("benefits.instalments-differ", plan(900));
  await plan(1_000);
  await plan(1_000);
  const next = await paidRun("2026-11-01");
  assert.deepEqual([(await lineFor(next, less.subject))?.amount, (await lineFor(next, less.subject))?.state], [5_000, "arrived"]);
  const paid = (key: string, amount: number) =>
    benefits.claims.paid({ id: claim!.id, key, amount, reason: "slip", by: "cashier" });
  await Promise.all([paid("s1", 600), paid("s1", 600)]);
  await refusedWith("benefits.claim-over", paid("s2", 500));
  await refusedWith("benefits.key-reused", paid("s1", 100));
  await paid("s3", 400);
  await refusedWith("benefits.claim-over", paid("s4", 1));
});

test("death stops a benefit the same day, also one that is approved; a month that was paid after it is claimed", async () => {
  const death = { subject: null, person: "nobody", agency: "mohw", by: "register" };
  const queued = await parent({ from: "2026-12-01" });
  const run = await drafted("2026-12-01");
  assert.equal((await lineFor(run, queued.subject))?.amount, 5_000);
  await benefits.entitlements.died({ ...death, person: `child-of-${queued.subject}`, on: "2026-11-29" });
  await approved(run);
  assert.deepEqual([(await lineFor(run, queued.subject))?.state, (await lineFor(run, queued.subject))?.code], ["held", "ended"]);
  const payee = await parent({ from: "2026-11-01" });
  await paidRun("2026-12-01");
  await benefits.entitlements.died({ ...death, subject: payee.subject, on: "2026-11-30" });
  // an agency that pays them nothing ends nothing, and what is told twice changes nothing
  assert.deepEqual(await benefits.entitlements.died({ ...death, subject: payee.subject, agency: "moa", on: "2026-01-01" }), {
    ended: 0,
  });
  await benefits.entitlements.died({ ...death, subject: payee.subject, on: "2026-10-31" });
  const next = await drafted("2026-12-01");
  assert.equal(await lineFor(next, payee.subject), undefined);
  assert.deepEqual(
    (await claimsOf(payee.subject)).map(({ amount, reason }) => [amount, reason]),
    [[5_000, "ended:death"]],
  );
  await benefits.runs.drop({ run: next, by: "opener", reason: "tried" });
});

test("benefits that exclude each other are found across schemes, and two parents cannot both have one for a child", async () => {
  const { subject, id } = await parent({ from: "2026-11-01" });
  await paidRun("2026-12-01");
  const granted = { subject, person: `child-of-${subject}`, from: "2026-12-01", decidedBy: ["decider"] };
  await refusedWith(
    "benefits.person-has-one",
    benefits.entitlements.grant({ ...granted, key: "other parent", scheme: allowance, subject: "other", facts }),
  );
  await benefits.entitlements.grant({
    ...granted,
    key: `${subject} care`,
    scheme: subsidy,
    facts: { ...facts, care: "quasiPublic", lowIncome: "none" },
  });
  const run = await drafted("2026-12-01");
  assert.equal(await lineFor(run, subject), undefined);
  const [claim] = await claimsOf(subject);
  assert.deepEqual([claim?.amount, claim?.reason, claim?.entitlement], [5_000, "excluded:nursery-subsidy", id]);
  await benefits.runs.drop({ run, by: "opener", reason: "tried" });
});

test("attack: who decided a case, registered an account or is paid approves nothing; one person approves once", async () => {
  const { subject } = await parent({ from: "2026-12-01", decidedBy: ["approver-8"] });
  const clerk = await parent({ from: "2026-12-01" });
  await benefits.accounts.register({
    subject: clerk.subject,
    kind: "own",
    account: "004-00055500055501",
    holder: "人",
    by: "approver-7",
  });
  const run = await drafted("2026-12-01");
  for (const by of ["approver-8", "approver-7", subject])
    await refusedWith("benefits.approve-own", benefits.runs.approve({ run, by }));
  await benefits.runs.approve({ run, by: "approver-1" });
  await refusedWith("benefits.approved-already", benefits.runs.approve({ run, by: "approver-1" }));
  await refusedWith("benefits.run-open", benefits.runs.open({ scheme: allowance, month: "2026-12-01", by: "opener" }));
  assert.equal((await benefits.runs.find(run)).cutAt, null);
  const { now, last, accounts, changes } = await benefits.runs.beside(run);
  const lines = await linesOf(run);
  assert.deepEqual([now?.count, now?.sum], [lines.length, lines.reduce((sum, { amount }) => sum + amount, 0)]);
  assert.deepEqual([accounts >= 2, changes.length > 0, last !== undefined], [true, true, true]);
  await benefits.runs.drop({ run, by: "approver-2", reason: "attacked" });
  await refusedWith("benefits.run-over", benefits.runs.approve({ run, by: "approver-3" }));
  await refusedWith("benefits.run-over", benefits.runs.drop({ run, by: "approver-3", reason: "again" }));
  await refusedWith("benefits.not-found", benefits.runs.find("01a22510-096c-7f75-b4c3-f718750e1c9b"));
});

test("attack: amounts, accounts and approvals are changed: the database refuses; every month is settled once", async () => {
  for (const change of [
    sql`update run_line set amount = amount + 1`,
    sql`update account set account = '004-000000000000'`,
    sql`delete from approval`,
    sql`update claim set amount = 1`,
    sql`update sent_line set account = account`,
    sql`delete from entitlement_event`,
  ])
    await assert.rejects(db.run(change), /permission denied/);
  const wrong = await db.rows(sql`
    select i.entitlement from item i join lateral (
      select a.due from assessment a where a.entitlement = i.entitlement and a.month = i.month order by a.seq desc limit 1) d on true
    group by i.entitlement, i.month, d.due having sum(i.amount) > max(d.due)
      and not exists (select from assessment x where x.entitlement = i.entitlement and x.month = i.month and x.reason like 'ended%')`);
  assert.deepEqual(wrong, []);
});
