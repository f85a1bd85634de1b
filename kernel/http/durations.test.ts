import assert from "node:assert/strict";
import { test } from "node:test";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Registry } from "prom-client";
import { requestDurations } from "./durations.ts";

const config = {};
const asked = (method: string, url?: string) => ({ method, routeOptions: { config, url } }) as FastifyRequest;
const answered = (statusCode: number, elapsedTime: number) => ({ statusCode, elapsedTime }) as FastifyReply;

test("requests are told in Prometheus's form: each bucket holds those below it, sum and count are of all", async () => {
  const registry = new Registry();
  const measure = requestDurations(registry);
  for (const ms of [5, 5.1, 90, 20_000]) measure(asked("GET", "/a/:b"), answered(200, ms));
  measure(asked("GET", "/a/:b"), answered(404, 1));
  measure(asked("POST"), answered(404, 1));
  const lines = (await registry.metrics()).split("\n");
  const of = (method: string, route: string, status: number): string[] =>
    lines.filter((line) => line.includes(`method="${method}",route="${route}",status="${status}"`));
  assert.deepEqual(
    of("GET", "/a/:b", 200).map((line) => line.replace(/\{.*?(,le="[^"]*")?\}/, "$1")),
    [
      ...[
        [0.005, 1],
        [0.02, 2],
        [0.1, 3],
        [0.5, 3],
        [2, 3],
        [10, 3],
        ["+Inf", 4],
      ].map(([le, count]) => `http_request_duration_seconds_bucket,le="${le}" ${count}`),
      "http_request_duration_seconds_sum 20.1001",
      "http_request_duration_seconds_count 4",
    ],
  );
  assert.equal(lines.includes("# TYPE http_request_duration_seconds histogram"), true);
  assert.deepEqual([of("GET", "/a/:b", 404).length, of("POST", "none", 404).length], [9, 9]);
});
