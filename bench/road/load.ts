/**
 * Asks `url` over a fixed number of connections for some seconds, after a warm-up, and prints what it saw: answers, failures, latency in
 * ms. Arguments: one JSON object { url, headers, bytes, connections, seconds, warmSeconds }.
 */
import { Pool } from "undici";

type Plan = {
  url: string;
  headers: Record<string, string>;
  bytes: number;
  connections: number;
  seconds: number;
  warmSeconds: number;
};
const plan = JSON.parse(process.argv[2] ?? "{}") as Plan;
const target = new URL(plan.url);
const pool = new Pool(target.origin, { connections: plan.connections, pipelining: 1 });
const body = JSON.stringify({ text: "x".repeat(Math.max(0, plan.bytes - 11)) });
const started = performance.now();
const from = started + plan.warmSeconds * 1000;
const until = from + plan.seconds * 1000;
const latencies: number[] = [];
let failed = 0;
let example = "";

async function connection(): Promise<void> {
  for (let at = performance.now(); at < until; at = performance.now()) {
    const answer = await pool.request({
      method: "POST",
      path: target.pathname,
      headers: { "content-type": "application/json", ...plan.headers },
      body,
    });
    const text = await answer.body.text();
    const good = answer.statusCode === 200 && text === body;
    if (at < from) continue;
    if (good) latencies.push(performance.now() - at);
    else {
      failed += 1;
      example ||= text.slice(0, 300);
    }
  }
}

const cpuBefore = process.cpuUsage();
await Promise.all(Array.from({ length: plan.connections }, connection));
const cpu = process.cpuUsage(cpuBefore);
latencies.sort((a, b) => a - b);
const percentile = (share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
console.log(
  JSON.stringify({
    answered: latencies.length,
    failed,
    example,
    perSecond: latencies.length / plan.seconds,
    p50: percentile(0.5),
    p99: percentile(0.99),
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
  }),
);
await pool.destroy();
