import assert from "node:assert/strict";
import net from "node:net";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { type FastifyInstance, fastify } from "fastify";
import { Pool } from "undici";
import { createGate, type Gate } from "../http/gate.ts";

/** An application whose answers take a moment. */
async function openGate(tookMs = 5): Promise<Gate> {
  const app = fastify();
  app.post("/", async () => {
    await wait(tookMs);
    return { ok: true };
  });
  await app.ready();
  const gate = await createGate("127.0.0.1", 0, []);
  gate.serve(app as unknown as FastifyInstance);
  gate.open();
  return gate;
}

/** One request by hand; gives what comes back on the connection so far. */
function rawConnection(port: number) {
  const socket = net.connect(port, "127.0.0.1");
  let [text, ended] = ["", false];
  socket.on("data", (chunk) => {
    text += chunk.toString();
  });
  socket.on("close", () => {
    ended = true;
  });
  const request = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
  return { send: () => socket.write(request), text: () => text, ended: () => ended, destroy: () => socket.destroy() };
}

test("kubernetes/kubernetes#43576: requests that still come after the signal are answered until the pause is over", async () => {
  const gate = await openGate();
  gate.drain();
  for (let at = 0; at < 20; at++) {
    const answer = await fetch(`http://127.0.0.1:${gate.port}/`, { method: "POST" });
    assert.deepEqual([answer.status, answer.headers.get("connection")], [200, "close"]);
  }
  await gate.close();
  await assert.rejects(fetch(`http://127.0.0.1:${gate.port}/`, { method: "POST" }));
});

test("fastify/fastify#7044: a connection that is kept open after its answer is not waited for", async () => {
  const gate = await openGate(300);
  const [idle, busy, never] = [rawConnection(gate.port), rawConnection(gate.port), rawConnection(gate.port)];
  idle.send();
  while (!idle.text().includes("200 OK")) await wait(5);
  busy.send();
  await wait(50);
  const began = performance.now();
  await gate.close();
  assert.ok(performance.now() - began < 3_000, "it used to be the time for which connections are kept, 72 s");
  await wait(20);
  assert.match(busy.text(), /200 OK/, "what was asked before is answered");
  assert.deepEqual([idle.ended(), busy.ended(), never.ended()], [true, true, true]);
});

test("nodejs/undici#3492: a client with kept connections loses no request while one of two servers stops", async () => {
  const gates = [await openGate(), await openGate()];
  // as a proxy that has learnt of the readiness: new connections go to the other one
  let live = 0;
  const pools = gates.map(({ port }) => new Pool(`http://127.0.0.1:${port}`, { connections: 4 }));
  const counts = { ok: 0, failed: 0 };
  let stop = false;
  const clients = Array.from({ length: 8 }, async () => {
    while (!stop) {
      const answer = await pools[live]!.request({ path: "/", method: "POST" }).catch(() => undefined);
      if (answer?.statusCode === 200) counts.ok += 1;
      else counts.failed += 1;
      await answer?.body.dump();
    }
  });
  await wait(200);
  gates[0]!.drain();
  await wait(100);
  live = 1;
  await wait(100);
  await gates[0]!.close();
  await wait(200);
  stop = true;
  await Promise.all(clients);
  assert.equal(counts.failed, 0);
  assert.ok(counts.ok > 100);
  await Promise.all(pools.map((pool) => pool.close()));
  await gates[1]!.close();
});
