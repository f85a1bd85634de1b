import { randomBytes } from "node:crypto";
import type http from "node:http";
import https from "node:https";
import type { TLSSocket } from "node:tls";
import { systemClock, systemIds } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import { trustedOf } from "@troad/pki/trust";
import { roadApi } from "@troad/road/api";
import {
  buildOcspRequest,
  type Certificate,
  createCsr,
  csrPem,
  generateSigner,
  type KeyKind,
  parseCertificate,
  privateKeyPem,
  type SoftwareSigner,
} from "@troad/trust";
import {
  newBoundary,
  readStatusAnswers,
  readTransport,
  type SoapFault,
  statusQuery,
  type TransportMessage,
  transportType,
  verifyServer,
  verifyTransport,
  type XroadTrust,
} from "@troad/xroad";
import { signRequest } from "../../modules/road/gateway/registration.ts";
import type { Government } from "./government.ts";
import { hashOf, multipart, type Question, readHead, requestHead, requestParts } from "./xroad-message.ts";

/**
 * A security server of X-Road as its protocol describes it (PR-MESSTRANSP), out of packages/xroad and Node's TLS alone: nothing of what our
 * gateways do between themselves. It signs whatever the test wants.
 */
type Key = { signer: SoftwareSigner; certificate: Certificate };
export type XroadPeer = {
  instance: string;
  /** CLASS/CODE */
  member: string;
  host: string;
  seal: Key;
  tls: Key;
  issuing: Certificate;
  ocspUrl: string;
  trust: XroadTrust;
};

/** Keys and certificates of our own authority for a member's server. */
export async function enrolPeer(
  government: Government,
  member: string,
  host: string,
  kind: KeyKind = "P-256",
): Promise<XroadPeer> {
  const pki = government.running.use(pkiApi);
  const anchors = await pki.trustAnchors();
  const instance = "TWDEMO";
  const enrol = async (profile: "seal" | "tls"): Promise<Key> => {
    const signer = await generateSigner(kind);
    const csr = csrPem(await createCsr({ subject: { C: "TW", CN: member }, signer }));
    const issued = await pki.enrolMember({ csr, profile, instance, member, organization: member, hosts: [host] });
    return { signer, certificate: parseCertificate(issued.certificate) };
  };
  const { roots, intermediates, tsas } = trustedOf(anchors);
  const issuing = intermediates[0]!;
  return {
    instance,
    member,
    host,
    seal: await enrol("seal"),
    tls: await enrol("tls"),
    issuing,
    ocspUrl: anchors.urls.ocsp,
    trust: { roots, intermediates: [issuing], tsas },
  };
}

/** Registers the server as one of X-Road, with the subsystems that it serves; an officer decides where content does not name it. */
export async function registerPeer(
  government: Government,
  peer: Pick<XroadPeer, "instance" | "member" | "seal" | "tls" | "issuing">,
  at: { server: string; agency: string; address: string; subsystems: string[] },
): Promise<void> {
  const road = government.running.use(roadApi);
  const context = { clock: systemClock, ids: systemIds(systemClock) };
  const identity = {
    seal: { signer: peer.seal.signer, chain: [peer.seal.certificate, peer.issuing] },
    tls: { signer: peer.tls.signer },
  };
  const whose = { instance: peer.instance, member: peer.member };
  const submit = async (change: Parameters<typeof signRequest>[3]): Promise<void> => {
    const receipt = await road.submitRequest(await signRequest(context, identity, whose, change));
    if (receipt.failed.length > 0) throw new Error(`checks failed: ${receipt.failed.join(", ")}`);
    if (receipt.state !== "approved") await road.decideRequest({ id: receipt.id, approve: true, reason: null, actor: "officer" });
  };
  await submit({
    type: "gateway-registration",
    server: at.server,
    agency: at.agency,
    address: at.address,
    consumerUrl: at.address,
    tlsCertificate: peer.tls.certificate.pem,
    sealCertificate: peer.seal.certificate.pem,
    encryptionCertificate: null,
    profile: "xroad",
  });
  for (const subsystem of at.subsystems) await submit({ type: "client-registration", server: at.server, subsystem });
}

/** The status answer of a certificate, from the authority's responder. */
export async function statusOf(
  { issuing, ocspUrl }: Pick<XroadPeer, "issuing" | "ocspUrl">,
  certificate: Certificate,
): Promise<Buffer> {
  const body = buildOcspRequest({ certificate, issuer: issuing });
  const reply = await fetch(ocspUrl, {
    method: "POST",
    headers: { "content-type": "application/ocsp-request" },
    body: new Uint8Array(body),
  });
  return Buffer.from(await reply.arrayBuffer());
}

