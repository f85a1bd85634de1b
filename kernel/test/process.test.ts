import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import Type from "typebox";
import { defineApi, defineEvent, defineModule, failures, handleEvent, offerApi, sql, startProcess } from "../index.ts";

type CounterApi = { add(n: number, note?: Date): Promise<{ total: number; note: unknown }>; fail(): Promise<void> };
const counterApi = defineApi<CounterApi>("counter", { add: [Type.Integer(), Type.Optional(Type.String())], fail: [] });
const userMade = defineEvent("user.made.v1", Type.Object({ id: Type.Integer() }));
const fail = failures({ "counter.refused": 409 });

test("a process starts its modules on a fresh data folder, calls between them, runs jobs and stops", async () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "troad-kernel-"));
  fs.chmodSync(root, 0o711); // the database's own user walks through
  fs.mkdirSync(path.join(root, "content"));
  fs.mkdirSync(path.join(root, "counter"));
  let handled = 0;
  const done = Promise.withResolvers<void>();
  const counter = defineModule({
    name: "counter",
    root: `file://${root}/counter/module.ts`,
    create: () => ({
      api: offerApi(counterApi, {
        add: async (n: number, note?: Date) => ({ total: n + 1, note: typeof note }),
        fail: async () => {
          throw fail("counter.refused", { by: "rule" });
        },
      }),
      subscribes: [
        handleEvent(userMade, async ({ id }) => {
          handled += id;
          done.resolve();
        }),
      ],
    }),
    subscribesTo: ["user.made.v1"],
  });
  const user = defineModule({
    name: "user",
    root: `file://${root}/user/module.ts`,
    needs: ["counter"],
    create: (ctx) => ({
      routes: (app) => {
        app.post("/make", async () => {
          await ctx.db.tx(async (tx) => {
            await tx.audit({ actor: "test", action: "make", target: "x", detail: { b: 1, a: 2 } });
            await tx.publish(userMade, { id: 1 });
          });
          return ctx.use(counterApi).add(1, new Date());
        });
        app.get("/fail", async () => ctx.use(counterApi).fail());
      },
    }),
  });
  const running = await startProcess({
    modules: [user, counter],
    agencies: () => [],
    root,
    env: { PORT: "0", LOG_LEVEL: "silent" },
  });
  try {
    const made = await fetch(`${running.origin}/make`, { method: "POST" });
    assert.deepEqual(await made.json(), { total: 2, note: "string" });
    await done.promise;
    assert.equal(handled, 1);
    const failed = await fetch(`${running.origin}/fail`, { headers: { "accept-language": "en" } });
    assert.equal(failed.status, 409);
    assert.equal((await failed.json()).code, "counter.refused");
    const crossed = await fetch(`${running.origin}/make`, { method: "POST", headers: { origin: "https://evil.example" } });
    assert.equal(crossed.status, 403);
    await assert.rejects(running.schemas.of("user").run(sql`update kernel_audit set action = 'forged'`), /permission denied/);
  } finally {
    await running.stop();
    fs.rmSync(root, { recursive: true, force: true });
  }
});
