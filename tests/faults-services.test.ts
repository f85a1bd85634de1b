import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { type Child, startChild } from "../bench/road/children.ts";
import { until } from "./kit/exchange.ts";
import { scratch } from "./kit/government.ts";
import { logsIn, reportTally, tally, unlogged } from "./kit/kept.ts";
import { type Load, more, startLoad, stopped } from "./kit/load.ts";
import { slowness } from "./kit/patience.ts";
import { type SplitRoad, startSplitRoad } from "./kit/split-road.ts";

/** Seconds in which a slower machine makes as many exchanges. */
const lasting = (seconds: number): string => String(Math.ceil(seconds * slowness));

let echo: Child;
let road: SplitRoad;
before(async () => {
  echo = await startChild(new URL("../bench/road/echo.ts", import.meta.url).pathname, []);
  road = await startSplitRoad({
    data: scratch("faults-services"),
    services: [{ service: "echo", url: String(echo.said.url) }],
    // an answer of the status service holds for 12 s instead of ten minutes, a configuration for 20
    parts: { status: { PKI_OCSP_SECONDS: lasting(12) }, registry: { ROAD_CONFIGURATION_SECONDS: lasting(20) } },
  });
});
after(async () => {
  await road?.stop();
  await echo?.stop();
});

const load = (t: TestContext, name: string): Load => startLoad(t, { url: `${road.services}/echo`, headers: road.headers }, name);
const logs = () => logsIn(road.data);

test("the status service killed under load: exchanges go on while its answer is fresh, stop with a clear error, and go on", async (t) => {
  const asking = load(t, "ocsp");
  await more(asking, 30, "exchanges");
  await road.kill("status");
  await more(asking, 30, "exchanges while the answer is fresh");
  assert.equal(asking.refused.size, 0, "nobody noticed yet");
  await stopped(asking, "Server.ClientProxy.OcspUnavailable");
  assert.deepEqual(await unlogged(logs(), asking.acknowledged), [], "nothing unlogged was acknowledged");
  await road.start("status");
  await more(asking, 30, "exchanges after the return");
  const seen = await tally(asking, logs());
  reportTally(t, seen);
  assert.deepEqual([seen.lost, seen.unlogged], [0, 0]);
});

const gateways = ["provider", "consumer"] as const;
const sealingFailed = (): number =>
  gateways
    .map((which) => fs.readFileSync(path.join(road.data, `${which}.log`), "utf8"))
    .join("")
    .split("sealing will be tried again").length - 1;

test("the time-stamping authority killed under load: exchanges go on for the grace, stop with a clear error, and go on", async (t) => {
  for (const which of gateways) {
    await road.kill(which);
    await road.start(which, { ROAD_TIMESTAMP_GRACE_SECONDS: lasting(3), LOG_FILE: `${which}.log` });
  }
  const asking = load(t, "tsa");
  await more(asking, 30, "exchanges");
  await road.kill("stamps");
  const began = Date.now();
  await more(asking, 30, "exchanges within the grace");
  const overdue = (side: string) => `Server.${side}.TimestampingOverdue`;
  await until(() => asking.refused.has(overdue("ClientProxy")) || asking.refused.has(overdue("ServerProxy")), "the stop");
  await stopped(asking, overdue("ClientProxy"));
  const tries = sealingFailed();
  const paced = gateways.length * (2 + (Date.now() - began) / 1_000);
  assert.ok(tries > 0 && tries <= paced, `tried ${tries} times, at most ${paced} by its pace`);
  assert.deepEqual(await unlogged(logs(), asking.acknowledged), [], "nothing unlogged was acknowledged");
  await road.start("stamps");
  await more(asking, 30, "exchanges after the return");
  const seen = await tally(asking, logs());
  reportTally(t, seen);
  assert.deepEqual([seen.lost, seen.unlogged], [0, 0]);
});

test("the registry killed under load: its configuration is used until it expires, also by a gateway that starts meanwhile", async (t) => {
  const asking = load(t, "registry");
  await more(asking, 30, "exchanges");
  await road.kill("registry");
  await road.kill("consumer");
  await road.start("consumer");
  await more(asking, 30, "exchanges of a gateway that started without a registry");
  await stopped(asking, "Server.ClientProxy.OutdatedGlobalConf");
  assert.deepEqual(await unlogged(logs(), asking.acknowledged), [], "nothing unlogged was acknowledged");
  await road.start("registry");
  await more(asking, 30, "exchanges after the return");
  const seen = await tally(asking, logs());
  reportTally(t, seen);
  assert.deepEqual([seen.lost, seen.unlogged], [0, 0]);
});