export type Reply =
  | { fault: SoapFault }
  | { message: TransportMessage; body: Buffer; status: string; headers: Map<string, string>; protocol: string; cipher: string };

/** TLS as a server of X-Road 7 has it: version 1.2 and its three suites. */
export const xroadTls = {
  minVersion: "TLSv1.2" as const,
  maxVersion: "TLSv1.2" as const,
  ciphers: "ECDHE-RSA-AES256-SHA384:DHE-RSA-AES256-SHA256:ECDHE-ECDSA-AES256-SHA384",
};

/** Posts bytes to a door as a client proxy does; `options` for what it would never do. */
export async function postXroad(
  peer: Pick<XroadPeer, "tls">,
  endpoint: string,
  bytes: Buffer | AsyncIterable<Buffer>,
  options: { boundary?: string; headers?: Record<string, string>; tls?: https.AgentOptions } = {},
): Promise<Reply> {
  const boundary = options.boundary ?? "xtop";
  const agent = new https.Agent({
    key: privateKeyPem(peer.tls.signer),
    cert: peer.tls.certificate.pem,
    rejectUnauthorized: false,
    ...xroadTls,
    ...options.tls,
  });
  try {
    return await new Promise<Reply>((resolve, reject) => {
      const request = https.request(endpoint, {
        method: "POST",
        agent,
        headers: {
          "content-type": transportType(boundary),
          "x-road-message-type": "REST",
          "x-hash-algorithm": "SHA-512",
          "x-proxy-version": "7.6.0",
          "x-road-request-id": "transport",
          ...options.headers,
        },
      });
      let answered = false;
      request.on("error", (error) => {
        if (!answered) reject(error);
      });
      request.on("response", (response) => {
        answered = true;
        const socket = response.socket as TLSSocket;
        const [protocol, cipher] = [socket.getProtocol() ?? "", socket.getCipher().name];
        readReply(response).then((reply) => resolve("fault" in reply ? reply : { ...reply, protocol, cipher }), reject);
      });
      if (Buffer.isBuffer(bytes)) request.end(bytes);
      else
        void (async () => {
          for await (const chunk of bytes) if (!request.destroyed) request.write(chunk);
          if (!request.destroyed) request.end();
        })();
    });
  } finally {
    agent.destroy();
  }
}

async function readReply(response: http.IncomingMessage) {
  const chunks: Buffer[] = [];
  const outcome = await readTransport(response, String(response.headers["content-type"]), (chunk) => void chunks.push(chunk));
  if (!outcome.ok) throw new Error(`HTTP ${response.statusCode}: ${outcome.code} ${outcome.detail ?? ""}`);
  if ("fault" in outcome.value) return outcome.value;
  const { message } = outcome.value;
  const { first, headers } = readHead(message.head);
  return { message, body: Buffer.concat(chunks), status: first, headers };
}

/** Asks and verifies the answer as a client proxy does: signature, signer, and that it is the answer to this question. */
export async function askXroad(peer: XroadPeer, endpoint: string, question: Question, provider: string) {
  const boundary = newBoundary(randomBytes);
  const reply = await postXroad(peer, endpoint, multipart(await requestParts(peer, question), boundary), { boundary });
  if ("fault" in reply) throw new Error(`fault ${reply.fault.code}: ${reply.fault.text}`);
  const verified = await verifyTransport(reply.message, peer.trust, new Date());
  if (!verified.ok) throw new Error(`the answer is refused: ${verified.code} ${verified.detail ?? ""}`);
  const signer = verified.value.signer.subject.serialNumber;
  if (signer !== provider) throw new Error(`signed by ${signer}`);
  const bound = {
    "x-road-id": question.id,
    "x-road-client": question.client,
    "x-road-request-id": question.requestId ?? `${question.id}-1`,
    "x-road-request-hash": hashOf(requestHead(question), question.body),
  };
  for (const [name, value] of Object.entries(bound))
    if (reply.headers.get(name) !== value) throw new Error(`${name}: ${reply.headers.get(name)}`);
  return reply;
}

/** Asks another server's port for the status answers of its certificate, as a client proxy does after the handshake. */
export async function askStatus(peer: XroadPeer, statusEndpoint: string, certificate: Certificate): Promise<boolean> {
  const reply = await fetch(`${statusEndpoint}/?${statusQuery([certificate])}`);
  if (reply.status !== 200) return false;
  const answers = await readStatusAnswers(reply.body!, reply.headers.get("content-type") ?? "");
  return answers.ok && verifyServer(certificate, answers.value, { side: "tls-server", trust: peer.trust, now: new Date() }).ok;
}
