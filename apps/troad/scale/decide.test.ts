import assert from "node:assert/strict";
import { test } from "node:test";
import { decide, type Memory, noMemory, type Reading, usualRules } from "./decide.ts";
import { readingOf, sampleOf } from "./readings.ts";

const calm: Reading = { cpu: 0.1, delay: 0.02, shed: 0, late: 0, waiting: undefined };
const busy: Reading = { ...calm, cpu: 0.9 };
const rules = { ...usualRules, downAfter: 3 };
const last: Memory = { up: 1, down: 2 };

/** From how many, what they say, what was remembered; to how many, and why. */
const table: readonly [string, number, Reading[], Memory, number, RegExp][] = [
  ["busy once", 1, [busy], noMemory, 1, /cpu/],
  ["busy twice in a row", 1, [busy], last, 2, /cpu/],
  ["busy, but no more are allowed", 3, [busy, busy, busy], last, 3, /cpu/],
  ["one of two is busy, both together are not", 2, [busy, calm], last, 2, /enough/],
  ["requests are turned away", 1, [{ ...calm, shed: 0.1 }], last, 2, /shed/],
  ["the event loop is slow", 2, [{ ...calm, delay: 0.5 }, calm], last, 3, /delay/],
  ["jobs are late", 1, [{ ...calm, late: 60 }], last, 2, /late/],
  ["uploads wait in the stream", 1, [{ ...calm, waiting: 1_000 }], last, 2, /waiting/],
  ["one that is busy while another is silent", 2, [busy, { ...calm, cpu: undefined }], last, 3, /cpu/],
  ["calm for the third time", 3, [calm, calm, calm], last, 2, /little/],
  ["calm for the second time", 3, [calm, calm, calm], { up: 0, down: 1 }, 3, /little/],
  [
    "calm, but the rest would be busy",
    2,
    [
      { ...calm, cpu: 0.3 },
      { ...calm, cpu: 0.3 },
    ],
    last,
    2,
    /enough/,
  ],
  ["calm, with the least there may be", 1, [calm], last, 1, /enough/],
  ["fewer than the least", 0, [], noMemory, 1, /least/],
  ["more than the most", 4, [busy, busy, busy, busy], noMemory, 3, /most/],
];
for (const [name, now, readings, memory, replicas, why] of table)
  test(`${now} -> ${replicas}: ${name}`, () => {
    const decision = decide(now, readings, rules, memory);
    assert.equal(decision.replicas, replicas);
    assert.match(decision.why, why);
  });

test("kubernetes#99394: with any metric missing, or a replica that says nothing, there are never fewer", () => {
  const faults: Reading[][] = [
    ...(["cpu", "delay", "shed", "late"] as const).map((name) => [{ ...calm, [name]: undefined }, calm, calm]),
    [calm, calm],
    [],
  ];
  for (const readings of faults) {
    let memory: Memory = last;
    for (let turn = 0; turn < 50; turn++) {
      const decision = decide(3, readings, rules, memory);
      assert.equal(decision.replicas, 3, JSON.stringify(readings));
      memory = decision.memory;
    }
  }
});

test("a load that goes up and down around a bound changes nothing: more only after two, fewer only after three in a row", () => {
  let [memory, now] = [noMemory, 2];
  for (let turn = 0; turn < 40; turn++) {
    const decision = decide(now, turn % 2 === 0 ? [busy, busy] : [calm, calm], rules, memory);
    [memory, now] = [decision.memory, decision.replicas];
  }
  assert.equal(now, 2);
});

test("a reading is made of two samples; a process that was started again says nothing of the time between", () => {
  const text = (cpu: number, shed: number): string =>
    [
      "# HELP process_cpu_seconds_total x",
      `process_cpu_seconds_total ${cpu}`,
      "nodejs_eventloop_lag_p99_seconds 0.02",
      "jobs_late_seconds 0",
      `http_request_duration_seconds_count{method="GET",route="/a",status="503"} ${shed}`,
      'http_request_duration_seconds_count{method="GET",route="/a",status="200"} 7',
    ].join("\n");
  const [first, second] = [sampleOf(text(10, 4), 0), sampleOf(text(15, 24), 10_000)];
  assert.deepEqual(readingOf(first, second), { cpu: 0.5, shed: 2, delay: 0.02, late: 0, waiting: undefined });
  assert.deepEqual(readingOf(second, { ...first, at: 20_000 }), {
    cpu: undefined,
    shed: undefined,
    delay: 0.02,
    late: 0,
    waiting: undefined,
  });
  assert.equal(readingOf(first, sampleOf("", 10_000)).shed, undefined);
});
