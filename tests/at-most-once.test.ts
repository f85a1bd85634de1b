import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { roadApi } from "@troad/road/api";
import { request } from "undici";
import { type GatewayEndpoints, until } from "./kit/exchange.ts";
import { freePort, scratch } from "./kit/government.ts";
import { openMemberIn, postToPeer, shownBy, signedFrames } from "./kit/member.ts";
import { patient } from "./kit/patience.ts";
import { type SplitRoad, startSplitRoad } from "./kit/split-road.ts";

/** An information system that counts what reaches it, and answers a held message when it is let go. */
let system: http.Server;
let downPort: number;
const calls = new Map<string, number>();
const held = new Map<string, () => void>();
const holding = new Set<string>();
let road: SplitRoad;
const graceSeconds = Math.ceil(patient(3_000) / 1000);

const listener: http.RequestListener = (incoming, reply) => {
  const id = String(incoming.headers["x-road-id"]);
  calls.set(id, (calls.get(id) ?? 0) + 1);
  const answer = (): void => void reply.end(JSON.stringify({ id, call: calls.get(id) }));
  incoming.resume();
  if (holding.has(id)) held.set(id, answer);
  else answer();
};

before(async () => {
  system = http.createServer(listener);
  system.listen(0, "127.0.0.1");
  await once(system, "listening");
  downPort = await freePort();
  const url = `http://127.0.0.1:${(system.address() as AddressInfo).port}`;
  road = await startSplitRoad({
    data: scratch("at-most-once"),
    services: [
      { service: "once", url: `${url}/once` },
      { service: "repeatable", url: `${url}/repeatable`, repeatable: true },
      { service: "down", url: `http://127.0.0.1:${downPort}/down` },
    ],
    registryHere: true,
    parts: { registry: { ROAD_RECORD_GRACE_SECONDS: String(graceSeconds) } },
  });
});
after(async () => {
  await road?.stop();
  system?.closeAllConnections();
  system?.close();
});

type Answer = { status: number; error: string | undefined; text: string };
async function send(
  id: string,
  {
    service = "once",
    method = "POST",
    signal,
    server,
  }: { service?: string; method?: string; signal?: AbortSignal; server?: string } = {},
): Promise<Answer> {
  const reply = await request(`${road.services}/${service}`, {
    method: method as "POST",
    headers: {
      ...road.headers,
      "x-road-id": id,
      ...(server ? { "x-road-security-server": `TWDEMO/GOV/TELLER/${server}` } : {}),
    },
    ...(method === "POST" ? { body: "{}" } : {}),
    ...(signal ? { signal } : {}),
  });
  return { status: reply.statusCode, error: reply.headers["x-road-error"] as string | undefined, text: await reply.body.text() };
}
const reached = (id: string, times = 1) => until(() => calls.get(id) === times && held.has(id), `call ${times} of ${id}`);
function letGo(id: string): void {
  holding.delete(id);
  held.get(id)?.();
  held.delete(id);
}
const refusal = ({ status, error }: Answer) => [status, error];
const unknown = (proxy: "ClientProxy" | "ServerProxy") => [500, `Server.${proxy}.OutcomeUnknown`];

test("the same request while the first one runs waits for its answer (jcagarcia/grape-idempotency#10)", async () => {
  holding.add("parallel");
  const asked = [1, 2, 3].map(() => send("parallel"));
  await reached("parallel");
  asked.push(send("parallel"));
  await sleep(300);
  letGo("parallel");
  const answers = await Promise.all(asked);
  assert.deepEqual(
    answers.map(({ status, text }) => [status, text]),
    answers.map(() => [200, '{"id":"parallel","call":1}']),
  );
  assert.equal(calls.get("parallel"), 1);
});

test("a client that hangs up and asks again gets the answer to its first request", async () => {
  holding.add("impatient");
  const impatient = new AbortController();
  const gaveUp = assert.rejects(send("impatient", { signal: impatient.signal }));
  await reached("impatient");
  impatient.abort();
  await gaveUp;
  const again = send("impatient");
  await sleep(300);
  letGo("impatient");
  assert.deepEqual([(await again).status, calls.get("impatient")], [200, 1]);
});

test("a member that sends one signed request many times at once has the service called once", async () => {
  const member = await openMemberIn(road.data, "asker", String((road.running("status").endpoints as { ocsp: string }).ocsp));
  const { gateways } = road.running("provider").endpoints.road as { gateways: GatewayEndpoints[] };
  const frames = await signedFrames(member, {
    target: "/r1/TWDEMO/GOV/TELLER/BENCH/once",
    headers: [
      ["x-road-client", "TWDEMO/GOV/ASKER/BENCH"],
      ["content-type", "application/json"],
      ["x-road-id", "dishonest"],
      ["x-road-request-id", "dishonest-1"],
    ],
    body: Buffer.from("{}"),
  });
  holding.add("dishonest");
  const post = () => postToPeer(gateways[0]!.server, frames, shownBy(member), member.root);
  const asked = [1, 2, 3, 4].map(post);
  await reached("dishonest");
  asked.push(post());
  await sleep(300);
  letGo("dishonest");
  const answers = await Promise.all(asked);
  assert.ok(answers.every(({ response, body }) => response?.status === "200" && body.equals(answers[0]!.body)));
  assert.equal(calls.get("dishonest"), 1);
});

