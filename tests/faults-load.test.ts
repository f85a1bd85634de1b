import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, startChild } from "../bench/road/children.ts";
import { type Road, startRoad } from "../bench/road/government.ts";
import { until } from "./kit/exchange.ts";
import { scratch } from "./kit/government.ts";
import { logsIn, reportTally, type Tally, tally } from "./kit/kept.ts";
import { more, startLoad } from "./kit/load.ts";
import { serversOf } from "./kit/servers.ts";

const data = scratch("faults-load");
const folder = `${data}/road`;
let echo: Child;
let road: Road;
before(async () => {
  echo = await startChild(new URL("../bench/road/echo.ts", import.meta.url).pathname, []);
  road = await startRoad(data, { services: [{ service: "echo", url: String(echo.said.url) }], env: { LOG_FILE: "road.log" } });
});
after(async () => {
  await road?.stop();
  await echo?.stop();
});

/** Load runs before, during and after the fault; then every acknowledged exchange has its complete evidence on both sides. */
async function survive(t: TestContext, name: string, fault: () => Promise<void>): Promise<Tally> {
  const load = startLoad(t, { url: road.url, headers: { ...road.headers, "content-type": "application/json" } }, name);
  await more(load, 50, "the first fifty exchanges");
  await fault();
  await more(load, 50, "fifty exchanges after the fault");
  const seen = await tally(load, logsIn(folder));
  assert.deepEqual([seen.lost, seen.unlogged], [0, 0]);
  return seen;
}

for (const which of ["consumer", "provider"] as const)
  test(`the ${which}'s gateway killed twice under load: nothing that was acknowledged is lost`, async (t) => {
    const seen = await survive(t, `kill-${which}`, async () => {
      for (let time = 0; time < 2; time++) {
        await road.restart(which);
        await sleep(300);
      }
    });
    reportTally(t, seen);
  });

test("PostgreSQL killed under load comes back by itself, and nothing that was acknowledged is lost", async (t) => {
  const seen = await survive(t, "kill-postgres", async () => {
    const [server] = serversOf(folder);
    assert.ok(server);
    process.kill(server.pid, "SIGKILL");
    await until(() => serversOf(folder).some(({ pid }) => pid !== server.pid), "another PostgreSQL", 30_000);
  });
  const lines = fs.readFileSync(`${folder}/road.log`, "utf8");
  assert.match(lines, /"signal":"SIGKILL".*PostgreSQL ended without being asked/);
  await until(() => /PostgreSQL runs again/.test(fs.readFileSync(`${folder}/road.log`, "utf8")), "the operator to be told");
  reportTally(t, seen);
});
