import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import tls from "node:tls";
import { mydataApi } from "@troad/mydata/api";
import { pkiApi } from "@troad/pki/api";
import { privateKeyPem } from "@troad/trust";
import { type Agreed, agree, consumer, household, student, useOf, usesOfConsent } from "./kit/exchange.ts";
import type { Government } from "./kit/government.ts";
import { openMember } from "./kit/member.ts";
import { patient } from "./kit/patience.ts";
import { assertArchives } from "./kit/xroad-archives.ts";
import { assertXroadEvidence } from "./kit/xroad-evidence.ts";
import {
  type Headers,
  multipart,
  type Parts,
  type Question,
  requestHead,
  requestParts,
  signedParts,
} from "./kit/xroad-message.ts";
import { askStatus, askXroad, enrolPeer, postXroad, statusOf, type XroadPeer } from "./kit/xroad-peer.ts";
import { startBesideXroad, type XroadScene } from "./kit/xroad-scene.ts";

/** A consumer's server of X-Road, out of the packages, asks a gateway of ours; and what a dishonest one tries. */
const ministry = "TWDEMO/GOV/MOI";
const school = "TWDEMO/EDU/NDU";
const citizen = student();
const body = Buffer.from(JSON.stringify({ nationalId: citizen.nationalId, fields: ["name", "householdNo"] }));

let scene: XroadScene | undefined;
let government: Government;
let peer: XroadPeer;
let endpoint: string;
let statusEndpoint: string;
before(async () => {
  const env = { ROAD_SENDER_SECONDS: "2", ROAD_MAX_BODY_MIB: "2", ROAD_ARCHIVE_SECONDS: "1", ROAD_ERASURE_SECONDS: "1" };
  scene = await startBesideXroad(env);
  ({ government, peer } = scene);
  const { xroad } = government.running.endpoints().road as { xroad: { member: string; messages: string; status: string }[] };
  ({ messages: endpoint, status: statusEndpoint } = xroad.find(({ member }) => member === ministry)!);
});
after(() => scene?.stop());

const listMethods = (id: string): Question => ({
  method: "GET",
  target: `/r1/${ministry}/REGISTERS/listMethods`,
  client: consumer,
  id,
});

async function find(id: string, over: Partial<Question> = {}): Promise<Question & { agreed: Agreed }> {
  const agreed = await agree(government.running, { citizen, key: id });
  const headers: Headers = [
    ["Content-Type", "application/json"],
    ["X-Troad-Consent", agreed.token],
  ];
  return { target: `/r1/${household}/find`, client: consumer, id, headers, body, agreed, ...over };
}

const send = (parts: Parts, options: Parameters<typeof postXroad>[3] = {}, by: Pick<XroadPeer, "tls"> = peer) =>
  postXroad(by, endpoint, multipart(parts, "xtop"), options);

/** The fault that came instead of an answer, and that nothing is said to have been given. */
async function refused(sent: ReturnType<typeof send>, code: string): Promise<void> {
  const reply = await sent;
  assert.ok("fault" in reply, `an answer instead of ${code}`);
  assert.equal(reply.fault.code, code, reply.fault.text);
  assert.ok(reply.fault.text.length > 5 && (reply.fault.detail ?? "").length > 0);
}

test("anybody on the road gets an answer in X-Road's form over X-Road's TLS, and the status of who answers", async () => {
  const reply = await askXroad(peer, endpoint, listMethods("first"), ministry);
  assert.equal(reply.status, "200");
  assert.deepEqual([reply.protocol, reply.cipher], ["TLSv1.2", "ECDHE-ECDSA-AES256-SHA384"]);
  assert.ok(reply.body.toString().includes('"service_code":"household"'));
  const own = await openMember(government, "moi");
  assert.ok(await askStatus(peer, statusEndpoint, own.tls.certificate));
  assert.equal(await askStatus(peer, statusEndpoint, peer.tls.certificate), false, "not of others' certificates");
  await assertXroadEvidence(government, { id: "first", side: "provider" }, peer, {
    request: school,
    response: ministry,
    asked: undefined,
    answered: reply.body,
  });
});

test("a citizen's data go by her consent, signed either way, with evidence and a record in the public log", async () => {
  for (const form of ["direct", "chain"] as const) {
    const id = `asked-${form}`;
    const question = await find(id, { form });
    const reply = await askXroad(peer, endpoint, question, ministry);
    assert.equal(reply.status, "200", reply.body.toString());
    assert.equal((JSON.parse(reply.body.toString()) as { found: boolean }).found, true);
    assert.equal((await useOf(government.running, citizen, id, ["provider"])).outcome, "answered");
    const expected = { request: school, response: ministry, asked: body, answered: reply.body };
    await assertXroadEvidence(government, { id, side: "provider" }, peer, expected);
    const mydata = government.running.use(mydataApi);
    const checked = await mydata.checkUse(citizen.subject, id);
    assert.ok(checked.container?.valid && checked.log?.valid, JSON.stringify(checked));
    assert.equal(checked.container.signer, ministry);
    assert.equal((await mydata.checkUse(citizen.subject, id, { tamper: true })).container?.valid, false);
  }
});

