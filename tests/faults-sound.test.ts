import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { shiftedClock } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import { roadApi } from "@troad/road/api";
import { parseCertificates } from "@troad/trust";
import { type Child, startChild } from "../bench/road/children.ts";
import type { GatewayEndpoints } from "./kit/exchange.ts";
import { scratch } from "./kit/government.ts";
import { logsIn, reportTally, tally, unlogged } from "./kit/kept.ts";
import { type Load, more, startLoad, stopped } from "./kit/load.ts";
import { type SplitRoad, startSplitRoad } from "./kit/split-road.ts";

let echo: Child;
let road: SplitRoad;
before(async () => {
  echo = await startChild(new URL("../bench/road/echo.ts", import.meta.url).pathname, []);
  road = await startSplitRoad({
    data: scratch("faults-sound"),
    services: [{ service: "echo", url: String(echo.said.url) }],
    registryHere: true,
    parts: { status: { PKI_OCSP_SECONDS: "8" } },
  });
});
after(async () => {
  await road?.stop();
  await echo?.stop();
});

const load = (t: TestContext, name: string, services = road.services): Load =>
  startLoad(t, { url: `${services}/echo`, headers: road.headers }, name);

test("a gateway whose clock jumps by ten minutes notices, stops itself and says so; other gateways do not even notice", async (t) => {
  const folder = scratch("faults-clock");
  const clock = shiftedClock();
  const second = await road.startHere({ folder, server: "SS2", clock });
  t.after(() => second.stop());
  // an officer lets the second gateway in
  const officer = road.registry!.use(roadApi);
  const [waiting] = await officer.requests({ state: "submitted", limit: 1 });
  await officer.decideRequest({ id: waiting!.id, approve: true, reason: null, actor: "officer" });
  const { gateways } = second.endpoints().road as { gateways: GatewayEndpoints[] };
  const [steady, jumping] = [
    load(t, "steady"),
    load(t, "jumping", road.services.replace(/^http:\/\/[^/]+/, gateways[0]!.consumer)),
  ];
  await more(jumping, 30, "exchanges of the second gateway");
  for (const minutes of [10, -10]) {
    clock.shift(minutes * 60_000);
    await stopped(jumping, "Server.ClientProxy.ClockOff");
    clock.shift(-minutes * 60_000);
    await more(jumping, 30, "exchanges after the clock was set right");
    jumping.refused.delete("Server.ClientProxy.ClockOff");
  }
  const provider = logsIn(road.data)[1]!;
  const [seen, other] = [
    await tally(jumping, [{ side: "consumer", data: folder, schema: "road_asker", platform: road.data }, provider]),
    await tally(steady, logsIn(road.data)),
  ];
  reportTally(t, seen);
  reportTally(t, other);
  assert.deepEqual([seen.lost, seen.unlogged, other.lost, other.unlogged], [0, 0, 0, 0]);
  assert.deepEqual(other.refused, {}, "nobody else was refused anything");
});

test("a certificate revoked in mid-traffic ends its gateway's exchanges at once, and proves what was before", async (t) => {
  const asking = load(t, "revoked");
  await more(asking, 50, "exchanges");
  const file = path.join(road.data, "road", "gateways", "teller", "seal.crt");
  const [seal] = parseCertificates(fs.readFileSync(file, "utf8"));
  await road.registry!.use(pkiApi).revoke(seal!.serialHex, "keyCompromise");
  const began = performance.now();
  await stopped(asking, "Server.ServerProxy.CertificateRevoked");
  t.diagnostic(`stopped ${((performance.now() - began) / 1000).toFixed(1)} s after the revocation`);
  assert.deepEqual(await unlogged(logsIn(road.data), asking.acknowledged), []);
  const seen = await tally(asking, logsIn(road.data));
  reportTally(t, seen);
  assert.deepEqual([seen.lost, seen.unlogged], [0, 0]);
});
