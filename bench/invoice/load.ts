import { Pool } from "undici";
import { median } from "../kit.ts";

/** Answers a second, and within how many milliseconds 95 and 99 of 100 came. */
export type Load = { readonly perSecond: number; readonly p95: number; readonly p99: number };

/** Before anything is counted: a server that has just begun still compiles what it runs. */
const warmUpMs = 1000;

/** Posts forms over a few connections for some seconds; `body` makes each, `good` says whether an answer is one. */
export async function load(
  origin: string,
  path: string,
  body: () => string,
  good: (text: string) => boolean,
  { connections = 16, seconds = 6 } = {},
): Promise<Load> {
  const pool = new Pool(origin, { connections });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const times: number[] = [];
  const post = async (): Promise<void> => {
    const began = performance.now();
    const response = await pool.request({ path, method: "POST", headers, body: body() });
    const text = await response.body.text();
    if (response.statusCode !== 200 || !good(text)) throw new Error(`${response.statusCode} ${text.slice(0, 200)}`);
    times.push(performance.now() - began);
  };
  const postFor = async (ms: number): Promise<void> => {
    const until = performance.now() + ms;
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (performance.now() < until) await post();
      }),
    );
  };
  await postFor(warmUpMs);
  times.length = 0;
  const began = performance.now();
  await postFor(seconds * 1000);
  const elapsed = (performance.now() - began) / 1000;
  await pool.close();
  return loadOf(times, elapsed);
}

/** What answers that took so many milliseconds each amount to. */
export function loadOf(times: readonly number[], seconds: number): Load {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)]!;
  return { perSecond: sorted.length / seconds, p95: at(0.95), p99: at(0.99) };
}

/** Two loads in turns, so that what else the machine does meets both; the middle of each. */
export async function alternate(
  times: number,
  ours: () => Promise<Load>,
  peer: () => Promise<Load>,
): Promise<{ ours: Load; peer: Load }> {
  const rounds: [Load, Load][] = [];
  for (let round = 0; round < times; round++) rounds.push([await ours(), await peer()]);
  const middle = (loads: readonly Load[]): Load => ({
    perSecond: median(loads.map(({ perSecond }) => perSecond)),
    p95: median(loads.map(({ p95 }) => p95)),
    p99: median(loads.map(({ p99 }) => p99)),
  });
  return { ours: middle(rounds.map(([one]) => one)), peer: middle(rounds.map(([, one]) => one)) };
}
