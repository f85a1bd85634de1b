import { setTimeout as wait } from "node:timers/promises";
import { decide, type Memory, noMemory, type Reading, type Rules } from "./decide.ts";
import { readingOf, type Sample } from "./readings.ts";
import type { Replicas } from "./replicas.ts";

const silent: Reading = { cpu: undefined, delay: undefined, shed: undefined, late: undefined, waiting: undefined };

type Options = { replicas: Replicas; rules: Rules; everyMs: number; say: (text: string) => void; signal: AbortSignal };

/** Slots 1 to `now` run. Found at the start: those that are ready, in order. */
export async function runScale({ replicas, rules, everyMs, say, signal }: Options): Promise<void> {
  let now = 0;
  while (now < rules.most && (await replicas.isReady(now + 1))) now++;
  let memory: Memory = noMemory;
  let before = new Map<number, Sample>();
  say(`${now} replicas found`);
  while (!signal.aborted) {
    const slots = Array.from({ length: now }, (_, at) => at + 1);
    const samples = await Promise.all(slots.map(async (n) => [n, await replicas.sample(n)] as const));
    const readings = samples.map(([n, sample]) => (sample ? readingOf(before.get(n), sample) : silent));
    before = new Map(samples.flatMap(([n, sample]) => (sample ? [[n, sample]] : [])));
    const decision = decide(now, readings, rules, memory);
    memory = decision.memory;
    if (decision.replicas !== now) {
      say(`${now} -> ${decision.replicas}: ${decision.why}`);
      try {
        if (decision.replicas > now) await replicas.add(decision.replicas);
        else await replicas.remove(now);
        now = decision.replicas;
      } catch (error) {
        say(`not done: ${(error as Error).message}`);
      }
    }
    await wait(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
