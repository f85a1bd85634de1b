import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { pkiApi } from "@troad/pki/api";
import { request } from "undici";
import { gatewayEndpoints } from "./kit/exchange.ts";
import type { Government } from "./kit/government.ts";
import { openMember } from "./kit/member.ts";
import { assertXroadEvidence } from "./kit/xroad-evidence.ts";
import { type Parts, signedParts } from "./kit/xroad-message.ts";
import { enrolPeer, postXroad, registerPeer, statusOf, type XroadPeer } from "./kit/xroad-peer.ts";
import { startBesideXroad, type XroadScene } from "./kit/xroad-scene.ts";
import { type Asked, answerParts, type ScriptedReply, type XroadServer } from "./kit/xroad-server.ts";

/** A gateway of ours asks a provider's server of X-Road, out of the packages; and what a dishonest one answers. */
const ministry = "TWDEMO/GOV/MOI";
const school = "TWDEMO/EDU/NDU";
const client = `${ministry}/REGISTERS`;
const service = `${school}/AID/scores`;

let scene: XroadScene | undefined;
let government: Government;
let peer: XroadPeer;
let server: XroadServer;
let gateway: string;
before(async () => {
  scene = await startBesideXroad({ ROAD_MAX_BODY_MIB: "3" }, "RSA-2048");
  ({ government, peer, server } = scene);
  gateway = gatewayEndpoints(government, ministry).consumer;
});
after(() => scene?.stop());

async function ask(id: string, body?: Buffer, by = { gateway, client, path: `/r1/${service}/of/42?term=1` }) {
  const reply = await request(`${by.gateway}${by.path}`, {
    method: body ? "POST" : "GET",
    headers: {
      "x-road-client": by.client,
      "x-road-id": id,
      "accept-language": "en",
      ...(body ? { "content-type": "application/json" } : {}),
    },
    ...(body ? { body } : {}),
  });
  return { status: reply.statusCode, headers: reply.headers, body: Buffer.from(await reply.body.arrayBuffer()) };
}

const answering = (how: (asked: Asked) => Promise<Parts>): void =>
  server.answerBy(async (asked) => ({ parts: await how(asked) }));

/** The client gets a coded refusal and not a byte of what came. */
async function dropped(id: string, code: string, how: (asked: Asked) => Promise<ScriptedReply>): Promise<void> {
  server.answerBy(how);
  const reply = await ask(id, Buffer.from("{}"));
  assert.deepEqual([reply.status, reply.headers["x-road-error"]], [500, code], reply.body.toString().slice(0, 300));
  assert.ok(!reply.body.toString().includes("secret"));
}

test("a server of X-Road is asked in its own form, and its answer comes verified, signed either way, with evidence", async () => {
  for (const form of ["direct", "chain"] as const) {
    const answered = Buffer.from(`{"score":"${form}"}`);
    answering((asked) =>
      answerParts(peer, asked, {
        body: answered,
        form,
        headers: [
          ["X-Own", "kept"],
          ["Transfer-Encoding", "chunked"],
          ["X-Road-Error", "forged"],
        ],
      }),
    );
    const body = Buffer.from('{"of":42}');
    const reply = await ask(`asked-${form}`, body);
    assert.equal(reply.status, 200, reply.body.toString());
    assert.deepEqual([reply.body, reply.headers["x-own"], reply.headers["x-road-error"]], [answered, "kept", undefined]);
    assert.equal(reply.headers["x-road-id"], `asked-${form}`);
    const { method, target, headers, body: came, transport } = server.asked.at(-1)!;
    assert.deepEqual([method, target, headers.get("x-road-client")], ["POST", `/r1/${service}/of/42?term=1`, client]);
    assert.deepEqual([came, transport["x-hash-algorithm"], transport["x-road-message-type"]], [body, "SHA-512", "REST"]);
    const of = { id: `asked-${form}`, side: "consumer" as const };
    await assertXroadEvidence(government, of, peer, { request: ministry, response: school, asked: body, answered });
  }
});

