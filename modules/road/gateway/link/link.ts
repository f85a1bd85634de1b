import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { PeerCertificate } from "node:tls";
import { exchangeMs } from "@troad/directory";
import { traceparent } from "@troad/kernel";
import { type Dispatcher, Pool } from "undici";
import { roadFailure } from "../../domain/errors.ts";
import { findMember, type KnownGateway } from "../../domain/globalconf.ts";
import type { Directory } from "../configuration/directory.ts";
import type { LiveTrust } from "../configuration/live-trust.ts";
import type { GatewayIdentity } from "../identity.ts";
import { framesType, readStream, readUpTo, streamLength, streamType, writeStream } from "./body-stream.ts";
import { kinds } from "./channel.ts";
import { type Channel, openChannel } from "./channel-client.ts";
import { ConnectTimeout, openReachability } from "./reachability.ts";
import { type Sending, tellingSent } from "./sent.ts";

const maxAnswer = 8 * 1024 * 1024;

/** A connection, open or being opened. */
type Held = { opening: Promise<Channel>; channel: Channel | undefined; failed: boolean };

/** Frames or a refusal; a large body follows its frames as a stream. */
export type LinkAnswer = {
  ok: boolean;
  body: Buffer;
  stream?: AsyncIterable<Buffer> /** Wants no more of the stream. */;
  cancel?(): void;
};
/** CLASS/CODE of a member, and the code of its only server that may be asked, or undefined for any. */
type Destination = { member: string; server: string | undefined };
/** A body too large for the frames. */
export type LargeBody = { size: number; read(): Readable };
export type OutgoingMessage = { frames: Buffer; large?: LargeBody };
type Post = { body: Buffer; large?: LargeBody | undefined; sending?: Sending };

/**
 * Mutually authenticated TLS 1.3 to other gateways: the other side must present the exact certificate that the global configuration names.
 */
