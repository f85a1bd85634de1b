import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { systemClock } from "@troad/kernel";
import { encodeCompact, privateKeyPem, signCompact } from "@troad/trust";
import { request } from "undici";
import { type Child, startChild } from "../bench/road/children.ts";
import { type Road, startRoad } from "../bench/road/government.ts";
import { encodeFrames } from "../modules/road/domain/frames.ts";
import { encodeRequest } from "../modules/road/domain/message.ts";
import { requestFiles } from "../modules/road/gateway/files.ts";
import { streamType } from "../modules/road/gateway/link/body-stream.ts";
import { fetchOcsp } from "../modules/road/gateway/sealing/staple.ts";
import { until } from "./kit/exchange.ts";
import { root, scratch } from "./kit/government.ts";
import { openMemberIn } from "./kit/member.ts";

/** Bodies that are too large for memory: through files, encrypted, verified before anybody sees them. */

const mebibyte = 1024 * 1024;
const data = scratch("large-bodies");
let road: Road;
let echo: Child;
let teller: http.Server;
let asked = 0;

before(async () => {
  echo = await startChild(path.join(root, "bench", "road", "echo.ts"), []);
  teller = http.createServer((incoming, outgoing) => {
    asked += 1;
    incoming.resume();
    incoming.once("end", () => outgoing.writeHead(200, { "content-type": "application/octet-stream" }).end(answer));
  });
  teller.listen(0, "127.0.0.1");
  await once(teller, "listening");
  const url = `http://127.0.0.1:${(teller.address() as AddressInfo).port}`;
  const maxBytes = 512 * mebibyte;
  road = await startRoad(data, {
    services: [
      { service: "echo", url: String(echo.said.url), maxBytes },
      { service: "long", url, maxBytes },
      { service: "short", url, maxBytes: 3 * mebibyte },
      { service: "forgotten", url, maxBytes },
    ],
    bodiesNotKept: ["forgotten"],
    env: { ROAD_MAX_BODY_MIB: "256", ROAD_SENDER_SECONDS: "5" },
  });
});
after(async () => {
  await road?.stop();
  await echo?.stop();
  teller?.closeAllConnections();
  teller?.close();
});

const answer = randomBytes(5 * mebibyte);
const sha = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const bodies = (agency: string, which: "incoming" | "kept"): string[] =>
  fs.readdirSync(path.join(data, "road", "road", "bodies", agency, which));
