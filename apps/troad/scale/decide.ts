/** What one replica said of a stretch of time; undefined where it did not say it. */
export type Reading = {
  /** Cores used, on average. */
  readonly cpu: number | undefined;
  /** Delay of the event loop, 99 of 100, in seconds. */
  readonly delay: number | undefined;
  /** Requests turned away a second. */
  readonly shed: number | undefined;
  /** How long the oldest job has been due, in seconds. */
  readonly late: number | undefined;
  /** Uploads that wait in the stream; undefined is no fault where there is no stream. */
  readonly waiting: number | undefined;
};

export type Rules = {
  readonly least: number;
  readonly most: number;
  /** Above any of these there is too much work for the replicas there are. */
  readonly above: {
    readonly cpu: number;
    readonly delay: number;
    readonly shed: number;
    readonly late: number;
    readonly waiting: number;
  };
  /** One fewer only if the rest would stay below this much of `above.cpu`. */
  readonly room: number;
  /** How many readings in a row ask for more, or for fewer, before it is done. */
  readonly upAfter: number;
  readonly downAfter: number;
};

export const usualRules: Rules = {
  ...{ least: 1, most: 3, room: 0.6, upAfter: 2, downAfter: 12 },
  above: { cpu: 0.7, delay: 0.2, shed: 0, late: 30, waiting: 200 },
};

/** How often in a row the readings have asked for more, and for fewer. */
export type Memory = { readonly up: number; readonly down: number };
export const noMemory: Memory = { up: 0, down: 0 };
export type Decision = { readonly replicas: number; readonly why: string; readonly memory: Memory };

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const told = (readings: readonly Reading[], of: keyof Reading): number[] =>
  readings.flatMap((reading) => (reading[of] === undefined ? [] : [reading[of]]));

/** Which bounds are passed. What is shared, a queue, counts once; what is a replica's own, on average. */
function passed(readings: readonly Reading[], { above }: Rules): string[] {
  const averages = (["cpu", "delay", "shed"] as const).filter((name) => {
    const values = told(readings, name);
    return values.length > 0 && mean(values) > above[name];
  });
  const largest = (["late", "waiting"] as const).filter((name) => Math.max(0, ...told(readings, name)) > above[name]);
  return [...averages, ...largest];
}

/** How many replicas there should be, one more or one fewer at a time. `readings` has one for each of the `now` that run. */
export function decide(now: number, readings: readonly Reading[], rules: Rules, memory: Memory): Decision {
  const { least, most, room, above, upAfter, downAfter } = rules;
  if (now < least) return { replicas: now + 1, why: "fewer than the least", memory: noMemory };
  if (now > most) return { replicas: now - 1, why: "more than the most", memory: noMemory };
  const reasons = passed(readings, rules);
  if (reasons.length > 0) {
    const up = memory.up + 1;
    if (up < upAfter || now === most) return { replicas: now, why: reasons.join(", "), memory: { up, down: 0 } };
    return { replicas: now + 1, why: reasons.join(", "), memory: noMemory };
  }
  const isWhole =
    readings.length === now && readings.every(({ cpu, delay, shed, late }) => ![cpu, delay, shed, late].includes(undefined));
  if (!isWhole) return { replicas: now, why: "a metric is missing", memory: noMemory };
  const cores = told(readings, "cpu").reduce((sum, value) => sum + value, 0);
  if (now === least || cores / (now - 1) > above.cpu * room) return { replicas: now, why: "enough", memory: noMemory };
  const down = memory.down + 1;
  if (down < downAfter) return { replicas: now, why: "little to do", memory: { up: 0, down } };
  return { replicas: now - 1, why: "little to do", memory: noMemory };
}
