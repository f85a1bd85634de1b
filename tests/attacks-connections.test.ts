import assert from "node:assert/strict";
import net from "node:net";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import tls from "node:tls";
import { systemClock, systemIds } from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import { signRequest } from "../modules/road/gateway/registration.ts";
import { agree, ask, consumer, gatewayEndpoints, household, student, until, useOf } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { type Member, openMember, openRelay, postToPeer, shownBy } from "./kit/member.ts";
import { patient } from "./kit/patience.ts";

const citizen = student();
/** So long a sender may take here, instead of a minute. */
const patience = 2;
let government: Government;
let gateway: string;
let endpoint: string;
let school: Member;
before(async () => {
  government = await startGovernment({ env: { ROAD_SENDER_SECONDS: String(patience) } });
  gateway = gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;
  endpoint = gatewayEndpoints(government, "TWDEMO/GOV/MOI").server;
  school = await openMember(government, "ndu");
});
after(() => government.stop());

type Trickle = { first: Buffer; rest: Buffer };

/** Sends `first`, then a byte of `rest` five times a second, until the other side ends it; gives what it said and how long it took. */
async function trickle(socket: net.Socket, { first, rest }: Trickle): Promise<{ said: string; seconds: number }> {
  const began = performance.now();
  let said = "";
  let open = true;
  socket.on("data", (chunk) => {
    said += String(chunk);
  });
  socket.on("error", () => undefined);
  socket.once("close", () => {
    open = false;
  });
  socket.write(first);
  for (let at = 0; open && performance.now() - began < 20_000; at++) {
    socket.write(rest.subarray(at % rest.length, (at % rest.length) + 1));
    await sleep(200);
  }
  socket.destroy();
  return { said, seconds: (performance.now() - began) / 1000 };
}

const begun = (headers: string[]): Buffer =>
  Buffer.from([`POST /r1/${household}/find HTTP/1.1`, "host: gateway", `x-road-client: ${consumer}`, ...headers].join("\r\n"));
const slowHeaders: Trickle = { first: begun([]), rest: Buffer.from("\r\nx-slow: a") };
const slowBody = (id: string): Trickle => ({
  first: begun([`x-road-id: ${id}`, "content-length: 5000", "", ""]),
  rest: Buffer.from(" "),
});

const plain = (): net.Socket => {
  const { hostname, port } = new URL(gateway);
  return net.connect(Number(port), hostname);
};

async function mutual(options: tls.ConnectionOptions = {}): Promise<tls.TLSSocket> {
  const { hostname: host, port } = new URL(endpoint);
  const socket = tls.connect({
    ...shownBy(school),
    ca: school.root,
    host,
    port: Number(port),
    checkServerIdentity: () => undefined,
    ...options,
  });
  await new Promise<void>((resolve, reject) => socket.once("secureConnect", resolve).once("error", reject));
  return socket;
}

test("two hundred senders that trickle headers or a body are cut off in time, and meanwhile an exchange is answered at once", async () => {
  const { token } = await agree(government.running, { citizen, key: "slow" });
  const slow = Array.from({ length: 200 }, (_, index) =>
    trickle(plain(), index % 2 === 0 ? slowHeaders : slowBody(`trickled-${index}`)),
  );
  const asked = performance.now();
  assert.equal((await ask({ gateway, citizen, id: "beside-slow", consent: token })).status, 200);
  const took = performance.now() - asked;
  assert.ok(took < patient(patience * 1000), `${took} ms beside slow senders`);
  for (const { said, seconds } of await Promise.all(slow)) {
    assert.match(said, /^HTTP\/1.1 408 /);
    assert.match(said, /x-road-error: Client\.ClientProxy\.InvalidRequest/);
    assert.ok(seconds < 15, `${seconds} s`);
  }
  await useOf(government.running, citizen, "beside-slow", ["consumer", "provider"]);
  const again = await ask({ gateway, citizen, id: "trickled-1", consent: token });
  assert.notEqual(again.error, "Client.ClientProxy.MessageIdReused", "a body that never came used up no id");
});