test("a question without body, an empty answer, a refusal of the service, and the same question again", async () => {
  answering((asked) => answerParts(peer, asked, { status: "404", body: Buffer.from('{"code":"score.unknown"}') }));
  assert.equal((await ask("get")).status, 404);
  assert.equal(server.asked.at(-1)!.method, "GET");
  const asked = server.asked.length;
  assert.equal((await ask("get")).status, 404);
  assert.equal(server.asked.length, asked, "the log has the answer");
  answering((one) => answerParts(peer, one, { status: "204", body: Buffer.alloc(0) }));
  const empty = await ask("empty");
  assert.deepEqual([empty.status, empty.body.length], [204, 0]);
  const expected = { request: ministry, response: school, asked: undefined, answered: Buffer.alloc(0) };
  await assertXroadEvidence(government, { id: "empty", side: "consumer" }, peer, expected);
});

test("bodies above 1 MiB go and come through files", async () => {
  const [large, back] = [randomBytes(1_500_000), randomBytes(2_500_000)];
  answering((asked) => answerParts(peer, asked, { body: back }));
  const reply = await ask("large", large);
  assert.equal(reply.status, 200, reply.body.toString().slice(0, 300));
  assert.deepEqual([reply.body, server.asked.at(-1)!.body], [back, large]);
  const expected = { request: ministry, response: school, asked: large, answered: back };
  await assertXroadEvidence(government, { id: "large", side: "consumer" }, peer, expected);
  await dropped("too-large", "Server.ClientProxy.NoSpace", async (asked) => ({
    parts: await answerParts(peer, asked, { body: randomBytes(3_500_000) }),
  }));
});

test("attack: answers that are altered, of another question, signed by others or by nobody who can be checked", async () => {
  const secret = Buffer.from('{"secret":true}');
  let recorded: Parts | undefined;
  answering(async (asked) => {
    recorded = await answerParts(peer, asked, { body: secret });
    return recorded;
  });
  assert.equal((await ask("recorded", Buffer.from("{}"))).status, 200);
  const [invalid, unsigned] = ["Server.ClientProxy.InvalidResponse", "Server.ClientProxy.SignatureVerification"];
  await dropped("replayed", invalid, async () => ({ parts: recorded! }));
  const flipped = (parts: Parts): Parts =>
    parts.map(({ type, bytes }) => ({
      type,
      bytes: type.includes("rest-body") ? Buffer.from(bytes.toString().replace("true", "trve")) : bytes,
    }));
  for (const form of ["direct", "chain"] as const)
    await dropped(`altered-${form}`, unsigned, async (asked) => ({
      parts: flipped(await answerParts(peer, asked, { body: secret, form })),
    }));
  await dropped("left-out", unsigned, async (asked) => ({
    parts: (await answerParts(peer, asked, { body: secret })).filter(({ type }) => !type.includes("rest-body")),
  }));
  const resigned = async (asked: Asked, by: XroadPeer, answers?: Buffer[]): Promise<ScriptedReply> => {
    const parts = (await answerParts(peer, asked, { body: secret })).slice(0, 2);
    const head = parts[0]!.bytes;
    return { parts: [...parts, ...(await signedParts(by, { head, body: secret, ...(answers ? { answers } : {}) }))] };
  };
  const other = await enrolPeer(government, "GOV/MOE", "127.0.0.3");
  await dropped("other-member", unsigned, (asked) => resigned(asked, other));
  await dropped("tls-key", unsigned, (asked) => resigned(asked, { ...peer, seal: peer.tls }));
  await dropped("no-status", unsigned, (asked) => resigned(asked, peer, []));
  const lost = await enrolPeer(government, "EDU/NDU", "127.0.0.4");
  await government.running.use(pkiApi).revoke(lost.seal.certificate.serialHex, "keyCompromise");
  await dropped("revoked", unsigned, (asked) => resigned(asked, lost));
  await dropped("unsigned", invalid, async (asked) => ({
    parts: (await answerParts(peer, asked, { body: secret })).slice(0, 2),
  }));
  await dropped("rubbish", invalid, async () => ({
    raw: (response) => void response.writeHead(200, { "content-type": "text/html" }).end("secret"),
  }));
  await dropped("failed", invalid, async () => ({ raw: (response) => void response.writeHead(500).end("secret") }));
  await dropped("cut-off", "Server.ClientProxy.NetworkError", async () => ({
    raw: (response) => {
      response.writeHead(200, {
        "content-type": "multipart/mixed; boundary=x",
        "x-hash-algorithm": "SHA-512",
        "content-length": 100,
      });
      response.write("--x\r\n");
      setTimeout(() => response.destroy(), 100);
    },
  }));
});

