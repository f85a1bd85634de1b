import { Readable } from "node:stream";
import type { TLSSocket } from "node:tls";
import type { Clock } from "@troad/kernel";
import { type Certificate, parseCertificate } from "@troad/trust";
import { readStatusAnswers, statusQuery, verifyServer } from "@troad/xroad";
import { buildConnector, type Dispatcher, Pool, request } from "undici";
import type { XroadServer } from "../../domain/globalconf.ts";
import { tlsOfXroad } from "../../domain/xroad-tls.ts";
import type { Directory } from "../configuration/directory.ts";
import type { GatewayIdentity } from "../identity.ts";
import { type Sending, tellingSent } from "../link/sent.ts";
import { trustIn } from "./trust.ts";

/** Ports of X-Road servers: the configuration names only hosts (5500 and 5577 unless an operator says otherwise). */
export type XroadPorts = { messages: number; status: number };

export type XroadLink = {
  /** Posts a message to a verified server; throws if it cannot be reached or is not the one that the configuration names. */
  post(
    server: XroadServer,
    message: { headers: Record<string, string>; body: AsyncIterable<Buffer>; headersMs: number; sending: Sending },
  ): Promise<Dispatcher.ResponseData<unknown>>;
  close(): Promise<void>;
};

type Parts = { identity: Pick<GatewayIdentity, "tls" | "onRenewed">; directory: Directory; ctx: { clock: Clock } };
/** How long a connection is used before its peer's status is checked again: a revocation takes effect after this time. */
const standingMs = 60_000;
const idleMs = 30_000;
const keyOf = ({ host, tlsFingerprints }: XroadServer): string => `${host} ${tlsFingerprints.join(" ")}`;

/** Connections to X-Road servers: mutual TLS, the exact certificate of the configuration, and its status before anything is sent. */
export function openXroadLink({ identity, directory, ctx }: Parts, ports: XroadPorts): XroadLink {
  const pools = new Map<string, Pool>();
  const stopFollowing = identity.onRenewed(() => {
    for (const pool of pools.values()) void pool.close();
    pools.clear();
  });
  /** What a server last presented, and when (ms) its status has to be checked again. */
  const standing = new Map<string, { certificate: Certificate; until: number }>();

  async function requireStanding(server: XroadServer, certificate: Certificate): Promise<void> {
    const now = ctx.clock.now();
    if (!server.tlsFingerprints.includes(certificate.fingerprint))
      throw new Error("not the server that the global configuration names");
    const answers = await statusOf(server, certificate);
    const outcome = verifyServer(certificate, answers, { side: "tls-server", trust: trustIn(directory.current()), now });
    if (!outcome.ok) throw new Error(`the server's certificate is refused: ${outcome.code} ${outcome.detail ?? ""}`);
    standing.set(keyOf(server), { certificate, until: now.getTime() + standingMs });
  }

  async function statusOf({ host }: XroadServer, certificate: Certificate): Promise<Buffer[]> {
    const answer = await request(`http://${host}:${ports.status}/?${statusQuery([certificate])}`, {
      headersTimeout: 5_000,
      bodyTimeout: 5_000,
    });
    answer.body.on("error", () => undefined);
    const read = await readStatusAnswers(answer.body, String(answer.headers["content-type"] ?? ""));
    answer.body.destroy();
    if (answer.statusCode !== 200 || !read.ok) throw new Error(`no status answer of ${host}: HTTP ${answer.statusCode}`);
    return read.value;
  }

  function connectTo(server: XroadServer): buildConnector.connector {
    const { roots, intermediates } = directory.current().trust;
    const connect = buildConnector({
      key: identity.tls.keyPem,
      // leaf only: X-Road wants a status answer for every further certificate that is presented
      cert: identity.tls.certificate.pem,
      ca: [...roots, ...intermediates],
      ...tlsOfXroad,
      // every connection presents its certificate anew
      maxCachedSessions: 0,
      timeout: 5_000,
      // the name would prove nothing: it is compared with the configuration below
      checkServerIdentity: () => undefined,
    });
    return (options, done) =>
      connect(options, (error, socket) => {
        if (error) return void done(error, null);
        const shown = async (): Promise<Certificate> => parseCertificate((socket as TLSSocket).getPeerCertificate().raw);
        shown()
          .then((certificate) => requireStanding(server, certificate))
          .then(
            () => done(null, socket),
            (refusal: Error) => {
              socket.destroy();
              done(refusal, null);
            },
          );
      });
  }

  return {
    post: async (server, { headers, body, headersMs, sending }) => {
      const key = keyOf(server);
      const before = standing.get(key);
      // every new connection checks; a long-lived one checks again from time to time
      if (before && before.until <= ctx.clock.now().getTime()) await requireStanding(server, before.certificate);
      let pool = pools.get(key);
      if (!pool) {
        pool = new Pool(`https://${server.host}:${ports.messages}`, {
          connections: 32,
          keepAliveTimeout: idleMs,
          keepAliveMaxTimeout: idleMs,
          headersTimeout: headersMs,
          bodyTimeout: 40_000,
          connect: connectTo(server),
        });
        pools.set(key, pool);
      }
      return tellingSent(pool).request({
        method: "POST",
        path: "/",
        headers,
        body: Readable.from(body),
        headersTimeout: headersMs,
        opaque: sending,
      });
    },
    close: async () => {
      stopFollowing();
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/** `5500:5577`: the ports for messages and for status answers. Throws RangeError on anything else. */
export function readXroadPorts(text: string, name: string): XroadPorts {
  const [, messages = "", status = ""] = /^(\d{1,5}):(\d{1,5})$/.exec(text) ?? [];
  const [one, other] = [Number(messages), Number(status)];
  if (messages === "" || one > 65_535 || other > 65_535) throw new RangeError(`${name}: MESSAGES:STATUS, such as 5500:5577`);
  return { messages: one, status: other };
}
