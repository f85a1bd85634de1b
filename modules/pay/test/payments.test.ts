import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError, defineModule, offerApi } from "@troad/kernel";
import { CompactSign, generateKeyPair } from "jose";
import { startModules } from "../../../kernel/test/modules.ts";
import { payApi } from "../api.ts";
import type { ProviderMessage } from "../domain/message.ts";
import { payJobs } from "../jobs.ts";
import { openPayments, type Payments } from "../payments.ts";
import { openSandbox, type Sandbox } from "../sandbox/sandbox.ts";

let started: Awaited<ReturnType<typeof startModules>>;
let payments: Payments;
let sandbox: Sandbox;
const givenBack: { payment: string; amount: number }[] = [];
/** The module without its pages, so that it needs no portal. */
const alone = defineModule({
  name: "pay",
  root: new URL("../module.ts", import.meta.url).href,
  create: async (ctx) => {
    const provider = (): Sandbox => sandbox;
    payments = openPayments({ ...ctx, provider });
    const opened = await openSandbox(ctx, (token) => payments.hear(token));
    sandbox = { ...opened, giveBack: async ({ payment, amount }) => void givenBack.push({ payment, amount }) };
    return { api: offerApi(payApi, payments), jobs: payJobs(ctx.db, ctx.clock, provider) };
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