const nothingComing = (): boolean => ["asker", "teller"].every((agency) => bodies(agency, "incoming").length === 0);
const residentBytes = ({ process }: Child): number =>
  Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${process.pid}/status`, "utf8"))?.[1]) * 1024;

async function post(service: string, id: string, body: Buffer | Readable, headers: Record<string, string> = {}) {
  const reply = await request(`${road.services}/${service}`, {
    method: "POST",
    headers: { ...road.headers, "content-type": "application/octet-stream", "x-road-id": id, ...headers },
    body,
    headersTimeout: 120_000,
  });
  return { status: reply.statusCode, error: reply.headers["x-road-error"], body: Buffer.from(await reply.body.arrayBuffer()) };
}

test("a body of 150 MiB goes there and back in constant memory, and the log keeps it encrypted", async (t) => {
  await post("echo", "warm", randomBytes(2 * mebibyte));
  const parts = [road.consumer, road.provider];
  const rested = parts.map(residentBytes);
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, ...parts.map((one, index) => residentBytes(one) - rested[index]!));
  }, 50);
  const [sent, came] = [createHash("sha256"), createHash("sha256")];
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let index = 0; index < 150; index += 1) {
      const chunk = Buffer.alloc(mebibyte, `part ${index} of what must not be readable on any disk `);
      sent.update(chunk);
      yield chunk;
    }
  }
  const reply = await request(`${road.services}/echo`, {
    method: "POST",
    headers: { ...road.headers, "content-type": "application/octet-stream", "x-road-id": "large" },
    body: Readable.from(chunks()),
    headersTimeout: 120_000,
  });
  assert.equal(reply.statusCode, 200);
  for await (const chunk of reply.body) came.update(chunk as Buffer);
  clearInterval(watch);
  assert.equal(came.digest("hex"), sent.digest("hex"));
  t.diagnostic(`memory grew by ${Math.round(peak / mebibyte)} MiB`);
  assert.ok(peak < 100 * mebibyte, `memory grew by ${Math.round(peak / mebibyte)} MiB`);
  for (const agency of ["asker", "teller"]) {
    const folder = path.join(data, "road", "road", "bodies", agency, "kept");
    const kept = bodies(agency, "kept").map((name) => path.join(folder, name));
    const large = kept.filter((file) => fs.statSync(file).size > 100 * mebibyte);
    assert.equal(large.length, 2, "request and answer");
    assert.equal(fs.readFileSync(large[0]!).subarray(0, mebibyte).includes("readable"), false);
  }
  assert.ok(nothingComing());
});

test("a large answer to a small question comes, and comes again by its id without the service being asked again", async () => {
  const before = asked;
  for (const attempt of [1, 2]) {
    const { status, body } = await post("long", "long-1", Buffer.from("{}"));
    assert.deepEqual([status, sha(body)], [200, sha(answer)], `try ${attempt}`);
  }
  assert.equal(asked, before + 1);
});

test("a large body that is sent twice by the same id is answered once, and another one is refused", async () => {
  const body = randomBytes(3 * mebibyte);
  for (const attempt of [1, 2]) {
    const reply = await post("echo", "twice", body);
    assert.deepEqual([reply.status, sha(reply.body)], [200, sha(body)], `try ${attempt}`);
  }
  const other = await post("echo", "twice", Buffer.concat([body, Buffer.from([1])]));
  assert.deepEqual([other.status, other.error], [409, "Client.ClientProxy.MessageIdReused"]);
  await until(nothingComing, "the files of what was refused to be gone");
});

test("an answer over the service's limit and a body over the gateway's are refused, and nothing is left of them", async () => {
  const short = await post("short", "short-1", Buffer.from("{}"));
  assert.deepEqual([short.status, short.error], [500, "Server.ServerProxy.ResponseTooLarge"]);
  const { hostname, port, pathname } = new URL(`${road.services}/echo`);
  const lines = Object.entries({ ...road.headers, host: hostname, "content-length": String(257 * mebibyte) });
  const socket = net.connect(Number(port), hostname);
  socket.write(`POST ${pathname} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
  const [head] = (await once(socket, "data")) as [Buffer];
  assert.match(head.toString(), /^HTTP\/1.1 413 .*x-road-error: Client.ClientProxy.BodyTooLarge/s);
  socket.destroy();
  await until(nothingComing, "the files of what was refused to be gone");
});

test("a body that turns out too large while it comes is refused in a way that its sender hears", async () => {
  const { hostname, port, pathname } = new URL(`${road.services}/echo`);
  const socket = net.connect(Number(port), hostname);
  let heard = "";
  socket.on("data", (bytes) => {
    heard += bytes;
  });
  socket.on("error", () => undefined);
  const closed = new Promise((resolve) => void socket.once("close", resolve));
  const lines = Object.entries({ ...road.headers, host: hostname, "x-road-id": "grows", "transfer-encoding": "chunked" });
  socket.write(`POST ${pathname} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
  const chunk = Buffer.concat([Buffer.from(`${mebibyte.toString(16)}\r\n`), Buffer.alloc(mebibyte), Buffer.from("\r\n")]);
  for (let sent = 0; sent < 300 && heard === "" && !socket.destroyed; sent += 1)
    if (!socket.write(chunk)) await Promise.race([new Promise((resolve) => void socket.once("drain", resolve)), closed]);
  await closed;
  assert.match(heard, /^HTTP\/1.1 413 .*x-road-error: Client.ClientProxy.BodyTooLarge/s);
  await until(nothingComing, "the files of what was refused to be gone");
});

test("a sender that goes away in the middle of a large body, or trickles it, asked for nothing", async () => {
  const { hostname, port, pathname } = new URL(`${road.services}/echo`);
  const begin = (id: string): net.Socket => {
    const socket = net.connect(Number(port), hostname);
    const lines = Object.entries({ ...road.headers, host: hostname, "x-road-id": id, "content-length": String(50 * mebibyte) });
    socket.write(`POST ${pathname} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
    socket.write(randomBytes(3 * mebibyte));
    socket.on("error", () => undefined);
    return socket;
  };
  const [gone, slow] = [begin("half-gone"), begin("half-slow")];
  await until(() => bodies("asker", "incoming").length === 2, "both to be on their way");
  gone.destroy();
  await once(slow, "close");
  await until(nothingComing, "the halves to be gone");
});