test("a fault is told by its code where it is one of ours, and never in the other side's words", async () => {
  const faults = {
    "Server.ServerProxy.AccessDenied": "Server.ServerProxy.AccessDenied",
    "Server.ServerProxy.ServiceFailed.HttpError": "Server.ServerProxy.ServiceFailed",
    "Server.ServerProxy.SslAuthenticationFailed": "Server.ServerProxy.UnknownPeer",
    "Server.ServerProxy.UnknownMember": "Server.ServerProxy.UnknownService",
    "Server.ServerProxy.DatabaseError": "Server.ServerProxy.Interrupted",
    "Client.ClientProxy.ClientNotFound": "Server.ClientProxy.InvalidResponse",
  };
  for (const [code, told] of Object.entries(faults))
    await dropped(code.replaceAll(".", "-"), told, async () => ({ fault: { code, text: "secret words" } }));
});

test("attack: a server whose certificate has no good status, or that is not the one of the configuration, is told nothing", async () => {
  const asked = server.asked.length;
  server.showAs(peer);
  server.tellStatus(async () => statusOf(peer, peer.seal.certificate));
  await government.running.use(pkiApi).revoke(peer.tls.certificate.serialHex, "certificateHold");
  const held = await statusOf(peer, peer.tls.certificate);
  const told = await ask("other-status");
  assert.equal(told.headers["x-road-error"], "Server.ClientProxy.NetworkError");
  server.tellStatus(async () => held);
  assert.equal((await ask("held")).headers["x-road-error"], "Server.ClientProxy.NetworkError");
  await government.running.use(pkiApi).revoke(peer.tls.certificate.serialHex, "removeFromCRL");
  server.tellStatus(undefined);
  server.showAs(peer, { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" });
  assert.equal((await ask("old-tls")).headers["x-road-error"], "Server.ClientProxy.NetworkError");
  server.showAs(await enrolPeer(government, "EDU/NDU", "127.0.0.2"));
  assert.equal((await ask("another")).headers["x-road-error"], "Server.ClientProxy.NetworkError");
  assert.equal(server.asked.length, asked, "nothing was sent");
  server.showAs(peer);
  answering((one) => answerParts(peer, one, { body: Buffer.from("{}") }));
  assert.equal((await ask("good-again")).status, 200);
});

test("two gateways of ours speak X-Road's form where the configuration says that one of them speaks no other", async () => {
  const { xroad } = government.running.endpoints().road as { xroad: { messages: string }[] };
  const own = await openMember(government, "moi");
  const moi = { instance: "TWDEMO", member: "GOV/MOI", seal: own.seal, tls: own.tls, issuing: own.issuing };
  await registerPeer(government, moi, { server: "SS1", agency: "moi", address: xroad[0]!.messages, subsystems: ["REGISTERS"] });
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const portal = { gateway: gatewayEndpoints(government, "TWDEMO/GOV/MODA").consumer, client: "TWDEMO/GOV/MODA/PORTAL" };
  // a server that nobody knows makes gateways look for a newer configuration
  await postXroad(await enrolPeer(government, "GOV/MOE", "127.0.0.3"), xroad[0]!.messages, Buffer.from("--x"));
  const path = `/r1/${ministry}/REGISTERS/listMethods`;
  const reply = await ask("between", undefined, { ...portal, path });
  assert.equal(reply.status, 200, reply.body.toString());
  assert.ok(reply.body.toString().includes('"service_code":"household"'));
  const expected = { request: "TWDEMO/GOV/MODA", response: ministry, asked: undefined, answered: reply.body };
  await assertXroadEvidence(government, { id: "between", side: "consumer" }, peer, expected);
});
