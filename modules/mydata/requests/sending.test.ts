import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fastify } from "fastify";
import { openSending } from "./sending.ts";

// more than the buffers of both machines hold: of five megabytes all may be there already
const megabytes = 24;
const recipients = 20;

/** A recipient that takes a little at a time, unless `pauseMs` is 0; gives what it has at the end, and whether that was all. */
function taking(port: number, consent: string, pauseMs: number): { got(): number; ended: Promise<"whole" | "broken off"> } {
  let got = 0;
  const ended = new Promise<"whole" | "broken off">((resolve) => {
    const request = http.get({ port, host: "127.0.0.1", path: `/${consent}`, agent: false }, (answer) => {
      answer.on("data", (piece: Buffer) => {
        got += piece.length;
        if (pauseMs === 0) return;
        answer.pause();
        setTimeout(() => answer.resume(), pauseMs);
      });
      answer.on("end", () => resolve("whole"));
      answer.on("error", () => resolve("broken off"));
    });
    request.on("error", () => resolve("broken off"));
  });
  return { got: () => got, ended };
}

test(`${recipients} answers of ${megabytes} MB that are taken slowly are broken off when their consent ends; others arrive`, async (t) => {
  const sending = openSending();
  const app = fastify();
  app.get("/:consent", (request, reply) =>
    sending.send(reply, (request.params as { consent: string }).consent, "x".repeat(megabytes * 1024 * 1024)),
  );
  await app.listen({ port: 0, host: "127.0.0.1" });
  t.after(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  const slow = Array.from({ length: recipients }, (_, n) => taking(port, `consent-${n}`, 20));
  const other = taking(port, "other", 0);
  while (slow.some(({ got }) => got() === 0)) await sleep(5);
  const before = slow.map(({ got }) => got());
  assert.deepEqual(
    slow.map((_, n) => sending.stop(`consent-${n}`)),
    slow.map(() => 1),
  );
  assert.deepEqual(
    await Promise.all(slow.map(({ ended }) => ended)),
    slow.map(() => "broken off"),
  );
  // what the recipient's own machine had taken in may still be read there, and it is no whole answer
  for (const [n, { got }] of slow.entries()) assert.ok(got() - before[n]! < megabytes * 1024 * 1024 - before[n]!, String(n));
  assert.equal(sending.stop("consent-0"), 0);
  assert.equal(await other.ended, "whole");
  assert.equal(other.got(), megabytes * 1024 * 1024);
});