test("attack: one byte altered in head, body, chain or signature", async () => {
  const question = await find("altered");
  for (const form of ["direct", "chain"] as const) {
    const sound = await requestParts(peer, { ...question, form });
    const flip = (type: RegExp, at: (bytes: Buffer) => number): Parts =>
      sound.map((part) => {
        if (!type.test(part.type)) return part;
        const copy = Buffer.from(part.bytes);
        copy[at(copy)]! ^= 0x01;
        return { type: part.type, bytes: copy };
      });
    const code = "Server.ServerProxy.SignatureVerification";
    await refused(send(flip(/rest-body/, (bytes) => bytes.indexOf("householdNo"))), code);
    await refused(send(flip(/rest-request/, (bytes) => bytes.indexOf("altered-1"))), code);
    await refused(send(flip(/^signature/, (bytes) => bytes.indexOf("<ds:SignatureValue") + 60)), code);
    if (form === "chain") await refused(send(flip(/hash-chain-result/, (bytes) => bytes.indexOf("DigestValue>") + 20)), code);
    await refused(send(sound.filter(({ type }) => !type.includes("rest-body"))), code);
  }
  assert.deepEqual(await usesOfConsent(government.running, citizen, question.agreed.consentId), []);
});

test("attack: the connection, the signature and X-Road-Client name different members", async () => {
  const question = await find("borrowed");
  const head = requestHead(question);
  const other = await enrolPeer(government, "GOV/MOE", "127.0.0.3");
  const sound = await requestParts(peer, question);
  const signedBy = async (by: XroadPeer): Promise<Parts> => [...sound.slice(0, 3), ...(await signedParts(by, { head, body }))];
  await refused(send(await signedBy(other)), "Server.ServerProxy.SignatureVerification");
  await refused(send(await signedBy({ ...peer, seal: peer.tls })), "Server.ServerProxy.SignatureVerification");
  await refused(send(sound, {}, other), "Server.ServerProxy.UnknownPeer");
  const portal = await requestParts(peer, { ...question, client: "TWDEMO/GOV/MODA/PORTAL" });
  await refused(send(portal), "Server.ServerProxy.UnknownPeer");
  const twice: Headers = [...question.headers!, ["x-road-client", "TWDEMO/GOV/MODA/PORTAL"]];
  await refused(send(await requestParts(peer, { ...question, headers: twice })), "Server.ServerProxy.InvalidRequest");
  const noCertificate = { tls: { key: undefined, cert: undefined } } as unknown as { tls: tls.ConnectionOptions };
  await assert.rejects(send(sound, noCertificate), /socket|reset|alert/i);
  assert.deepEqual(await usesOfConsent(government.running, citizen, question.agreed.consentId), []);
});

test("attack: without a status answer, with a stale or another one, with one that says revoked", async () => {
  const question = await find("status");
  const head = requestHead(question);
  const sound = await requestParts(peer, question);
  const withAnswers = async (answers: Buffer[], by = peer): Promise<Parts> => [
    ...sound.slice(0, 3),
    ...(await signedParts(by, { head, body, answers })),
  ];
  const missing = "Server.ServerProxy.OcspUnavailable";
  await refused(send(sound.slice(1)), missing);
  await refused(send([{ type: sound[0]!.type, bytes: await statusOf(peer, peer.seal.certificate) }, ...sound.slice(1)]), missing);
  await refused(send(await withAnswers([])), missing);
  await refused(send(await withAnswers([await statusOf(peer, peer.tls.certificate)])), missing);
  const lost = await enrolPeer(government, "EDU/NDU", "127.0.0.4");
  await government.running.use(pkiApi).revoke(lost.seal.certificate.serialHex, "keyCompromise");
  const revoked = await withAnswers([await statusOf(lost, lost.seal.certificate)], lost);
  await refused(send(revoked), "Server.ServerProxy.SignatureVerification");
  assert.deepEqual(await usesOfConsent(government.running, citizen, question.agreed.consentId), []);
});

test("attack: the same message again gets the stored answer, another one under its id nothing", async () => {
  const question = await find("replayed");
  const parts = await requestParts(peer, question);
  const [first, again] = [await send(parts), await send(parts)];
  assert.ok("message" in first && "message" in again);
  assert.deepEqual([again.body, again.message.signature], [first.body, first.message.signature], "not asked or signed again");
  const fewer = Buffer.from(JSON.stringify({ nationalId: citizen.nationalId, fields: ["name"] }));
  await refused(send(await requestParts(peer, { ...question, body: fewer })), "Server.ServerProxy.MessageIdReused");
  await refused(send(await requestParts(peer, { ...question, requestId: "replayed-2" })), "Server.ServerProxy.MessageIdReused");
  await useOf(government.running, citizen, "replayed", ["provider"]);
  assert.equal((await usesOfConsent(government.running, citizen, question.agreed.consentId)).length, 1);
});

