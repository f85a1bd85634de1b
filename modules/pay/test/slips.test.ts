import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { defineModule, offerApi, shiftedClock } from "@troad/kernel";
import { writeOffNumber } from "@troad/slip";
import { type Session, sessionApi } from "@troad/web";
import { CompactSign } from "jose";
import { startModules } from "../../../kernel/test/modules.ts";
import { payApi } from "../api.ts";
import pay from "../module.ts";

const cashier = (agency: string): Session => ({ subject: agency, name: agency, proof: 4, roles: [{ role: "cashier", agency }] });
const people: Record<string, Session> = { cashier: cashier("mohw"), stranger: cashier("moa") };
const portal = defineModule({
  name: "portal",
  root: new URL("../../portal/module.ts", import.meta.url).href,
  create: () => ({
    api: offerApi(sessionApi, { signedIn: async (secret) => people[secret] ?? null, nationalId: async () => null }),
  }),
});
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-slips-"));
const bank = generateKeyPairSync("ec", { namedCurve: "P-256" });
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });
const clock = shiftedClock();
let started: Awaited<ReturnType<typeof startModules>>;
before(async () => {
  const file = path.join(folder, "bank.pem");
  fs.writeFileSync(file, bank.publicKey.export({ type: "spki", format: "pem" }));
  const env = { PAY_SLIP_ITEM: "7AB", PAY_SLIP_KEY: file };
  started = await startModules([portal, pay], { env, clock, content: ["agencies", "roles", "pages"] });
});
after(async () => {
  await started.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function ask(where: string, form?: Record<string, string>, who = "nobody", lang = "en") {
  const answer = await fetch(`${started.running.origin}${where}`, {
    ...{ redirect: "manual", headers: { cookie: `session=${who}; lang=${lang}`, "sec-fetch-site": "same-origin" } },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  return { status: answer.status, text: await answer.text() };
}
/** What the collecting bank says, as it comes in. */
async function notice(said: object, key: KeyObject = bank.privateKey): Promise<number> {
  const payload = { iss: "collector", at: "2026-11-30T02:00:00.000Z", ...said };
  const token = await new CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader({ alg: "ES256" }).sign(key);
  const body = JSON.stringify({ token });
  const headers = { "content-type": "application/json" };
  return (await fetch(`${started.running.origin}/pay/messages`, { method: "POST", headers, body })).status;
}
const api = () => started.running.use(payApi);
let count = 0;
/** A fee with a slip. */
async function fee(amount: number): Promise<{ id: string; address: string; writeOff: string }> {
  const purpose = { "zh-Hant": "規費", en: "Fee" };
  const asked = await api().request({ key: `fee ${++count}`, agency: "mohw", amount, purpose, returnTo: "/cases" });
  assert.match((await ask(asked.address)).text, /Make the slip/);
  assert.equal((await ask(asked.address, {})).status, 303);
  await ask(asked.address, {});
  const [, writeOff = ""] = /Slip number[\s\S]*?(\d{16})/.exec((await ask(asked.address)).text) ?? [];
  return { ...asked, writeOff };
}

test("a fee is paid by slip: three barcodes, and the bank's notice; a second one and a wrong amount go back by hand", async () => {
  assert.deepEqual(await api().provides(), { fees: true, payouts: false });
  const { id, address, writeOff } = await fee(1_200);
  const page = await ask(address);
  assert.equal(page.text.match(/<figure/g)?.length, 3);
  assert.match(page.text, new RegExp(`${writeOff}[\\s\\S]*\\d{4}\\w\\w000001200`));
  assert.match((await ask(address, undefined, "nobody", "zh-Hant")).text, /便利商店/);
  assert.equal(await notice({ jti: "1", writeOff, amount: 1_100 }), 204, "a wrong amount is heard");
  assert.equal((await api().payment(id))?.state, "open");
  assert.equal(await notice({ jti: "2", writeOff, amount: 1_200 }), 204);
  assert.equal(await notice({ jti: "2", writeOff, amount: 1_200 }), 204, "the same notice again is known");
  assert.equal(await notice({ jti: "3", writeOff, amount: 1_200 }), 204);
  assert.equal((await api().payment(id))?.state, "paid");
  assert.match((await ask(address)).text, /This fee has been paid/);
  const refunds = await api().refunds({ limit: 10 });
  assert.deepEqual(refunds.map(({ amount, reason }) => [amount, reason]).toSorted(), [
    [1_100, "wrong-amount"],
    [1_200, "twice"],
  ]);
  const standing = async () => new Map((await api().balances()).map((one) => [one.account, one.amount]));
  assert.deepEqual([(await standing()).get("provider"), (await standing()).get("to-return")], [3_500, -2_300]);
  const where = `/cashier/refunds/${refunds[0]!.id}`;
  assert.match((await ask("/cashier/refunds", undefined, "cashier")).text, /To be transferred/);
  assert.equal((await ask(where, { reference: "1" }, "stranger")).status, 404);
  assert.equal((await ask(where, { reference: "" }, "cashier")).status, 422);
  const done = await Promise.all([1, 2].map(() => ask(where, { reference: "T-1" }, "cashier")));
  assert.deepEqual(done.map(({ status }) => status).toSorted(), [303, 409]);
  assert.equal((await standing()).get("to-return"), refunds[0]!.amount - 2_300);
  assert.match((await ask(where, undefined, "cashier")).text, /Given back/);
});

test("a slip whose days are over bears no codes, a new one does; money on the old one still pays, and after a cancellation goes back", async () => {
  const old = await fee(500);
  clock.shift(18 * 86_400_000);
  assert.match((await ask(old.address)).text, /Make the slip/);
  await ask(old.address, {});
  const [, next = ""] = /Slip number[\s\S]*?(\d{16})/.exec((await ask(old.address)).text) ?? [];
  assert.notEqual(next, old.writeOff);
  assert.equal(await notice({ jti: "late", writeOff: old.writeOff, amount: 500 }), 204);
  assert.equal((await api().payment(old.id))?.state, "paid");
  const gone = await fee(40_000);
  assert.match((await ask(gone.address)).text, /Convenience stores do not take this slip/);
  await api().cancel({ id: gone.id, reason: "withdrawn" });
  assert.equal(await notice({ jti: "after", writeOff: gone.writeOff, amount: 40_000 }), 204);
  assert.equal((await api().refunds({ limit: 1 }))[0]?.reason, "cancelled");
});

test("attack: notices that the bank did not sign, of numbers that nobody gave out, and with other fields", async () => {
  const { id, address, writeOff } = await fee(700);
  assert.equal(await notice({ jti: "x1", writeOff, amount: 700 }, stranger.privateKey), 401);
  assert.equal(await notice({ jti: "x2", writeOff: writeOffNumber("000000000999999"), amount: 700 }), 404);
  assert.equal(
    await notice({ jti: "x3", writeOff: `${writeOff.slice(0, 15)}${(Number(writeOff[15]) + 1) % 10}`, amount: 700 }),
    404,
  );
  assert.equal(await notice({ jti: "x4", writeOff, amount: -700 }), 401);
  assert.equal(await notice({ jti: "x5", payment: id, kind: "paid", amount: 700 }), 401);
  assert.equal((await api().payment(id))?.state, "open");
  assert.equal((await ask(`${address.slice(0, -1)}x`)).status, 404);
  assert.equal((await ask("/pay/sandbox/x")).status, 404);
});
