import assert from "node:assert/strict";
import { test } from "node:test";
import { createLog } from "../logging/log.ts";
import { createMetrics } from "../metrics.ts";
import { demonstration } from "./demonstration.ts";

async function decide(options: { demo?: boolean; explicit?: boolean; origin?: string; host?: string }) {
  const metrics = createMetrics();
  const { demo = true, explicit = false, origin, host = "127.0.0.1" } = options;
  const shown = demonstration({ demo, explicit, origin, host, log: createLog({ level: "silent" }), metrics });
  return { shown, gauge: /^demonstration (\d)$/m.exec(await metrics.registry.metrics())?.[1] };
}

test("the demonstration is refused where others reach it, unless it is asked for by name", async () => {
  for (const place of [
    { origin: "https://gov.example" },
    { origin: "https://localhost" },
    { origin: "http://gov.example:8080" },
    { host: "0.0.0.0" },
    { host: "10.0.0.1" },
    { host: "::" },
    { host: "gov.example" },
  ]) {
    await assert.rejects(decide(place), {
      name: "ConfigurationError",
      code: "demo.public",
      message: /TROAD_DEMO=off.*TROAD_DEMO=on/,
    });
    assert.deepEqual(await decide({ ...place, explicit: true }), { shown: true, gauge: "1" });
    assert.deepEqual(await decide({ ...place, demo: false }), { shown: false, gauge: "0" });
  }
  for (const place of [
    {},
    { host: "localhost" },
    { host: "::1" },
    { origin: "http://localhost:8080" },
    { origin: "http://[::1]:8080" },
  ])
    assert.deepEqual(await decide(place), { shown: true, gauge: "1" });
});