test("a gateway that trickles is cut off by the other one, in every protocol and before any", async () => {
  const { hostname, port } = new URL(endpoint);
  const nothing = await trickle(net.connect(Number(port), hostname), { first: Buffer.alloc(0), rest: Buffer.from([22]) });
  const http = await trickle(await mutual({ ALPNProtocols: ["http/1.1"] }), slowHeaders);
  const body = await trickle(await mutual({ ALPNProtocols: ["http/1.1"] }), {
    first: Buffer.from("POST /exchange HTTP/1.1\r\nhost: gateway\r\ncontent-length: 5000\r\n\r\n"),
    rest: Buffer.from(" "),
  });
  const head = Buffer.from([0, 0, 0x10, 0, 0, 0, 0, 1, 1]);
  const piece = await trickle(await mutual({ ALPNProtocols: ["troad/2"] }), { first: head, rest: Buffer.from(" ") });
  for (const [name, { seconds }] of Object.entries({ nothing, http, body, piece }))
    assert.ok(seconds < 15, `${name}: ${seconds} s`);
  const { token } = await agree(government.running, { citizen, key: "after-trickle" });
  assert.equal((await ask({ gateway, citizen, consent: token })).status, 200, "the door is open for others");
});

test("what is larger than a message may be is refused at the door between gateways, before it is read", async () => {
  const large = Buffer.alloc(4 * 1024 * 1024);
  const refusal = await postToPeer(endpoint, large, shownBy(school), school.root).catch((error: Error) => error);
  if (refusal instanceof Error) assert.match(refusal.message, /closed|ECONNRESET|EPIPE/);
  else assert.deepEqual([refusal.status >= 400, refusal.error], [true, "Server.ServerProxy.InvalidRequest"]);
  const socket = await mutual({ ALPNProtocols: ["troad/2"] });
  socket.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  // a length of 4 GiB is announced: nothing of it is waited for
  socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1, 1]));
  await ended;
});

test("a gateway speaks TLS 1.3 only, to clients and to servers alike", async () => {
  for (const version of ["TLSv1", "TLSv1.1", "TLSv1.2"] as const)
    await assert.rejects(
      mutual({ minVersion: "TLSv1", maxVersion: version, ciphers: "DEFAULT:@SECLEVEL=0" }),
      /protocol version|no protocols|unsupported protocol|handshake failure/i,
      version,
    );
  assert.equal((await mutual()).getProtocol(), "TLSv1.3");

  const ministry = await openMember(government, "moi");
  const relay = await openRelay(ministry, endpoint, school);
  const { consumer: consumerUrl } = gatewayEndpoints(government, "TWDEMO/GOV/MOI");
  const move = await signRequest(
    { clock: systemClock, ids: systemIds(systemClock) },
    ministry,
    { instance: "TWDEMO", member: "GOV/MOI" },
    {
      type: "address-change",
      server: "SS1",
      address: relay.address,
      consumerUrl,
    },
  );
  try {
    assert.equal((await government.running.use(roadApi).submitRequest(move)).state, "approved");
    const { token } = await agree(government.running, { citizen, key: "relayed" });
    let relayed = false;
    relay.tamper((answer) => {
      relayed = true;
      return answer;
    });
    await until(
      async () => (await ask({ gateway, citizen, consent: token })).status < 500 && relayed,
      "an exchange over the relay",
    );
    relay.speakOnly("TLSv1.2");
    const next = await agree(government.running, { citizen, key: "downgraded" });
    const answer = await ask({ gateway, citizen, id: "downgraded", consent: next.token });
    assert.equal(answer.error, "Server.ClientProxy.NetworkError", "the certificate is the right one, the protocol is not");
    relay.speakOnly("TLSv1.3");
    assert.equal((await ask({ gateway, citizen, id: "not-downgraded", consent: next.token })).status, 200);
  } finally {
    await relay.close();
  }
});
