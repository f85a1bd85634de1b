import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import { until } from "./exchange.ts";
import { patient } from "./patience.ts";

export type Target = { url: string; headers: Record<string, string> };
export type Load = {
  /** Acknowledged exchanges, by id. */
  acknowledged: Set<string>;
  /** How often each failure was told; "no answer" where nobody answered. */
  refused: Map<string, number>;
  /** Milliseconds that each acknowledged exchange took, in their order. */
  took: number[];
  /** The same number of workers asks on, until this. */
  stop(): Promise<void>;
};

const workers = 4;
const triesOfOne = 5;
const pauseMs = 300;
/** Between two messages of one system: four of them keep exchanges under way, and leave the machine to what they wait for. */
const restMs = 150;

/**
 * Information systems that keep asking, each message under an id of its own. One that fails is sent again as it was, as PR-REST lets a
 * client do, and given up for a new one after some tries: what failed after the service was asked keeps its id.
 */
export function startLoad(t: Pick<TestContext, "after">, { url, headers }: Target, name: string): Load {
  const acknowledged = new Set<string>();
  const refused = new Map<string, number>();
  const took: number[] = [];
  let stopping = false;
  let count = 0;
  const send = async (id: string): Promise<boolean> => {
    const body = JSON.stringify({ id, text: "x".repeat(400) });
    const began = performance.now();
    const answer = await request(url, {
      method: "POST",
      headers: { ...headers, "x-road-id": id },
      body,
      headersTimeout: patient(10_000),
      bodyTimeout: patient(10_000),
    })
      .then(async (one) => ({ status: one.statusCode, error: one.headers["x-road-error"], text: await one.body.text() }))
      .catch(() => undefined);
    if (answer?.status === 200) {
      assert.equal(answer.text, body, "an answer to another question");
      took.push(performance.now() - began);
      acknowledged.add(id);
      return true;
    }
    const code = answer ? String(answer.error ?? `HTTP ${answer.status}`) : "no answer";
    refused.set(code, (refused.get(code) ?? 0) + 1);
    await sleep(pauseMs);
    return false;
  };
  const work = async (): Promise<void> => {
    while (!stopping) {
      const id = `${name}-${count++}`;
      for (let tries = 0; tries < triesOfOne && !stopping; tries++) if (await send(id)) break;
      await sleep(restMs);
    }
  };
  const running = Array.from({ length: workers }, work);
  const stop = async (): Promise<void> => {
    stopping = true;
    await Promise.all(running);
  };
  t.after(stop); // also where the test fails
  return { acknowledged, refused, took, stop };
}

/** Waits for so many more acknowledged exchanges. */
export async function more(load: Load, count: number, what: string, patienceMs = 60_000): Promise<void> {
  const from = load.acknowledged.size;
  await until(() => load.acknowledged.size >= from + count, what, patienceMs);
}

/** Waits until all that comes is a refusal with `code`: nothing is acknowledged any more, whatever is under way. */
export async function stopped(load: Load, code: string, patienceMs = 30_000): Promise<void> {
  await until(() => (load.refused.get(code) ?? 0) > 0, code, patienceMs);
  for (let seen = -1; seen !== load.acknowledged.size; ) {
    seen = load.acknowledged.size;
    const refusals = load.refused.get(code)!;
    await until(() => load.refused.get(code)! >= refusals + workers * 2, `nothing but ${code}`, patienceMs);
  }
}