test("one byte altered behind the frames between the gateways is noticed, nothing reaches the service, nothing is left", async () => {
  const { ocsp, road: own } = road.provider.said.endpoints as {
    ocsp?: string;
    road: { gateways: { member: string; server: string }[] };
  };
  const endpoint = own.gateways.find(({ member }) => member.endsWith("/TELLER"))!.server;
  const status = ocsp ?? (road.parts[0]!.said.endpoints as { ocsp: string }).ocsp;
  const member = await openMemberIn(path.join(data, "road"), "asker", status);
  const body = randomBytes(2 * mebibyte);
  const head = encodeRequest({
    method: "POST",
    target: "/r1/TWDEMO/GOV/TELLER/BENCH/long",
    headers: [
      ["x-road-client", road.headers["x-road-client"]!],
      ["content-type", "application/octet-stream"],
      ["x-road-id", "altered"],
      ["x-road-request-id", "altered-1"],
    ],
  });
  const { signer, certificate } = member.seal;
  const file = { in: "memory", bytes: body } as const;
  const compact = await signCompact({
    files: requestFiles(head, file, "application/octet-stream"),
    signer,
    certificate,
    signingTime: new Date(),
  });
  const { der } = await fetchOcsp({ url: status, certificate, issuer: member.issuing, clock: systemClock });
  const frames = encodeFrames({ request: head, signature: encodeCompact(compact), certificate: certificate.der, ocsp: der });
  const send = async (bytes: Buffer): Promise<[number, string | undefined]> => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(frames.length);
    const sent = https.request(`${endpoint}/exchange`, {
      method: "POST",
      key: privateKeyPem(member.tls.signer),
      cert: member.tls.chain.map(({ pem }) => pem).join(""),
      ca: member.root,
      checkServerIdentity: () => undefined,
      headers: { "content-type": streamType },
    });
    sent.end(Buffer.concat([length, frames, bytes]));
    const [reply] = (await once(sent, "response")) as [http.IncomingMessage];
    reply.resume();
    return [reply.statusCode!, reply.headers["x-road-error"] as string | undefined];
  };
  const before = asked;
  const altered = Buffer.from(body);
  altered[mebibyte]! ^= 1;
  for (const wrong of [altered, body.subarray(1), Buffer.concat([body, Buffer.from([0])])])
    assert.deepEqual(await send(wrong), [500, "Server.ServerProxy.SignatureVerification"]);
  assert.equal(asked, before);
  await until(nothingComing, "the files of what was refused to be gone");
  assert.deepEqual(await send(body), [200, undefined]);
});

test("of a service whose bodies are not to be kept the log has hashes only; the answer is given once", async () => {
  const kept = ["asker", "teller"].map((agency) => bodies(agency, "kept").length);
  const large = randomBytes(2 * mebibyte);
  for (const [id, body] of [
    ["forgotten-small", Buffer.from("{}")],
    ["forgotten-large", large],
  ] as const) {
    const first = await post("forgotten", id, body);
    assert.deepEqual([first.status, sha(first.body)], [200, sha(answer)]);
    const again = await post("forgotten", id, body);
    assert.deepEqual([again.status, again.error], [500, "Server.ClientProxy.AnswerNotKept"]);
  }
  assert.deepEqual(
    ["asker", "teller"].map((agency) => bodies(agency, "kept").length),
    kept,
  );
});