test("what was under way when the provider's gateway was killed is unknown, and is not called again", async () => {
  for (const id of ["killed", "killed-repeatable", "killed-safe"]) holding.add(id);
  const asked = [send("killed"), send("killed-repeatable", { service: "repeatable" }), send("killed-safe", { method: "GET" })];
  for (const id of holding) await reached(id);
  await road.kill("provider");
  const [posted, repeatable, safe] = await Promise.all(asked);
  assert.deepEqual(refusal(posted!), unknown("ClientProxy"));
  assert.deepEqual(refusal(repeatable!), unknown("ClientProxy"));
  assert.deepEqual(refusal(safe!), [500, "Server.ClientProxy.NetworkError"]);
  assert.deepEqual(refusal(await send("killed")), unknown("ClientProxy"), "while the provider is away it stays unknown");
  holding.clear();
  await road.start("provider");
  await until(async () => (await send("after-the-kill")).status === 200, "the provider's gateway");
  for (const _ of [1, 2]) assert.deepEqual(refusal(await send("killed")), unknown("ServerProxy"));
  assert.equal((await send("killed-repeatable", { service: "repeatable" })).status, 200);
  assert.equal((await send("killed-safe", { method: "GET" })).status, 200);
  assert.deepEqual(
    ["killed", "killed-repeatable", "killed-safe"].map((id) => calls.get(id)),
    [1, 2, 2],
  );
  const told = async () =>
    (await road.registry!.use(roadApi).transfersOf({ limit: 200 })).filter(({ exchangeId }) => exchangeId === "killed");
  const record = await until(
    async () => (await told()).find(({ code }) => code === "Server.ServerProxy.OutcomeUnknown"),
    "the record",
  );
  assert.equal(record.outcome, "unknown");
});

test("a request whose sender was killed gets the answer of its only call", async () => {
  holding.add("sender");
  const gone = assert.rejects(send("sender"));
  await reached("sender");
  await road.kill("consumer");
  await gone;
  letGo("sender");
  await road.start("consumer");
  const answer = await until(async () => {
    const one = await send("sender");
    return one.status === 200 && one;
  }, "the answer");
  assert.deepEqual([answer.text, calls.get("sender")], ['{"id":"sender","call":1}', 1]);
});

test("a failure before anything was sent does not stay with the id", async () => {
  assert.deepEqual(refusal(await send("down", { service: "down" })), [500, "Server.ServerProxy.ServiceFailed"]);
  const later = http.createServer(listener);
  later.listen(downPort, "127.0.0.1");
  await once(later, "listening");
  assert.equal((await send("down", { service: "down" })).status, 200);
  assert.equal((await send("down", { service: "down" })).status, 200);
  later.closeAllConnections();
  later.close();
  await road.kill("provider");
  assert.deepEqual(refusal(await send("away")), [500, "Server.ClientProxy.NetworkError"]);
  await road.start("provider");
  await until(async () => (await send("away")).status === 200, "the same request, when the gateway is back");
  assert.deepEqual([calls.get("down"), calls.get("away")], [1, 1]);
});

test("a request that left for one gateway is not sent to another one (cloudflare/pingora#979)", async (t) => {
  const second = await road.startHere({ folder: scratch("second"), server: "SS2", of: "provider" });
  t.after(() => second.stop());
  const officer = road.registry!.use(roadApi);
  const [waiting] = await officer.requests({ state: "submitted", limit: 1 });
  await officer.decideRequest({ id: waiting!.id, approve: true, reason: null, actor: "officer" });
  await road.kill("provider");
  await until(async () => (await send(`failover-${performance.now()}`)).status === 200, "the second gateway");
  await road.start("provider");
  await until(async () => {
    const id = `first-again-${performance.now()}`;
    holding.add(id);
    // gateways share the load: the first one is asked for
    void send(id, { server: "SS1" }).catch(() => undefined);
    await reached(id);
    letGo(id);
    return true;
  }, "the first gateway");
  holding.add("two-gateways");
  const asked = send("two-gateways", { server: "SS1" });
  await reached("two-gateways");
  await road.kill("provider");
  const first = await asked;
  letGo("two-gateways");
  assert.deepEqual(refusal(first), unknown("ClientProxy"));
  assert.deepEqual(
    refusal(await send("two-gateways", { server: "SS1" })),
    unknown("ClientProxy"),
    "the other one does not have it, and the first is away",
  );
  await road.start("provider");
  await until(
    async () => refusal(await send("two-gateways", { server: "SS1" }))[1] === "Server.ServerProxy.OutcomeUnknown",
    "what the first one knows",
  );
  assert.equal(calls.get("two-gateways"), 1);
  assert.equal((await send("two-gateways-after")).status, 200);
});

test("honest second tries, kills and two gateways raise no alarm in the public log", async () => {
  await sleep(graceSeconds * 1000 + patient(2_000));
  assert.deepEqual(await road.registry!.use(roadApi).transferAlarms({ limit: 10 }), []);
});
