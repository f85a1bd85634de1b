import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Child, startChild } from "../bench/road/children.ts";
import { disks } from "./kit/disk.ts";
import { scratch } from "./kit/government.ts";
import { type Logs, logsIn, reportTally, tally } from "./kit/kept.ts";
import { more, startLoad, stopped } from "./kit/load.ts";
import { startSplitRoad } from "./kit/split-road.ts";

let echo: Child;
before(async () => {
  echo = await startChild(new URL("../bench/road/echo.ts", import.meta.url).pathname, []);
});
after(() => echo?.stop());

const cases = { consumer: "Server.ClientProxy.Interrupted", provider: "Server.ServerProxy.Interrupted" } as const;

for (const [index, { how, open }] of disks().entries()) {
  const name = index % 2 === 0 ? "provider" : "consumer";
  test(`the disk of the ${name}'s gateway is full (${how}): what is not on disk is not acknowledged, and with room it goes on by itself`, async (t) => {
    const disk = open();
    const road = await startSplitRoad({
      data: scratch("faults-disk"),
      services: [{ service: "echo", url: String(echo.said.url) }],
      apart: { name, folder: disk.folder },
    });
    const logs: Logs = logsIn(road.data).map((one) => (one.side === name ? { ...one, data: disk.folder } : one));
    try {
      const { pid } = road.running(name);
      const load = startLoad(t, { url: `${road.services}/echo`, headers: road.headers }, "disk");
      await more(load, 50, "exchanges");
      disk.fill(pid);
      await stopped(load, cases[name]);
      disk.free(pid);
      await more(load, 50, "exchanges when there is room again");
      const seen = await tally(load, logs);
      reportTally(t, seen);
      assert.deepEqual([seen.lost, seen.unlogged], [0, 0]);
    } finally {
      await road.stop();
      disk.close();
    }
  });
}
