import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { request } from "undici";
import { type Child, startChild } from "../bench/road/children.ts";
import { until } from "./kit/exchange.ts";
import { scratch } from "./kit/government.ts";
import { logsIn, reportTally, tally, unlogged } from "./kit/kept.ts";
import { more, startLoad } from "./kit/load.ts";
import { patient } from "./kit/patience.ts";
import { type SplitRoad, startSplitRoad } from "./kit/split-road.ts";

let echo: Child;
let road: SplitRoad;
/** An information system that takes questions and gives no answer, or redirects the caller elsewhere. */
let odd: http.Server;
let asked = 0;
let sentElsewhere = 0;
before(async () => {
  echo = await startChild(new URL("../bench/road/echo.ts", import.meta.url).pathname, []);
  odd = http.createServer((incoming, reply) => {
    if (incoming.url?.startsWith("/silent")) asked += 1;
    else if (incoming.url?.startsWith("/secret")) {
      sentElsewhere += 1;
      reply.end("secret");
    } else reply.writeHead(307, { location: "/secret" }).end();
  });
  odd.listen(0, "127.0.0.1");
  await once(odd, "listening");
  const url = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`;
  road = await startSplitRoad({
    data: scratch("faults-slow"),
    services: [
      { service: "echo", url: String(echo.said.url) },
      { service: "silent", url: `${url}/silent`, timeoutSeconds: 2 },
      { service: "redirecting", url: `${url}/redirecting` },
    ],
    parts: { consumer: { ROAD_SENDER_SECONDS: "2" } },
  });
});
after(async () => {
  await road?.stop();
  odd?.closeAllConnections();
  odd?.close();
  await echo?.stop();
});

test("a system that gives no answer is given up after its time, and holds nobody else up", async (t) => {
  const load = startLoad(t, { url: `${road.services}/echo`, headers: road.headers }, "beside-slow");
  await more(load, 50, "exchanges");
  const waiting = Array.from({ length: 100 }, async (_, index) => {
    const reply = await request(`${road.services}/silent`, {
      method: "POST",
      headers: { ...road.headers, "x-road-id": `silent-${index}` },
      body: "{}",
    });
    return [reply.statusCode, reply.headers["x-road-error"], (await reply.body.text()).length > 0];
  });
  await until(() => asked >= 50, "the silent system to have its hands full");
  const before = load.took.length;
  await more(load, 50, "exchanges while a hundred wait", 2_000);
  for (const answer of await Promise.all(waiting)) assert.deepEqual(answer, [500, "Server.ServerProxy.ServiceFailed", true]);
  const beside = load.took.slice(before, before + 50).toSorted((a, b) => a - b);
  t.diagnostic(`beside a hundred that waited 2 s an exchange took ${Math.round(beside[25]!)} ms (median)`);
  assert.ok(beside[25]! < patient(500));
  const seen = await tally(load, logsIn(road.data));
  reportTally(t, seen);
  assert.deepEqual([seen.lost, seen.unlogged, seen.refused], [0, 0, {}]);
});

/** Sends the beginning of an exchange; gives what comes back until the connection ends. */
function beginning(id: string, body: string): { socket: net.Socket; ended: Promise<string> } {
  const { hostname, port, pathname } = new URL(`${road.services}/echo`);
  const socket = net.connect(Number(port), hostname);
  const lines = Object.entries({ ...road.headers, host: hostname, "x-road-id": id, "content-length": "1000" });
  socket.write(`POST ${pathname} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`);
  let text = "";
  socket.on("data", (chunk) => {
    text += String(chunk);
  });
  socket.on("error", () => undefined);
  return { socket, ended: new Promise((resolve) => socket.once("close", () => resolve(text))) };
}

test("a client that sends half a body and goes, or stays, asked for nothing: it is not signed, not logged, and the others do not notice", async (t) => {
  const load = startLoad(t, { url: `${road.services}/echo`, headers: road.headers }, "beside-half");
  await more(load, 30, "exchanges");
  const ids = Array.from({ length: 40 }, (_, index) => `half-${index}`);
  const halves = ids.map((id) => beginning(id, "x".repeat(500)));
  await more(load, 30, "exchanges beside forty halves");
  for (const { socket } of halves.slice(0, 20)) socket.destroy();
  for (const { ended } of halves.slice(20)) assert.match(await ended, /^HTTP\/1.1 408 .*x-road-error: Client/s);
  await more(load, 30, "exchanges afterwards");
  assert.equal((await unlogged(logsIn(road.data), ids)).length, 2 * ids.length, "no half is in a log");
  const seen = await tally(load, logsIn(road.data));
  reportTally(t, seen);
  assert.deepEqual([seen.lost, seen.unlogged, seen.refused], [0, 0, {}]);
});

test("a system that sends the gateway elsewhere is not followed: the redirect is its answer", async () => {
  const reply = await request(`${road.services}/redirecting`, { method: "POST", headers: road.headers, body: "{}" });
  await reply.body.dump();
  assert.deepEqual([reply.statusCode, sentElsewhere], [307, 0]);
});
