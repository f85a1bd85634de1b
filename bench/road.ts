/**
 * Claim: an exchange that is signed, verified, logged durably on both sides, time-stamped and told to the public log costs at most four times a bare
 * pair of mTLS proxies, and little more than its signatures. Peers, in the same run, between the same echo and the same load: the echo alone,
 * two bare mTLS 1.3 proxies (undici), and those proxies with signing and verifying only. A body of 1 GiB passes in constant memory, beside
 * proxies that put it into a file in the clear.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createRoot, generateSigner, issueCertificate, privateKeyPem } from "@troad/trust";
import { type Bench, median, type Row } from "./kit.ts";
import { type Child, cpuSeconds, runChild, startChild } from "./road/children.ts";
import { type Road, startRoad } from "./road/government.ts";

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
type Measured = Seen & { cpuMicros: number };

const connections = 32;
const seconds = 5;
/** Compilers and caches have settled after this; a gateway runs for months. */
const warmSeconds = 5;
const rounds = 3;

async function measure(url: string, headers: Record<string, string>, parts: readonly Child[]): Promise<Measured> {
  const before = cpuSeconds(parts);
  const seen = await runChild<Seen>(here("load.ts"), { url, headers, bytes: 1024, connections, seconds, warmSeconds });
  if (seen.failed > 0 || seen.answered === 0) throw new Error(`${seen.failed} exchanges failed: ${seen.example}`);
  const all = (seen.answered / seconds) * (seconds + warmSeconds);
  return { ...seen, cpuMicros: ((cpuSeconds(parts) - before) / all) * 1e6 };
}

async function certified(): Promise<{ key: string; cert: string; ca: string }> {
  const signer = await generateSigner("P-256");
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
  const rootSigner = await generateSigner("P-256");
  const root = await createRoot({ signer: rootSigner, subject: { CN: "bench" }, ...validity } as Parameters<
    typeof createRoot
  >[0]);
  const issued = await issueCertificate({
    profile: "tls",
    subject: { CN: "localhost" },
    publicKey: signer.publicKey,
    issuer: { signer: rootSigner, certificate: root },
    san: { dns: ["localhost"], ip: ["127.0.0.1"] },
    ...validity,
  });
  return { key: privateKeyPem(signer), cert: issued.pem, ca: root.pem };
}

async function startProxies(
  echo: string,
  how: { sign: boolean; spool?: boolean; folder?: string },
): Promise<{ url: string; parts: Child[] }> {
  // both hops have the same key: whose it is costs nothing
  const tls = await certified();
  const provider = await startChild(here("proxy.ts"), [
    JSON.stringify({ role: "provider", to: echo, ...how, peer: tls.cert, ...tls }),
  ]);
  const consumer = await startChild(here("proxy.ts"), [
    JSON.stringify({ role: "consumer", to: provider.said.url, ...how, peer: tls.cert, ...tls }),
  ]);
  return { url: String(consumer.said.url), parts: [provider, consumer] };
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
    const road = await startRoad(data, { services: [{ service: "echo", url, maxBytes: 2 * 1024 ** 3 }] });
    children.push(road);
    const seen: Record<string, Measured[]> = { echo: [], plain: [], crypto: [], signed: [] };
    // in turn, so that a slower moment of the machine meets all of them
    for (let round = 0; round < rounds; round += 1) {
      seen.echo!.push(await measure(url, {}, [echo]));
      seen.plain!.push(await measure(plain.url, {}, plain.parts));
      seen.crypto!.push(await measure(crypto.url, {}, crypto.parts));
      seen.signed!.push(await measure(road.url, road.headers, road.parts));
    }
    return [...rowsOf(seen), ...(await largeRows(road, files))];
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