test("attack: no right, no consent, a service that is not here", async () => {
  const question = await find("rights");
  const plain: Headers = [["Content-Type", "application/json"]];
  const of = (over: Partial<Question>) => requestParts(peer, { ...question, ...over });
  await refused(send(await of({ headers: plain })), "Server.ServerProxy.ConsentMissing");
  await refused(send(await of({ target: `/r1/${ministry}/REGISTERS/secrets/find` })), "Server.ServerProxy.AccessDenied");
  await refused(send(await of({ target: `/r1/${ministry}/OTHER/household/find` })), "Server.ServerProxy.UnknownService");
  await refused(send(await of({ target: "/r1/TWDEMO/GOV/MOHW/REGISTERS/low-income/find" })), "Server.ServerProxy.UnknownService");
  await refused(send(await of({ target: `/r1/${household}/../find` })), "Server.ServerProxy.InvalidRequest");
});

test("attack: messages of other kinds, orders and algorithms, and what is none", async () => {
  const sound = await requestParts(peer, listMethods("odd"));
  const code = "Server.ServerProxy.InvalidRequest";
  await refused(send(sound, { headers: { "x-road-message-type": "SOAP" } }), code);
  await refused(send(sound, { headers: { "x-hash-algorithm": "SHA-256" } }), code);
  await refused(send(sound, { headers: { "content-type": "application/json" } }), code);
  await refused(send([sound[1]!, sound[0]!, sound[2]!]), "Server.ServerProxy.OcspUnavailable");
  await refused(send(sound.slice(0, 2)), code);
  await refused(send([...sound, sound[1]!]), code);
  await refused(postXroad(peer, endpoint, Buffer.from("--xtop\r\n")), code);
  await refused(postXroad(peer, endpoint, Buffer.from("<x/>"), { headers: { "content-type": "text/xml" } }), code);
});

test("attack: TLS below 1.2, and suites that X-Road does not have", async () => {
  const { hostname, port } = new URL(endpoint);
  const shown = { key: privateKeyPem(peer.tls.signer), cert: peer.tls.certificate.pem, rejectUnauthorized: false };
  const handshake = (options: tls.ConnectionOptions): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = tls.connect({ host: hostname, port: Number(port), ...shown, ...options }, () => {
        resolve(socket.getProtocol() ?? "");
        socket.destroy();
      });
      socket.on("error", reject);
    });
  const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
  await assert.rejects(handshake(old), /alert|version|protocol/i);
  await assert.rejects(handshake({ maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA" }), /alert|handshake/i);
  assert.equal(await handshake({ maxVersion: "TLSv1.2" }), "TLSv1.2");
  assert.equal(await handshake({}), "TLSv1.3");
});

test("a body above 1 MiB is verified in a file before anybody has it; what is altered or too large leaves nothing there", async () => {
  const question = await find("large", { body: randomBytes(1_600_000) });
  const parts = await requestParts(peer, question);
  const altered = parts.map(({ type, bytes }) => {
    const copy = Buffer.from(bytes);
    if (type.includes("rest-body")) copy[1_500_000]! ^= 1;
    return { type, bytes: copy };
  });
  await refused(send(altered), "Server.ServerProxy.SignatureVerification");
  // verified, logged and handed over: it is the register that wants no such body
  const reply = await send(parts);
  assert.equal("fault" in reply ? reply.fault.code : reply.status, "413");
  const tooLarge = await find("too-large", { body: randomBytes(2_200_000) });
  await refused(send(await requestParts(peer, tooLarge)), "Server.ServerProxy.NoSpace");
  const bodies = path.join(government.data, "road", "bodies", "moi");
  assert.deepEqual(fs.readdirSync(path.join(bodies, "incoming")), []);
  assert.equal(fs.readdirSync(path.join(bodies, "kept")).length, 1, "what was asked stays in the log");
});

test("attack: who sends half a message is cut off, and nobody waits for it", async () => {
  const question = await find("slow");
  const bytes = multipart(await requestParts(peer, question), "xtop");
  async function* half(): AsyncGenerator<Buffer> {
    yield bytes.subarray(0, bytes.length >> 1);
    await new Promise((resolve) => setTimeout(resolve, patient(4_000)).unref());
  }
  const began = Date.now();
  const slow = assert.rejects(postXroad(peer, endpoint, half()), /socket|reset|hang/i);
  assert.equal((await askXroad(peer, endpoint, listMethods("meanwhile"), ministry)).status, "200");
  await slow;
  assert.ok(Date.now() - began < patient(3_500));
  assert.deepEqual(await usesOfConsent(government.running, citizen, question.agreed.consentId), []);
});

test("archives hold both containers of an exchange, hold, and lose both when its body is erased", () =>
  assertArchives(government, peer, "asked-chain"));

test("attack: a server whose certificate the configuration does not name, or whose certificate was revoked", async () => {
  const question = listMethods("stranger");
  const stranger = await enrolPeer(government, "EDU/NDU", "127.0.0.5");
  await refused(send(await requestParts(stranger, question), {}, stranger), "Server.ServerProxy.UnknownPeer");
  await government.running.use(pkiApi).revoke(peer.tls.certificate.serialHex, "keyCompromise");
  await refused(send(await requestParts(peer, question)), "Server.ServerProxy.UnknownPeer");
});
