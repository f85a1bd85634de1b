import fs from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Duplex } from "node:stream";
import { installationSecret, systemClock } from "@troad/kernel";
import {
  type Certificate,
  encodeCompact,
  loadKeyFile,
  parseCertificates,
  privateKeyPem,
  type SoftwareSigner,
  signCompact,
} from "@troad/trust";
import { Agent, request } from "undici";
import { decodeFrames, encodeFrames } from "../../modules/road/domain/frames.ts";
import { decodePart, encodeRequest, type HeaderList } from "../../modules/road/domain/message.ts";
import { requestFiles } from "../../modules/road/gateway/files.ts";
import { protocol } from "../../modules/road/gateway/link/channel.ts";
import { serveChannels } from "../../modules/road/gateway/link/channel-server.ts";
import { splitTrace } from "../../modules/road/gateway/link/link.ts";
import { fetchOcsp } from "../../modules/road/gateway/sealing/staple.ts";
import type { Government } from "./government.ts";

type Key = { signer: SoftwareSigner; certificate: Certificate; chain: Certificate[] };
/** A dishonest member: the real keys of an agency's gateway, and nothing of what its gateway checks. */
export type Member = { seal: Key; tls: Key; root: string; issuing: Certificate; ocsp: string };

async function openKey(folder: string, name: string): Promise<Key> {
  const signer = await loadKeyFile(path.join(folder, `${name}.key`), installationSecret(folder, "keys"));
  const chain = parseCertificates(fs.readFileSync(path.join(folder, `${name}.crt`), "utf8"));
  return { signer, certificate: chain[0]!, chain };
}

export async function openMember(government: Government, agency: string): Promise<Member> {
  const { ocsp } = government.running.endpoints() as { ocsp: string };
  return openMemberIn(government.data, agency, ocsp);
}

/** The same of an installation that runs in other processes. */
export async function openMemberIn(data: string, agency: string, ocsp: string): Promise<Member> {
  const folder = path.join(data, "road", "gateways", agency);
  const [seal, tls] = [await openKey(folder, "seal"), await openKey(folder, "tls")];
  const root = await (await fetch(ocsp.replace(/\/ocsp$/, "/root.crt"))).text();
  return { seal, tls, root, issuing: seal.chain[1]!, ocsp };
}

export type Message = { method?: string; target: string; headers: HeaderList; body: Buffer };

/** Signs a message with the seal of `member`; what is in it is the caller's wish. */
export async function signedFrames(member: Pick<Member, "seal" | "issuing" | "ocsp">, message: Message): Promise<Buffer> {
  const head = encodeRequest({ method: message.method ?? "POST", target: message.target, headers: message.headers });
  const { certificate, signer } = member.seal;
  const files = requestFiles(head, { in: "memory", bytes: message.body }, "application/json");
  const signature = encodeCompact(await signCompact({ files, signer, certificate, signingTime: new Date() }));
  const { der } = await fetchOcsp({
    url: member.ocsp,
    certificate,
    issuer: member.issuing,
    clock: systemClock,
  });
  return encodeFrames({ request: head, body: message.body, signature, certificate: certificate.der, ocsp: der });
}

export type PeerAnswer = {
  status: number;
  error: string | undefined;
  body: Buffer;
  response: { status: string; headers: HeaderList; body: string } | undefined;
};
type Shown = { key: string; cert: string };

export const shownBy = ({ tls }: Member): Shown => ({
  key: privateKeyPem(tls.signer),
  cert: tls.chain.map(({ pem }) => pem).join(""),
});

/** Posts to the door between gateways with the given certificate (or none), trusting whatever is there. */
export async function postToPeer(
  endpoint: string,
  bytes: Buffer,
  shown: Shown | undefined,
  root: string,
  at = "/exchange",
  lang = "en",
): Promise<PeerAnswer> {
  const agent = new Agent({ connect: { ...shown, ca: root, checkServerIdentity: () => undefined } });
  try {
    const reply = await request(`${endpoint}${at}`, {
      method: "POST",
      headers: { "content-type": "application/vnd.troad.frames", "accept-language": lang },
      body: bytes,
      dispatcher: agent,
    });
    const body = Buffer.from(await reply.body.arrayBuffer());
    const frames = reply.statusCode === 200 ? decodeFrames(body, ["response", "body"]) : undefined;
    const head = frames && decodePart(frames.response!);
    return {
      status: reply.statusCode,
      error: reply.headers["x-road-error"] as string | undefined,
      body,
      response: head && { status: head.first, headers: head.headers, body: frames.body!.toString() },
    };
  } finally {
    await agent.destroy();
  }
}

export type Relay = {
  address: string;
  tamper(how: ((answer: Buffer, asked: Buffer) => Buffer | Promise<Buffer>) | undefined, options?: { forward: boolean }): void;
  /** From now on only this version of TLS is spoken, on new connections. */
  speakOnly(version: "TLSv1.2" | "TLSv1.3"): void;
  close(): Promise<void>;
};

type Tampering = { how: ((answer: Buffer, asked: Buffer) => Buffer | Promise<Buffer>) | undefined; forward: boolean };

/** What the real gateway answers, altered; throws its refusal as bytes. */
async function relayed(question: Buffer, at: string, agent: Agent, { how, forward }: Tampering): Promise<Buffer> {
  let [status, answer] = [200, Buffer.alloc(0)];
  if (forward) {
    const reply = await request(at, {
      method: "POST",
      headers: { "content-type": "application/vnd.troad.frames" },
      body: question,
      dispatcher: agent,
    });
    [status, answer] = [reply.statusCode, Buffer.from(await reply.body.arrayBuffer())];
  }
  if (how) return await how(answer, question);
  if (status !== 200) throw answer;
  return answer;
}

/**
 * The gateway of `member` with other software in it: it shows the member's certificate, passes requests on to the real one (shown
 * as their sender) and may alter what comes back.
 */
export async function openRelay(member: Member, endpoint: string, sender: Member): Promise<Relay> {
  let tampering: Tampering = { how: undefined, forward: true };
  const agent = new Agent({ connect: { ...shownBy(sender), ca: member.root, checkServerIdentity: () => undefined } });
  const server = https.createServer(
    {
      ...shownBy(member),
      ca: member.root,
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: "TLSv1.3",
      ALPNProtocols: [protocol, "http/1.1"],
    },
    (_incoming, outgoing) => {
      // the onboarding check: a dishonest member passes the checks of its segment like any other
      outgoing.writeHead(200).end(JSON.stringify({ now: new Date().toISOString(), ocsp: { ok: true, detail: "good" } }));
    },
  );
  const sockets = new Set<Duplex>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const channels = serveChannels(server, {
    answer: (content) => relayed(splitTrace(content).frames, `${endpoint}/exchange`, agent, tampering),
    refuse: (error) => (Buffer.isBuffer(error) ? error : Buffer.from(JSON.stringify({ type: "Server", message: String(error) }))),
    senderMs: 30_000,
  });
  const hangUp = (): void => sockets.forEach((socket) => void socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tamper: (how, options = { forward: true }) => {
      tampering = { how, forward: options.forward };
    },
    speakOnly: (version) => {
      server.setSecureContext({ ...shownBy(member), ca: member.root, minVersion: version, maxVersion: version });
      hangUp();
    },
    close: async () => {
      channels.close();
      hangUp();
      await Promise.all([agent.destroy(), new Promise((resolve) => server.close(resolve))]);
    },
  };
}
