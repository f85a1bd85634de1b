import assert from "node:assert/strict";
import { after, test } from "node:test";
import { shiftedClock } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import {
  agree,
  ask,
  assertHasText,
  assertRefused,
  gatewayEndpoints,
  student,
  until,
  useOf,
  usesOfConsent,
} from "./kit/exchange.ts";
import { freePort, type Government, scratch, startGovernment } from "./kit/government.ts";
import { openWire } from "./kit/outage.ts";

const citizen = student();
const open: Government[] = [];
after(async () => {
  for (const one of open) await one.stop();
});
async function start(options: Parameters<typeof startGovernment>[0]): Promise<Government> {
  const government = await startGovernment(options);
  open.push(government);
  return government;
}
const school = (government: Government): string => gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;

test("a short outage of the status service passes unnoticed; a long one stops exchanges until it is back", async () => {
  const [port, clock] = [await freePort(), shiftedClock()];
  const wire = await openWire(port);
  const government = await start({ clock, env: { PORT: String(port), ROAD_OCSP_URL: `http://127.0.0.1:${wire.port}/pki/ocsp` } });
  const gateway = school(government);
  try {
    wire.cut();
    const short = await agree(government.running, { citizen, key: "short" });
    assert.equal((await ask({ gateway, citizen, id: "short", consent: short.token })).status, 200);
    assert.equal((await useOf(government.running, citizen, "short", ["consumer", "provider"])).outcome, "answered");

    clock.shift(11 * 60_000); // answers of the status service hold for ten minutes
    const long = await agree(government.running, { citizen, key: "long" });
    await assertRefused({ gateway, citizen, id: "long", consent: long.token }, "Server.ClientProxy.OcspUnavailable", 500);
    assert.deepEqual(await usesOfConsent(government.running, citizen, long.consentId), [], "nothing left the house");

    wire.join();
    const answer = await until(
      async () => {
        const found = await ask({ gateway, citizen, id: "long", consent: long.token });
        return found.status === 200 && found;
      },
      "the first exchange after the outage",
      10_000,
    );
    assert.equal(answer.body.found, true);
    assert.equal((await useOf(government.running, citizen, "long", ["consumer", "provider"])).outcome, "answered");
    const sealed = await until(async () => {
      const found = await government.running.use(mydataApi).checkUse(citizen.subject, "short");
      return found.state === "sealed" && found;
    }, "the seal of the exchange during the outage");
    assert.equal(sealed.container?.valid, true, JSON.stringify(sealed.container));
  } finally {
    await government.stop();
    await wire.close();
  }
});

test("without the time-stamping authority exchanges go on for the grace, then stop; when it is back everything outstanding is sealed", async () => {
  const data = scratch("time-stamps");
  const PORT = String(await freePort()); // consents name the address at which withdrawals are listed
  const away = `http://127.0.0.1:${await freePort()}/pki/tsa`;
  const without = await start({ data, env: { PORT, ROAD_TSA_URL: away, ROAD_TIMESTAMP_GRACE_SECONDS: "2" } });
  const first = await agree(without.running, { citizen, key: "first" });
  assert.equal((await ask({ gateway: school(without), citizen, id: "stamp-first", consent: first.token })).status, 200);
  const use = await useOf(without.running, citizen, "stamp-first", ["consumer", "provider"]);
  assert.equal(use.outcome, "answered", "the citizen sees it at once, whatever the seal waits for");
  const waiting = await without.running.use(mydataApi).checkUse(citizen.subject, "stamp-first");
  assert.deepEqual([waiting.state, waiting.container], ["sealing", null]);
  assert.equal(waiting.log?.valid, true, JSON.stringify(waiting.log?.steps));
  assert.equal(await without.running.use(mydataApi).downloadEvidence(citizen.subject, "stamp-first"), null);

  const late = await agree(without.running, { citizen, key: "late" });
  await until(
    async () =>
      (await ask({ gateway: school(without), citizen, id: "stamp-probe", fields: ["name"] })).error ===
      "Server.ClientProxy.TimestampingOverdue",
    "the stop",
  );
  await assertRefused(
    { gateway: school(without), citizen, id: "stamp-late", consent: late.token },
    "Server.ClientProxy.TimestampingOverdue",
    500,
  );
  assertHasText(without.running, "Server.ServerProxy.TimestampingOverdue");
  assert.deepEqual(await usesOfConsent(without.running, citizen, late.consentId), []);
  await without.stop();

  const still = await start({ data, env: { PORT, ROAD_TSA_URL: away, ROAD_TIMESTAMP_GRACE_SECONDS: "2" } });
  await assertRefused(
    { gateway: school(still), citizen, id: "stamp-first-request", consent: late.token },
    "Server.ClientProxy.TimestampingOverdue",
    500,
  );
  await still.stop();

  const again = await start({ data, env: { PORT, ROAD_TIMESTAMP_GRACE_SECONDS: "2" } });
  const sealed = await until(async () => {
    const found = await again.running.use(mydataApi).checkUse(citizen.subject, "stamp-first");
    return found.state === "sealed" && found;
  }, "the seal");
  assert.deepEqual([sealed.container?.valid, sealed.log?.valid], [true, true], JSON.stringify(sealed));
  // a new id each time: an id whose exchange failed keeps its answer
  let tries = 0;
  const answer = await until(async () => {
    const found = await ask({ gateway: school(again), citizen, id: `stamp-again-${++tries}`, consent: late.token });
    return found.status === 200 && found;
  }, "exchanges to go on");
  assert.equal(answer.body.found, true);
  assert.equal((await useOf(again.running, citizen, `stamp-again-${tries}`, ["consumer", "provider"])).outcome, "answered");
});

test("a gateway that never got a status answer refuses every exchange", async () => {
  const closed = `http://127.0.0.1:${await freePort()}/pki/ocsp`;
  const government = await start({ env: { ROAD_OCSP_URL: closed } });
  const { token, consentId } = await agree(government.running, { citizen, key: "never" });
  await assertRefused(
    { gateway: school(government), citizen, id: "never", consent: token },
    "Server.ClientProxy.OcspUnavailable",
    500,
  );
  assert.deepEqual(await usesOfConsent(government.running, citizen, consentId), []);
});
