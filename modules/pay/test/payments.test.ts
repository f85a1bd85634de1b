import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError, type Database, defineModule, offerApi, sql } from "@troad/kernel";
import { CompactSign, generateKeyPair } from "jose";
import { startModules } from "../../../kernel/test/modules.ts";
import { payApi } from "../api.ts";
import { openBatches } from "../batches/batches.ts";
import type { ProviderMessage } from "../domain/message.ts";
import { payJobs } from "../jobs.ts";
import { openPayments, type Payments } from "../payments.ts";
import { openSandbox, type Sandbox } from "../sandbox/sandbox.ts";

let started: Awaited<ReturnType<typeof startModules>>;
let payments: Payments;
let sandbox: Sandbox;
let db: Database;
const late: string[] = [];
const givenBack: { payment: string; amount: number }[] = [];
/** The module without its pages, so that it needs no portal. */
const alone = defineModule({
  name: "pay",
  root: new URL("../module.ts", import.meta.url).href,
  create: async (ctx) => {
    const provider = (): Sandbox => sandbox;
    payments = openPayments({ ...ctx, provider });
    db = ctx.db;
    const opened = await openSandbox({
      ...ctx,
      newId: () => ctx.ids.uuid(),
      deliver: (token) => payments.hear(token),
      deliverAt: async (token) => void late.push(token),
      wait: async () => undefined,
    });
    sandbox = { ...opened, giveBack: async ({ payment, amount }) => void givenBack.push({ payment, amount }) };
    const batches = openBatches({ ...ctx, channel: () => assert.fail("no bank"), payerName: (agency) => agency });
    return { api: offerApi(payApi, { ...payments, ...batches }), jobs: payJobs({ ...ctx, provider }) };
  },
});
before(async () => {
  started = await startModules([alone]);
});
after(() => started.stop());

const purpose = { "zh-Hant": "規費", en: "Fee" };
const asked = (key: string, amount = 300) => payments.request({ key, agency: "moj", amount, purpose, returnTo: "/cases/1" });
let events = 0;
const message = (payment: string, change: Partial<ProviderMessage> = {}): ProviderMessage => ({
  ...{ iss: "sandbox", jti: `m-${events++}`, kind: "paid", payment, amount: 300, at: "2026-11-29T02:00:00.000Z" },
  ...change,
});
const hear = async (one: ProviderMessage): Promise<void> => payments.hear(await sandbox.sign(one));
const refusedWith = async (code: string, work: Promise<unknown>): Promise<void> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof CodedError && error.code === code, String(error));
};
async function givesBack(payment: string, amount: number): Promise<void> {
  for (let tries = 0; !givenBack.some((one) => one.payment === payment && one.amount === amount); tries++) {
    if (tries > 100) assert.fail("nothing was given back");
    await sleep(50);
  }
}

test("a payment is asked for once by key, and paid by a signed message of its exact amount", async () => {
  const { id, address } = await asked("one");
  assert.deepEqual(await asked("one"), { id, address });
  await refusedWith("pay.key-reused", asked("one", 400));
  const paid = message(id);
  await hear(paid);
  await hear(paid);
  const found = await payments.payment(id);
  assert.deepEqual([found?.state, found?.amount], ["paid", 300]);
  assert.equal((await payments.refunds({ limit: 10 })).length, 0, "a message that is heard again is no second payment");
  assert.equal(await payments.cancel({ id, reason: "withdrawn" }), false, "what was paid stays paid");
});

test("money that comes twice, in a wrong amount or for what was cancelled goes back and pays nothing", async () => {
  const [twice, wrong, cancelled] = [await asked("twice"), await asked("wrong"), await asked("cancelled")];
  await hear(message(twice.id));
  await hear(message(twice.id, { amount: 300 }));
  await hear(message(wrong.id, { amount: 30 }));
  assert.equal(await payments.cancel({ id: cancelled.id, reason: "withdrawn" }), true);
  await hear(message(cancelled.id));
  const refunds = await payments.refunds({ limit: 10 });
  assert.deepEqual(refunds.map(({ reason }) => reason).sort(), ["cancelled", "twice", "wrong-amount"]);
  assert.equal((await payments.payment(wrong.id))?.state, "open", "the right amount may still come");
  await hear(message(wrong.id));
  assert.equal((await payments.payment(wrong.id))?.state, "paid");
  await givesBack(twice.id, 300);
  await givesBack(wrong.id, 30);
  await givesBack(cancelled.id, 300);
});

test("what was paid for nothing is refunded once", async () => {
  const { id } = await asked("withdrawn");
  await refusedWith("pay.not-found", payments.refund({ id, reason: "withdrawn" }));
  await hear(message(id));
  for (let times = 0; times < 2; times++) await payments.refund({ id, reason: "withdrawn" });
  await givesBack(id, 300);
  assert.equal(givenBack.filter((one) => one.payment === id).length, 1);
});

