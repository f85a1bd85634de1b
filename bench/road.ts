/**
 * Claim: an exchange that is signed, verified, logged durably on both sides, time-stamped and told to the public log costs at most four times a bare
 * pair of mTLS proxies, and little more than its signatures. Peers, in the same run, between the same echo and the same load: the echo alone,
 * two bare mTLS 1.3 proxies (undici), and those proxies with signing and verifying only.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createRoot, generateSigner, issueCertificate, privateKeyPem } from "@troad/trust";
import { type Bench, median, type Row } from "./kit.ts";
import { type Child, cpuSeconds, runChild, startChild } from "./road/children.ts";
import { startRoad } from "./road/government.ts";

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

async function startProxies(echo: string, sign: boolean): Promise<{ url: string; parts: Child[] }> {
  // both hops have the same key: whose it is costs nothing
  const tls = await certified();
  const provider = await startChild(here("proxy.ts"), [
    JSON.stringify({ role: "provider", to: echo, sign, peer: tls.cert, ...tls }),
  ]);
  const consumer = await startChild(here("proxy.ts"), [
    JSON.stringify({ role: "consumer", to: provider.said.url, sign, peer: tls.cert, ...tls }),
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
    const plain = await startProxies(url, false);
    const crypto = await startProxies(url, true);
    children.push(...plain.parts, ...crypto.parts);
    const road = await startRoad(data, { services: [{ service: "echo", url }] });
    children.push(road);
    const seen: Record<string, Measured[]> = { echo: [], plain: [], crypto: [], signed: [] };
    // in turn, so that a slower moment of the machine meets all of them
    for (let round = 0; round < rounds; round += 1) {
      seen.echo!.push(await measure(url, {}, [echo]));
      seen.plain!.push(await measure(plain.url, {}, plain.parts));
      seen.crypto!.push(await measure(crypto.url, {}, crypto.parts));
      seen.signed!.push(await measure(road.url, road.headers, road.parts));
    }
    return rowsOf(seen);
  } finally {
    for (const child of children.reverse()) await child.stop();
    rmSync(data, { recursive: true, force: true });
  }
};
export default bench;

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
