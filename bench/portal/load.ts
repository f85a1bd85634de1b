import { Pool } from "undici";
import { type Load, loadOf } from "../invoice/load.ts";

/** A server that has just begun still compiles what it runs. */
const warmUpMs = 1_500;

/** Asks for one address over a few connections for some seconds; `good` says whether an answer is the page. */
export async function load(
  origin: string,
  path: string,
  headers: Record<string, string>,
  good: (text: string) => boolean,
  { connections = 16, seconds = 3 } = {},
): Promise<Load> {
  const pool = new Pool(origin, { connections });
  const times: number[] = [];
  const get = async (): Promise<void> => {
    const began = performance.now();
    const { statusCode, body } = await pool.request({ path, method: "GET", headers });
    const text = await body.text();
    if (statusCode !== 200 || !good(text)) throw new Error(`${path}: ${statusCode} ${text.slice(0, 200)}`);
    times.push(performance.now() - began);
  };
  const getFor = async (ms: number): Promise<void> => {
    const until = performance.now() + ms;
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (performance.now() < until) await get();
      }),
    );
  };
  await getFor(warmUpMs);
  times.length = 0;
  const began = performance.now();
  await getFor(seconds * 1000);
  const elapsed = (performance.now() - began) / 1000;
  await pool.close();
  return loadOf(times, elapsed);
}
