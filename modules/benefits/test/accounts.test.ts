import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allowance,
  benefits,
  clock,
  drafted,
  lineFor,
  messages,
  paidRun,
  parent,
  refusedWith,
  startBenefits,
  until,
} from "./kit.ts";

startBenefits();

test("bcgov/entity#34758: a queued payment goes to the account that is valid when it is sent, and a change waits for a second look", async () => {
  const { subject, account } = await parent();
  const run = await drafted("2026-11-01");
  await benefits.runs.approve({ run, by: "approver-1" });
  const change = { subject, kind: "own" as const, account: "004-00099900099901", holder: "人", by: subject };
  const { id } = await benefits.accounts.register(change);
  await until("no message", async () =>
    messages.some(({ to, params }) => to === subject && params.before === `700-****${account.slice(-4)}`),
  );
  await benefits.runs.approve({ run, by: "approver-2" });
  await until("not cut", async () => (await benefits.runs.find(run)).cutAt !== null);
  assert.deepEqual([(await lineFor(run, subject))?.state, (await lineFor(run, subject))?.code], ["held", "account-changed"]);
  await refusedWith("benefits.look-own", benefits.accounts.look({ id, by: subject, reason: "mine" }));
  await benefits.accounts.look({ id, by: "payer-1", reason: "called back" });
  const next = await paidRun("2026-11-01");
  assert.deepEqual(
    [(await lineFor(next, subject))?.account, (await lineFor(next, subject))?.state],
    ["004-00099900099901", "arrived"],
  );
});

test("accounts: a name that differs is refused, an unproved one waits, and so does one in place of a protected account", async () => {
  const { subject } = await parent();
  const register = (account: string, kind: "own" | "protected" | "guardian", guardian?: string) =>
    benefits.accounts.register({ subject, kind, account, holder: "人", by: subject, ...(guardian ? { guardian } : {}) });
  await refusedWith("benefits.account-name-differs", register("700-00000000000013", "own"));
  await refusedWith("benefits.account-invalid", register("123-00000000000001", "own"));
  await refusedWith("benefits.account-invalid", register("700-1", "own"));
  await refusedWith("benefits.guardian-missing", register("700-00000000000001", "guardian"));
  await register("700-00000000000014", "protected");
  const waits = async () =>
    (await benefits.accounts.waiting([allowance], 50)).filter((one) => one.subject === subject).map(({ kind }) => kind);
  assert.deepEqual(await waits(), ["protected"]);
  await register("700-00000000000099", "protected");
  clock.shift(15 * 86_400_000);
  assert.deepEqual(await waits(), [], "fourteen days are over");
  await register("700-00000000000098", "own");
  clock.shift(15 * 86_400_000);
  assert.deepEqual(await waits(), ["own"], "what a protected account kept is looked at however long ago");
});
