import { createHash } from "node:crypto";
import { lookup } from "node:dns/promises";
import tls from "node:tls";
import { type Clock, instant } from "@troad/kernel";
import { parseCertificate } from "@troad/trust";
import { Client } from "undici";
import type { Networks } from "../../domain/networks.ts";
import { isOfSameKey } from "../../domain/same-key.ts";
import { tlsOfXroad } from "../../domain/xroad-tls.ts";
import type { SegmentAnswer } from "../../gateway/platform-routes.ts";

/** One check of a member's segment: what was measured, what was expected. */
export type Finding = { name: "network" | "tls" | "clock" | "ocsp"; measured: string; expected: string; ok: boolean };

export type SegmentTools = {
  /** The government's service network. */
  networks: Networks;
  /** The platform's own TLS identity, and whom it trusts. */
  identity: { key: string; cert: string; ca: string[] };
  clock: Clock;
};

const patienceMs = 5_000;
const clockToleranceMs = 5_000;

type Server = { /** PEM */ certificate: string; profile: "troad" | "xroad" };

/**
 * Checks the segment of a gateway before it is activated: network, TLS, clock, status service, in this order, each recorded. A server of
 * X-Road has nothing that could be asked for its clock.
 */
export async function checkSegment(address: string, server: Server, tools: SegmentTools): Promise<Finding[]> {
  const names: Finding["name"][] = server.profile === "xroad" ? [] : ["clock", "ocsp"];
  const { hostname, port } = new URL(address);
  const network = await checkNetwork(hostname, tools.networks);
  const findings: Finding[] = [network.finding];
  // nothing outside of the network is ever connected to: the registry is not a way into other places
  if (!network.at) return [...findings, untried("tls"), ...names.map(untried)];
  const at = { host: network.at, port: Number(port || 443), certificate: server.certificate };
  const handshake = await checkTls(at, server.profile, tools);
  findings.push(handshake);
  if (!handshake.ok || server.profile === "xroad") return [...findings, ...names.map(untried)];
  return [...findings, ...(await askGateway(at, tools))];
}

type Place = { host: string; port: number /** PEM */; certificate: string };

const untried = (name: Finding["name"]): Finding => ({
  name,
  measured: "not tried",
  expected: "the checks before it hold",
  ok: false,
});

async function checkNetwork(hostname: string, networks: Networks): Promise<{ finding: Finding; at?: string }> {
  const found = await lookup(hostname, { all: true }).catch(() => []);
  const ok = found.length > 0 && found.every(({ address }) => networks.hold(address));
  const measured = found.map(({ address }) => address).join(", ") || `${hostname} has no address`;
  return {
    finding: { name: "network", measured, expected: networks.text, ok },
    ...(ok && found[0] ? { at: found[0].address } : {}),
  };
}

function checkTls({ host, port, certificate }: Place, profile: Server["profile"], { identity }: SegmentTools): Promise<Finding> {
  const versions = profile === "xroad" ? ["TLSv1.2", "TLSv1.3"] : ["TLSv1.3"];
  const { fingerprint } = parseCertificate(certificate);
  const expected = `${versions.join(" or ")}, certificate ${fingerprint.slice(0, 16)}`;
  return new Promise((resolve) => {
    const done = (measured: string, ok: boolean): void => {
      socket.destroy();
      resolve({ name: "tls", measured, expected, ok });
    };
    const socket = tls.connect(
      { host, port, ...identity, ...tlsOfXroad, timeout: patienceMs, checkServerIdentity: () => undefined },
      () => {
        const { raw } = socket.getPeerCertificate();
        const shown = createHash("sha256").update(raw).digest("hex");
        const version = socket.getProtocol() ?? "none";
        done(`${version}, certificate ${shown.slice(0, 16)}`, versions.includes(version) && isOfSameKey(raw, certificate));
      },
    );
    socket.once("error", (error) => done(error.message.slice(0, 200), false));
    socket.once("timeout", () => done(`no handshake within ${patienceMs} ms`, false));
  });
}

async function askGateway({ host, port, certificate }: Place, tools: SegmentTools): Promise<Finding[]> {
  const client = new Client(`https://${host.includes(":") ? `[${host}]` : host}:${port}`, {
    headersTimeout: patienceMs,
    bodyTimeout: patienceMs,
    connect: {
      ...tools.identity,
      minVersion: "TLSv1.3",
      timeout: patienceMs,
      checkServerIdentity: (_host, peer) => (isOfSameKey(peer.raw, certificate) ? undefined : new Error("another certificate")),
    },
  });
  try {
    const before = tools.clock.now().getTime();
    const reply = await client.request({ method: "POST", path: "/onboarding", headers: { "content-type": "application/json" } });
    const answer = (await reply.body.json()) as Partial<SegmentAnswer>;
    const between = (before + tools.clock.now().getTime()) / 2;
    const difference = Math.round(Date.parse(String(answer.now)) - between);
    return [
      {
        name: "clock",
        measured: Number.isNaN(difference)
          ? `no time (HTTP ${reply.statusCode})`
          : `${difference} ms beside ${instant(tools.clock)}`,
        expected: `at most ${clockToleranceMs} ms`,
        ok: Math.abs(difference) <= clockToleranceMs,
      },
      {
        name: "ocsp",
        measured: String(answer.ocsp?.detail ?? "nothing said").slice(0, 300),
        expected: "good",
        ok: answer.ocsp?.ok === true,
      },
    ];
  } catch (error) {
    const measured = (error as Error).message.slice(0, 200);
    return (["clock", "ocsp"] as const).map((name) => ({ name, measured, expected: "an answer", ok: false }));
  } finally {
    await client.destroy();
  }
}
