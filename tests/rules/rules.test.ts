import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { monthSetters } from "./dates.ts";
import { longLines } from "./lines.ts";
import { readsWithoutMatter } from "./occasions.ts";
import { fullRooms, importsBeyondNeeds, overfullRooms, roomsWithoutTests } from "./rooms.ts";
import { brokenRules } from "./rules.ts";
import { ownTimers, timersOfConnections } from "./timers.ts";
import { remoteCallsInTransactions } from "./transactions.ts";

const calls = (...sources: string[]): string[] =>
  remoteCallsInTransactions(sources.map((source, index) => ({ path: `modules/shop/${index}.ts`, source })));

test("a call of another module inside a database transaction is found, also through functions of the module", () => {
  const direct = `const road = ctx.use(roadApi);
    export const sell = () => ctx.db.tx(async (tx) => { await insert(tx); await road.recordTransfers([]); });`;
  assert.deepEqual(calls(direct), ["modules/shop/0.ts: road.recordTransfers inside the transaction of tx"]);

  // what withOrder runs, it runs in a transaction; confirm calls the other module
  const runner = `export function withOrder(db: Database, id: string, work: (tx: Tx) => Promise<void>) {
      return db.tx(async (tx) => { const order = await lock(tx, id); return work(tx, order); });
    }`;
  const through = `import type { NotifyApi } from "@troad/notify/api";
    async function confirm(notify: NotifyApi, id: string) { await notify.send({ key: id }); }
    const own = (id: string, step: () => Promise<void>) => withOrder(db, id, (tx) => step());
    export const ship = (id: string) => own(id, async () => { await confirm(notify, id); });`;
  assert.deepEqual(calls(runner, through), ["modules/shop/1.ts: confirm inside the transaction of own"]);

  const chained = "export const f = () => db.tx(async (tx) => (await ctx.use(pkiApi).trustAnchors()).root);";
  assert.deepEqual(calls(chained), ["modules/shop/0.ts: use(...).trustAnchors inside the transaction of tx"]);

  const seal = `import { openMemberKey } from "@troad/pki/seal";
    const sealOf = (agency: string) => openMemberKey(ctx, agency);
    export const issue = () => db.tx(async (tx) => sign(await sealOf("moi")));`;
  assert.deepEqual(calls(seal), ["modules/shop/0.ts: sealOf inside the transaction of tx"]);

  const named = `const [road, pki] = [ctx.use(roadApi), ctx.use(pkiApi)];
    async function work(tx: Tx) { await pki.revoke("1"); }
    export const f = () => db.tx(work);`;
  assert.deepEqual(calls(named), ["modules/shop/0.ts: pki.revoke inside the transaction of tx"]);

  const event = `const mydata = ctx.use(mydataApi);
    export const parts = { subscribes: { [shipped.name]: async (payload, tx) => { await mydata.grant(payload); } } };`;
  assert.deepEqual(calls(event), ["modules/shop/0.ts: mydata.grant inside the transaction of an event"]);
  assert.deepEqual(calls('export const f = () => db.tx(async () => fetch("http://x"));'), [
    "modules/shop/0.ts: fetch inside the transaction of tx",
  ]);
});

test("a call before or after the transaction, and a job that it enqueues, are no fault", () => {
  const source = `const road = ctx.use(roadApi);
    export async function sell(id: string) {
      const url = await road.consumerUrl("GOV/MOI");
      await ctx.db.tx(async (tx) => { await insert(tx, url); await tx.enqueue("shop.ship", { id }); });
      await road.recordTransfers([]);
    }
    export const jobs = { "shop.ship": async () => { await road.recordTransfers([]); } };`;
  assert.deepEqual(calls(source), []);
});

test("a line of more than 160 columns is found", () => {
  const source = `const a = 1;\nconst b = "${"x".repeat(160)}";\n${"y".repeat(160)}`;
  const found = longLines([{ path: "modules/shop/page.ts", source }]);
  assert.deepEqual(found, ["modules/shop/page.ts:2: 173 columns, more than 160"]);
});

test("a setter of months or years is found", () => {
  const found = monthSetters([{ path: "a.ts", source: "const d = new Date();\nd.setUTCMonth(d.getUTCMonth() + 6);" }]);
  assert.deepEqual(found, ["a.ts:2: setUTCMonth(...) overflows into the next month"]);
});

test("a room that nobody can survey and an interface that the manifest does not name are found", () => {
  const files = Array.from({ length: 26 }, (_, at) => `modules/shop/pages/${at}.ts`);
  assert.deepEqual(overfullRooms([...files, "modules/shop/module.ts"]), [
    "modules/shop/pages: 26 files; a room holds 25, split it by topic",
  ]);
  assert.deepEqual(overfullRooms(files, ["modules/shop/pages"]), []);
  assert.ok(fullRooms.length <= 5);
  const manifest = { path: "modules/shop/module.ts", source: 'defineModule({ name: "shop", needs: ["road"] })' };
  const page = (other: string) => ({ path: "modules/shop/pages/a.ts", source: `import { api } from "@troad/${other}/api";` });
  assert.deepEqual(importsBeyondNeeds([manifest, page("road"), page("shop")]), []);
  assert.deepEqual(importsBeyondNeeds([manifest, page("portal")]), [
    "modules/shop/pages/a.ts: shop imports the interface of portal without naming it in needs",
  ]);
});

test("a module or package with code and no test of its own is found", () => {
  const files = ["modules/shop/module.ts", "modules/shop/test/shop.test.ts", "packages/cart/index.ts", "web/a.ts", "e2e/b.ts"];
  assert.deepEqual(roomsWithoutTests(files), [
    "packages/cart has code and no test of its own",
    "web has code and no test of its own",
  ]);
  assert.deepEqual(roomsWithoutTests([...files, "packages/cart/cart.test.ts", "web/site/a.test.ts"]), []);
});

test("a module's timer that repeats is found, unless it belongs to a connection", () => {
  const source = "const timer = setInterval(() => void sweep(), 1_000);";
  assert.deepEqual(ownTimers([{ path: "modules/shop/sweep.ts", source }]), [
    "modules/shop/sweep.ts: setInterval; work at intervals is a schedule of the module",
  ]);
  assert.deepEqual(ownTimers([{ path: "modules/road/gateway/listen.ts", source }]), []);
  assert.ok(Object.keys(timersOfConnections).length <= 4);
});

test("the house keeps its own rules", () => {
  assert.equal(brokenRules(path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..")), undefined);
});

test("a question to a register names the matter for which it is asked, unless an officer named none", () => {
  const asking = (issue: string) =>
    `import { askRegister } from "@troad/road/ask";\nawait askRegister(url, { target, ${issue}, body });`;
  const found = (issue: string) => readsWithoutMatter([{ path: "modules/shop/0.ts", source: asking(issue) }]);
  for (const none of ["issue: null", "matter: null", 'issue: ""', "issue: undefined"])
    assert.deepEqual(found(none), [`modules/shop/0.ts:2: ${none}: a read names its matter`]);
  for (const good of ["issue: id", 'issue: issue === "" ? null : issue']) assert.deepEqual(found(good), []);
});
