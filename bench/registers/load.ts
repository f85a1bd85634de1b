import { type Load, loadOf } from "../invoice/load.ts";

const warmUpMs = 500;

/** Does the same work for some seconds, so many at a time. */
export async function load(work: () => Promise<unknown>, { clients = 16, seconds = 2 } = {}): Promise<Load> {
  const times: number[] = [];
  const one = async (): Promise<void> => {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  };
  const workFor = async (ms: number): Promise<void> => {
    const until = performance.now() + ms;
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() < until) await one();
      }),
    );
  };
  await workFor(warmUpMs);
  times.length = 0;
  const began = performance.now();
  await workFor(seconds * 1000);
  return loadOf(times, (performance.now() - began) / 1000);
}
