import type { Reading } from "./decide.ts";

/** Counters and gauges of one moment. */
export type Sample = {
  readonly at: number;
  readonly cpu: number | undefined;
  readonly delay: number | undefined;
  readonly shed: number | undefined;
  readonly late: number | undefined;
  readonly waiting: number | undefined;
};

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;

/** What the text format of Prometheus says, as far as it is needed here. */
export function sampleOf(text: string, at: number): Sample {
  let shed: number | undefined;
  const found = new Map<string, number>();
  for (const one of text.split("\n")) {
    const [, name, labels = "", value] = line.exec(one) ?? [];
    if (name === undefined || !Number.isFinite(Number(value))) continue;
    if (name === "http_request_duration_seconds_count")
      shed = (shed ?? 0) + (/status="(503|429)"/.test(labels) ? Number(value) : 0);
    else if (labels === "") found.set(name, Number(value));
  }
  return {
    at,
    cpu: found.get("process_cpu_seconds_total"),
    delay: found.get("nodejs_eventloop_lag_p99_seconds"),
    // a process that has not answered anything yet has turned nobody away
    shed: shed ?? (found.size > 0 ? 0 : undefined),
    late: found.get("jobs_late_seconds"),
    waiting: found.get("invoice_stream_waiting"),
  };
}

/** What happened between two moments of one process; one that has been started again in between says nothing of it. */
export function readingOf(before: Sample | undefined, now: Sample): Reading {
  const { delay, late, waiting } = now;
  const rate = (of: "cpu" | "shed"): number | undefined => {
    const [from, to] = [before?.[of], now[of]];
    return before === undefined || from === undefined || to === undefined || to < from || now.at <= before.at
      ? undefined
      : (to - from) / ((now.at - before.at) / 1000);
  };
  return { cpu: rate("cpu"), shed: rate("shed"), delay, late, waiting };
}
