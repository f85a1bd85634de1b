/**
 * Claim: an exchange that is signed, verified, logged durably on both sides, time-stamped and told to the public log costs at most four times a bare
 * pair of mTLS proxies, and little more than its signatures. Peers, in the same run, between the same echo and the same load: the echo alone,
 * two bare mTLS 1.3 proxies (undici), and those proxies with signing and verifying only. A body of 1 GiB passes in constant memory, beside
 * proxies that put it into a file in the clear.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Bench, median, type Row } from "./kit.ts";
import { type Child, cpuSeconds, runChild, startChild } from "./road/children.ts";
import { type Road, startRoad } from "./road/government.ts";
import { startProxies } from "./road/proxies.ts";

const here = (file: string): string => path.join(import.meta.dirname, "road", file);
type Seen = {
  answered: number;
  failed: number;
  example: string;
  perSecond: number;
  p50: number;
  p99: number;
  cpuSeconds: number;
};
/** `passed`: exchanges with those of the warm-up. */
type Measured = Seen & { passed: number; cpuMicros: number };

const connections = 32;
const seconds = 5;
const warmSeconds = 2;
/** Compilers and caches have settled after this, once a row; a gateway runs for months. */
const firstWarmSeconds = 12;
const rounds = 3;
/** What three processes and their database use when nothing passes, in cores, and a little more. */
const idleCores = 0.1;
/** So long at most for what follows an exchange. */
const settleSeconds = 120;

/** Waits until nothing is left to do behind the exchanges: time stamps, records, archives. Gives the CPU seconds that it took. */
async function settled(parts: readonly Child[]): Promise<number> {
  const before = cpuSeconds(parts);
  for (let second = 0, quiet = 0; quiet < 4 && second < settleSeconds; second += 1) {
    const then = cpuSeconds(parts);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    // archives look for work every two seconds
    quiet = cpuSeconds(parts) - then < idleCores ? quiet + 1 : 0;
  }
  return cpuSeconds(parts) - before;
}

type Target = { url: string; headers: Record<string, string>; parts: readonly Child[] };

async function measure({ url, headers, parts }: Target, warm = warmSeconds): Promise<Measured> {
  const before = cpuSeconds(parts);
  const seen = await runChild<Seen>(here("load.ts"), { url, headers, bytes: 1024, connections, seconds, warmSeconds: warm });
  if (seen.failed > 0 || seen.answered === 0) throw new Error(`${seen.failed} exchanges failed: ${seen.example}`);
  const passed = (seen.answered / seconds) * (seconds + warm);
  return { ...seen, passed, cpuMicros: ((cpuSeconds(parts) - before) / passed) * 1e6 };
}

const bench: Bench = async () => {
  const data = mkdtempSync(path.join(tmpdir(), "troad-bench-"));
  chmodSync(data, 0o711);
  const children: { stop(): Promise<void> }[] = [];
  try {
    const echo = await startChild(here("echo.ts"), []);
    const url = String(echo.said.url);
    children.push(echo);
    const plain = await startProxies(url, { sign: false });
    const crypto = await startProxies(url, { sign: true });
    children.push(...plain.parts, ...crypto.parts);
    const files = await startProxies(url, { sign: false, spool: true, folder: data });
    children.push(...files.parts);
    const road = await startRoad(data, {
      services: [{ service: "echo", url, maxBytes: 2 * 1024 ** 3 }],
      env: { ROAD_ARCHIVE_SECONDS: "2" },
    });
    children.push(road);
    const rows = {
      echo: { url, headers: {}, parts: [echo] },
      plain: { ...plain, headers: {} },
      crypto: { ...crypto, headers: {} },
      signed: road,
    };
    for (const one of Object.values(rows)) await measure(one, firstWarmSeconds);
    await settled(road.parts);
    const seen: Record<string, Measured[]> = {};
    const after: number[] = [];
    // in turn, so that a slower moment of the machine meets all of them; and each alone, without what another left to do
    for (let round = 0; round < rounds; round += 1)
      for (const [name, one] of Object.entries(rows)) {
        const measured = await measure(one);
        seen[name] = [...(seen[name] ?? []), measured];
        if (one === road) after.push(((await settled(road.parts)) / measured.passed) * 1e6);
      }
    return [...rowsOf(seen), afterRow(median(after)), ...(await largeRows(road, files))];
  } finally {
    for (const child of children.reverse()) await child.stop();
    rmSync(data, { recursive: true, force: true });
  }
};
export default bench;

const mebibytes = 1024;

/** One body of 1 GiB there and back; how fast, and how much the memory of a gateway grows meanwhile. */
async function largeRows(road: Road, files: { url: string; parts: Child[] }): Promise<Row[]> {
  const send = async (url: string, headers: Record<string, string>, parts: readonly Child[], size: number) => {
    const rested = parts.map(residentBytes);
    let grown = 0;
    const watch = setInterval(() => {
      grown = Math.max(grown, ...parts.map((one, index) => residentBytes(one) - rested[index]!));
    }, 100);
    const seen = await runChild<{ seconds: number; whole: boolean }>(here("large.ts"), { url, headers, mebibytes: size });
    clearInterval(watch);
    if (!seen.whole) throw new Error("a large body did not come back as it was");
    return { perSecond: size / seen.seconds, grown: grown / 1024 ** 2 };
  };
  const gateways = [road.consumer, road.provider];
  await send(road.url, road.headers, gateways, 8);
  const plain = await send(files.url, {}, files.parts, mebibytes);
  const signed = await send(road.url, road.headers, gateways, mebibytes);
  const row = (what: string, value: number, unit: string, peer: number): Row => ({
    what,
    value: Math.round(value),
    unit,
    peer: `${Math.round(peer)} ${unit}, proxies with files`,
    ratio: Number((value / peer).toPrecision(3)),
  });
  return [
    row("large: 1 GiB there and back", signed.perSecond, "MiB/s", plain.perSecond),
    row("large: growth of memory, the larger gateway's", signed.grown, "MiB", plain.grown),
  ];
}

const residentBytes = ({ process }: Child): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${process.pid}/status`, "utf8"))?.[1]) * 1024;

/** Archives of both sides, and what else is done once traffic has ceased. */
const afterRow = (micros: number): Row => ({
  what: "afterwards, an exchange",
  value: Math.round(micros),
  unit: "us of CPU",
  peer: "archives of both sides",
  ratio: null,
});

function rowsOf(seen: Record<string, Measured[]>): Row[] {
  const middle = (name: string, of: (one: Measured) => number): number => median(seen[name]!.map(of));
  const rate = (name: string): number => Math.round(middle(name, (one) => one.perSecond));
  const ratio = (name: string, peer: string): number =>
    Number(median(seen[name]!.map((one, round) => one.perSecond / seen[peer]![round]!.perSecond)).toPrecision(3));
  const about = (name: string): string => {
    const [p50, p99, cpu] = [
      middle(name, (one) => one.p50),
      middle(name, (one) => one.p99),
      middle(name, (one) => one.cpuMicros),
    ];
    return `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, CPU ${Math.round(cpu)} us`;
  };
  const row = (what: string, name: string, compared: number | null): Row => ({
    what,
    value: rate(name),
    unit: "exchanges/s",
    peer: about(name),
    ratio: compared,
  });
  return [
    row("echo", "echo", null),
    row("plain", "plain", null),
    row("crypto", "crypto", null),
    row("signed, against plain", "signed", ratio("signed", "plain")),
    row("signed, against crypto", "signed", ratio("signed", "crypto")),
  ];
}