export function openLink(
  identity: Pick<GatewayIdentity, "tls" | "onRenewed">,
  live: Pick<LiveTrust, "pem" | "onChanged">,
  directory: Directory,
) {
  const { tls } = identity;
  const pools = new Map<string, { raw: Pool; dispatcher: Dispatcher }>();
  const channels = new Map<string, Held>();
  const keyOf = ({ address, tlsFingerprints }: KnownGateway): string => `${address} ${tlsFingerprints.join(" ")}`;
  const connect = (fingerprints: string[]) => ({
    key: tls.keyPem,
    cert: tls.chain.map((certificate) => certificate.pem).join(""),
    ca: live.pem(),
    minVersion: "TLSv1.3" as const,
    checkServerIdentity: (_host: string, peer: PeerCertificate) =>
      fingerprints.includes(createHash("sha256").update(peer.raw).digest("hex"))
        ? undefined
        : new Error("not the gateway that the global configuration names"),
  });

  function poolOf(gateway: KnownGateway): Dispatcher {
    const key = keyOf(gateway);
    let pool = pools.get(key);
    if (!pool) {
      const raw = new Pool(gateway.address, {
        connections: 32,
        headersTimeout: 40_000,
        bodyTimeout: 40_000,
        connect: { ...connect(gateway.tlsFingerprints), timeout: 5_000 },
      });
      pool = { raw, dispatcher: tellingSent(raw) };
      pools.set(key, pool);
    }
    return pool.dispatcher;
  }

  /** The connection to a gateway; a new one if there is none or it ended. Concurrent callers share it. */
  function channelTo(gateway: KnownGateway): Promise<Channel> {
    const key = keyOf(gateway);
    const held = channels.get(key);
    if (held && !held.failed && (held.channel?.isOpen() ?? true)) return held.opening;
    const fresh: Held = {
      opening: openChannel(gateway.address, connect(gateway.tlsFingerprints)),
      channel: undefined,
      failed: false,
    };
    channels.set(key, fresh);
    fresh.opening.then(
      (channel) => {
        fresh.channel = channel;
      },
      () => {
        fresh.failed = true;
      },
    );
    return fresh.opening;
  }

  const outdated: Held[] = [];
  // new messages use the renewed certificate; those in progress finish on their connection, which is then closed when idle
  const connectAnew = (): void => {
    for (const { raw } of pools.values()) void raw.close();
    pools.clear();
    outdated.push(...channels.values());
    channels.clear();
  };
  const following = [identity.onRenewed(connectAnew), live.onChanged(connectAnew)];
  const reachability = openReachability({ probe: channelTo, keyOf });

  async function overHttp(gateway: KnownGateway, path: string, { body, large, sending }: Post): Promise<LinkAnswer> {
    const answer = await poolOf(gateway)
      .request({
        method: "POST",
        path,
        headers: {
          "content-type": large ? streamType : framesType,
          traceparent: traceparent(),
          ...(large ? { "content-length": String(streamLength(body, large.size)) } : {}),
        },
        body: large ? writeStream(body, large.read()) : body,
        opaque: sending ?? null,
        // the answer to an exchange comes once the service has answered
        ...(path === "/exchange" ? { headersTimeout: exchangeMs } : {}),
      })
      .catch((error: NodeJS.ErrnoException) => {
        throw error.code === "UND_ERR_CONNECT_TIMEOUT" ? new ConnectTimeout(error.message) : error;
      });
    if (answer.headers["content-type"] === streamType) {
      const { frames, body: stream } = await readStream(answer.body);
      return { ok: true, body: frames, stream, cancel: () => void answer.body.destroy() };
    }
    const held = await readUpTo(answer.body, maxAnswer);
    if ("stream" in held) {
      // its reader still listens to its errors
      answer.body.destroy();
      throw new Error("answer too large");
    }
    return { ok: answer.statusCode === 200, body: held.bytes };
  }

  async function overChannel(gateway: KnownGateway, frames: Buffer, sending: Sending): Promise<LinkAnswer> {
    const channel = await channelTo(gateway);
    const reply = await channel.ask(withTrace(frames), sending);
    if (reply.kind === kinds.elsewhere) return overHttp(gateway, "/exchange", { body: frames, sending });
    const { kind, content } = reply;
    return { ok: kind === kinds.answer, body: content };
  }

  async function gatewaysOf({ member, server }: Destination): Promise<KnownGateway[]> {
    const registered = () =>
      (findMember(directory.current(), member)?.gateways ?? []).filter(({ code }) => server === undefined || code === server);
    await directory.awake();
    if (registered().length === 0) await directory.lookAgain();
    const gateways = registered();
    if (gateways.length === 0) throw roadFailure("Server.ClientProxy.UnknownMember", { member });
    return gateways;
  }

  /** Asks the least loaded reachable gateway of a member; never another one once anything has been sent for the request. */
  async function firstOf(
    to: Destination,
    ask: (gateway: KnownGateway) => Promise<LinkAnswer>,
    sending: Sending = { sent: false },
  ): Promise<LinkAnswer> {
    const { member } = to;
    let reason = "no sign of life; it is tried again every few seconds";
    for (const gateway of reachability.candidates(await gatewaysOf(to))) {
      try {
        return await reachability.ask(gateway, () => ask(gateway));
      } catch (error) {
        reason = (error as Error).message;
        if (sending.sent) break;
      }
    }
    await directory.lookSoon(); // it may have moved: the next attempt finds it
    throw roadFailure("Server.ClientProxy.NetworkError", { member }, reason);
  }

  const deliver = (gateway: KnownGateway, { frames, large }: OutgoingMessage, sending: Sending): Promise<LinkAnswer> =>
    large ? overHttp(gateway, "/exchange", { body: frames, large, sending }) : overChannel(gateway, frames, sending);

  return {
    /** Sends a message to a member and gives its answer, or the refusal (a JSON object with `type`). */
    exchange: (to: Destination, message: OutgoingMessage, sending: Sending): Promise<LinkAnswer> =>
      firstOf(to, (gateway) => deliver(gateway, message, sending), sending),
    /** Sends the same to every gateway of a member, one after the other; unreachable ones give no answer. */
    async *exchangeWithEach(to: Destination, message: OutgoingMessage): AsyncGenerator<LinkAnswer | undefined> {
      const gateways = await gatewaysOf(to);
      const reachable = reachability.candidates(gateways);
      for (const gateway of gateways)
        yield reachable.includes(gateway)
          ? await reachability.ask(gateway, () => deliver(gateway, message, { sent: false })).catch(() => undefined)
          : undefined;
    },
    /** How many gateways may be asked. */
    countOf: async (to: Destination): Promise<number> => (await gatewaysOf(to)).length,
    /** Sends a query that changes nothing to a member's gateway; if it fails, another gateway may be asked. */
    post: (member: string, path: string, body: Buffer): Promise<LinkAnswer> =>
      firstOf({ member, server: undefined }, (gateway) => overHttp(gateway, path, { body })),
    close: async (): Promise<void> => {
      reachability.close();
      for (const stop of following) stop();
      for (const { opening } of [...channels.values(), ...outdated])
        opening.then(
          (channel) => channel.close(),
          () => undefined,
        );
      await Promise.all([...pools.values()].map(({ raw }) => raw.destroy()));
    },
  };
}

/** A request's content: the trace (W3C Trace Context) with a one-byte length, then the message. */
export function withTrace(frames: Buffer): Buffer {
  const trace = Buffer.from(traceparent(), "latin1");
  return Buffer.concat([Buffer.from([trace.length]), trace, frames]);
}

export const splitTrace = (content: Buffer): { trace: string; frames: Buffer } => {
  const end = 1 + (content[0] ?? 0);
  return { trace: content.toString("latin1", 1, end), frames: content.subarray(end) };
};