test("attack: a message that the provider did not sign, or that is none, changes nothing", async () => {
  const { id } = await asked("attacked");
  const { privateKey } = await generateKeyPair("ES256");
  const forged = await new CompactSign(Buffer.from(JSON.stringify(message(id))))
    .setProtectedHeader({ alg: "ES256" })
    .sign(privateKey);
  await refusedWith("pay.signature-invalid", payments.hear(forged));
  const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify(message(id))).toString("base64url")}.`;
  await refusedWith("pay.signature-invalid", payments.hear(none));
  await refusedWith("pay.message-malformed", hear(message(id, { amount: -1 })));
  await refusedWith("pay.message-malformed", hear(message(id, { iss: "other" })));
  await refusedWith("pay.not-found", hear(message(id, { kind: "paid-out" })));
  await refusedWith("pay.not-found", hear(message("01a22510-096c-7f75-b4c3-f718750e1c9b")));
  assert.equal((await payments.payment(id))?.state, "open");
});

test("money goes out to an account once, and an account that takes none returns it", async () => {
  const out = (key: string, account: string) => payments.payOut({ key, agency: "moj", amount: 500, account, purpose });
  const good = await out("benefit", "700-00012345678901");
  assert.deepEqual(await out("benefit", "700-00012345678901"), good);
  const closed = await out("closed", "999-00012345678901");
  for (
    let tries = 0;
    (await payments.find(good.id))?.ended === null || (await payments.find(closed.id))?.ended === null;
    tries++
  ) {
    if (tries > 100) assert.fail("it was not told");
    await sleep(50);
  }
  assert.equal((await payments.find(good.id))?.ended, "arrived");
  assert.equal((await payments.find(closed.id))?.ended, "returned");
});

/** Asks for a payment of `amount` and pays it at the sandbox. */
async function pays(key: string, amount: number): Promise<string> {
  const { id } = await asked(key, amount);
  await sandbox.pay({ id, amount });
  return id;
}
const statusOf = async (id: string) => (await payments.payment(id))?.status;
const unmatched = async (id: string) => (await payments.refunds({ limit: 100 })).filter(({ payment }) => payment === id);

test("a payment that is declined may be tried again, by the codes of GOV.UK Pay", async () => {
  const id = await pays("declined", 391);
  assert.deepEqual(await statusOf(id), { status: "failed", finished: false, code: "P0010", canRetry: true });
  await hear(message(id, { amount: 391 }));
  assert.deepEqual(await statusOf(id), { status: "success", finished: true, code: null, canRetry: false });
  await hear(message(id, { kind: "failed", amount: 391 }));
  assert.equal((await statusOf(id))?.status, "success", "what comes after the end is told no more");
});

test("a message that comes late, twice, before its answer or never: paid once, and what is too much goes back", async () => {
  const id = await pays("late", 392);
  assert.equal((await statusOf(id))?.status, "submitted");
  assert.equal(late.length, 1);
  await payments.hear(late[0]!);
  assert.equal((await statusOf(id))?.status, "success");
  const twice = await pays("twice-told", 393);
  assert.equal((await statusOf(twice))?.status, "success");
  assert.deepEqual(
    (await unmatched(twice)).map(({ amount, reason }) => [amount, reason]),
    [[393, "twice"]],
  );
  // alphagov/pay-connector#5715: the notice is there before the payer's answer
  assert.equal((await statusOf(await pays("before", 394)))?.status, "success");
  const silent = await pays("silent", 395);
  assert.equal((await statusOf(silent))?.status, "submitted");
  assert.equal(await payments.askAfter(3_600_000), 0, "it is given its time");
  assert.equal(await payments.askAfter(-1_000), 1);
  assert.equal((await statusOf(silent))?.status, "success");
  assert.deepEqual(await unmatched(silent), []);
});

test("openfoodfoundation/openfoodnetwork#6330: a double click on a refund gives back once", async () => {
  const id = await pays("double-click", 500);
  const click = () => payments.refund({ id, reason: "too much", key: "form 1", amount: 200, available: 500 });
  await Promise.all([click(), click()]);
  await click();
  assert.equal((await payments.payment(id))?.refundable, 300);
  await refusedWith("pay.key-reused", payments.refund({ id, reason: "too much", key: "form 1", amount: 100 }));
});

test("fossasia/eventyay#1405: refunds at the same moment never exceed the payment", async () => {
  const id = await pays("at-once", 1_000);
  const tries = await Promise.allSettled(
    Array.from({ length: 12 }, (_, n) => payments.refund({ id, reason: "part", key: `part ${n}`, amount: 300 })),
  );
  assert.equal(tries.filter(({ status }) => status === "fulfilled").length, 3);
  assert.equal((await payments.payment(id))?.refundable, 100);
  await refusedWith("pay.refund-changed", payments.refund({ id, reason: "rest", key: "rest", amount: 100, available: 400 }));
  await payments.refund({ id, reason: "rest" });
  await refusedWith("pay.refund-exceeds", payments.refund({ id, reason: "more", key: "more", amount: 1 }));
});

const account = async (name: string): Promise<number> =>
  (await payments.balances()).find((one) => one.account === name)?.amount ?? 0;

test("the books sum to zero and agree with what moved", async () => {
  for (let tries = 0; (await account("to-return")) !== 0 || (await account("transit")) !== 0; tries++) {
    if (tries > 200) assert.fail("money is still on its way");
    await sleep(50);
  }
  const all = await payments.balances();
  assert.equal(
    all.reduce((sum, { amount }) => sum + amount, 0),
    0,
  );
  // counted again from the messages, the refunds and the transfers themselves
  const tokens = await db.rows<{ token: string }>(
    sql`select token from provider_message where outcome not in ('told', 'ignored')`,
  );
  const came = tokens.map(({ token }) => JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()).amount as number);
  const went = await db.rows<{ amount: number }>(sql`
    select r.amount::float8 as amount from refund r join refund_sent s on s.refund = r.id
    union all select p.amount::float8 from payment p join payment_end e on e.payment = p.id where e.state = 'arrived'`);
  const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);
  assert.equal(await account("provider"), sum(came) - sum(went.map(({ amount }) => amount)));
});

test("attack: postings are changed, removed, unbalanced or added to a journal of before: the database refuses", async () => {
  const one = await db.one<{ journal: string }>(sql`select journal from posting limit 1`);
  const journal = one!.journal;
  const payment = (await asked("booked")).id;
  const refused = (work: Promise<unknown>, why: RegExp) => assert.rejects(work, why);
  await refused(db.run(sql`update posting set amount = amount + 1 where journal = ${journal}`), /permission denied/);
  await refused(db.run(sql`delete from posting where journal = ${journal}`), /permission denied/);
  await refused(db.run(sql`delete from journal where id = ${journal}`), /permission denied/);
  await refused(
    db.run(
      sql`insert into posting (journal, line, account, amount) values (${journal}, 3, 'provider', 5), (${journal}, 4, 'transit', -5)`,
    ),
    /takes no more postings/,
  );
  await refused(
    db.tx(async (tx) => {
      const id = "01a22510-096c-7f75-b4c3-f718750e1c9b";
      await tx.run(sql`insert into journal (id, key, payment, at) values (${id}, 'wrong', ${payment}, now())`);
      await tx.run(
        sql`insert into posting (journal, line, account, amount) values (${id}, 1, 'provider', 5), (${id}, 2, 'transit', -4)`,
      );
    }),
    /do not sum to zero/,
  );
});

test("a fee that was paid in cash is over, stands in the till, and its refund waits for the cashier", async () => {
  const { id } = await asked("cash");
  const take = (change: object = {}) => payments.takeCash({ id, agency: "moj", amount: 300, by: "officer", ...change });
  await refusedWith("pay.not-found", take({ agency: "moi" }));
  await refusedWith("pay.not-open", take({ amount: 299 }));
  const till = async (): Promise<number> =>
    (await payments.balances()).find(({ account }) => account === "till/moj")?.amount ?? 0;
  const taken = await Promise.all([take(), take(), take({ by: "another" })]);
  assert.equal(new Set(taken.map(({ at }) => at)).size, 1, "the same money is taken once");
  assert.deepEqual([(await payments.payment(id))?.state, await till()], ["paid", 300]);
  await hear(message(id));
  await givesBack(id, 300);
  assert.equal(await till(), 300, "what the service had as well goes back, and the cash stays");
  await payments.refund({ id, reason: "case-moved-on" });
  const refund = (await payments.refundsOf({ agency: "moj", limit: 10 })).find(({ cash }) => cash) ?? assert.fail("none");
  await sleep(300);
  assert.equal((await payments.refundOf({ id: refund.id, agency: "moj" }))?.sent, false);
  await payments.givenBack({ id: refund.id, agency: "moj", by: "cashier", reference: "R-1" });
  assert.deepEqual([await till(), (await payments.refundOf({ id: refund.id, agency: "moj" }))?.sent], [0, true]);
  const late = await asked("cash-late");
  await payments.cancel({ id: late.id, reason: "test" });
  await refusedWith("pay.not-open", payments.takeCash({ id: late.id, agency: "moj", amount: 300, by: "officer" }));
  const sum = (await payments.balances()).reduce((total, { amount }) => total + amount, 0);
  assert.equal(sum, 0);
});
