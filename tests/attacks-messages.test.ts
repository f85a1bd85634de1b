import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { systemClock, systemIds } from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import { openPkcs12, privateKeyPem } from "@troad/trust";
import { decodeFrames, encodeFrames } from "../modules/road/domain/frames.ts";
import type { HeaderList } from "../modules/road/domain/message.ts";
import { signRequest } from "../modules/road/gateway/registration.ts";
import {
  agree,
  ask,
  assertHasText,
  consumer,
  gatewayEndpoints,
  household,
  student,
  useOf,
  usesOfConsent,
} from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import {
  type Member,
  openMember,
  openRelay,
  type PeerAnswer,
  postToPeer,
  type Relay,
  shownBy,
  signedFrames,
} from "./kit/member.ts";

const citizen = student();
const portal = "TWDEMO/GOV/MODA/PORTAL";
let government: Government;
let school: Member;
let platform: Member;
let ministry: Member;
let endpoint: string;
let gateway: string;
let relay: Relay;
before(async () => {
  government = await startGovernment();
  [school, platform, ministry] = await Promise.all([
    openMember(government, "ndu"),
    openMember(government, "moda"),
    openMember(government, "moi"),
  ]);
  endpoint = gatewayEndpoints(government, "TWDEMO/GOV/MOI").server;
  gateway = gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;
  relay = await openRelay(ministry, endpoint, school);
});
after(async () => {
  await relay?.close();
  await government.stop();
});

const parts = ["request", "body", "signature", "certificate", "ocsp"];
const target = `/r1/${household}/find`;
const body = Buffer.from(JSON.stringify({ nationalId: citizen.nationalId, fields: ["name", "householdNo"] }));
const headersFor = (id: string, consent: string, client = consumer): HeaderList => [
  ["x-road-client", client],
  ["content-type", "application/json"],
  ["x-troad-consent", consent],
  ["x-road-id", id],
  ["x-road-request-id", `${id}-1`],
];

async function refused(bytes: Buffer, code: string, shown = shownBy(school)): Promise<PeerAnswer> {
  for (const lang of ["zh-Hant", "en"]) {
    const answer = await postToPeer(endpoint, bytes, shown, school.root, "/exchange", lang);
    assert.deepEqual([answer.error, answer.response], [code, undefined], answer.body.toString().slice(0, 300));
    const { message } = JSON.parse(answer.body.toString()) as { message: string };
    assert.equal(/\p{Script=Han}/u.test(message), lang === "zh-Hant");
    if (lang === "en") return answer;
  }
  throw new Error("unreachable");
}

/** What a citizen's card shows as a TLS client: a certificate of the same authority. */
async function card(): Promise<{ key: string; cert: string }> {
  const people = JSON.parse(fs.readFileSync(`${government.data}/demo/people.json`, "utf8")) as {
    role: string;
    p12: string;
    pin: string;
  }[];
  const { p12, pin } = people.find(({ role }) => role === "citizen")!;
  const opened = await openPkcs12(fs.readFileSync(p12), pin);
  assert.ok(opened.ok);
  return { key: privateKeyPem(opened.value.key), cert: opened.value.certificate.pem + school.issuing.pem };
}

test("a gateway without a certificate, or with a citizen's, is nobody on the road", async () => {
  const { token } = await agree(government.running, { citizen, key: "tls" });
  const frames = await signedFrames(school, { target, headers: headersFor("tls", token), body });
  await assert.rejects(postToPeer(endpoint, frames, undefined, school.root), /certificate required|alert|socket|reset/i);
  await refused(frames, "Server.ServerProxy.UnknownPeer", await card());
  await assert.rejects(
    postToPeer(
      endpoint,
      frames,
      { key: privateKeyPem(school.seal.signer), cert: school.seal.certificate.pem + school.issuing.pem },
      school.root,
    ),
    /certificate|alert|socket|reset/i,
  );
});

test("one byte altered in any part between the gateways is noticed, and the citizen's list shows nothing as given", async () => {
  const { token, consentId } = await agree(government.running, { citizen, key: "flipped" });
  const sound = await signedFrames(school, { target, headers: headersFor("flipped", token), body });
  const frames = decodeFrames(sound, parts)!;
  const flip = (name: string, at: (bytes: Buffer) => number): Buffer => {
    const copy = Buffer.from(frames[name]!);
    copy[at(copy)]! ^= 0x01;
    return encodeFrames({ ...frames, [name]: copy });
  };
  await refused(
    flip("body", (bytes) => bytes.indexOf("householdNo")),
    "Server.ServerProxy.SignatureVerification",
  );
  await refused(
    flip("request", (bytes) => bytes.indexOf("x-road-request-id:") + 20),
    "Server.ServerProxy.SignatureVerification",
  );
  for (const at of [0, 1, 2, 9, 11, 40, 74])
    await refused(
      flip("signature", () => at),
      "Server.ServerProxy.SignatureVerification",
    );
  for (const where of [100, 300, -20])
    await refused(
      flip("certificate", (bytes) => (where + bytes.length) % bytes.length),
      "Server.ServerProxy.SignatureVerification",
    );
  await refused(
    flip("ocsp", (bytes) => bytes.length - 20),
    "Server.ServerProxy.OcspUnavailable",
  );
  await refused(
    flip("ocsp", (bytes) => bytes.length >> 1),
    "Server.ServerProxy.OcspUnavailable",
  );
  await refused(sound.subarray(0, -1), "Server.ServerProxy.InvalidRequest");
  await refused(Buffer.concat([sound, Buffer.from([1])]), "Server.ServerProxy.InvalidRequest");
  await refused(Buffer.alloc(0), "Server.ServerProxy.InvalidRequest");
  await refused(encodeFrames({ request: frames.request!, body: frames.body! }), "Server.ServerProxy.InvalidRequest");
  for (const code of ["SignatureVerification", "OcspUnavailable", "InvalidRequest", "UnknownPeer", "MessageIdReused"])
    assertHasText(government.running, `Server.ServerProxy.${code}`);
  assert.deepEqual(await usesOfConsent(government.running, citizen, consentId), []);

  const answer = await postToPeer(endpoint, sound, shownBy(school), school.root);
  assert.equal(answer.response?.status, "200", "unaltered it is answered");
  assert.equal((await useOf(government.running, citizen, "flipped", ["provider"])).outcome, "answered");
});

test("the connection, the signature and X-Road-Client have to name the same member", async () => {
  const { token, consentId } = await agree(government.running, { citizen, key: "borrowed" });
  const own = await signedFrames(school, { target, headers: headersFor("borrowed", token), body });
  await refused(own, "Server.ServerProxy.UnknownPeer", shownBy(platform));
  const signedByPlatform = await signedFrames(platform, { target, headers: headersFor("borrowed", token), body });
  await refused(signedByPlatform, "Server.ServerProxy.SignatureVerification");
  await refused(signedByPlatform, "Server.ServerProxy.UnknownPeer", shownBy(platform));
  const withTlsKey = await signedFrames(
    { ...school, seal: school.tls },
    { target, headers: headersFor("borrowed", token), body },
  );
  await refused(withTlsKey, "Server.ServerProxy.SignatureVerification");
  assert.deepEqual(await usesOfConsent(government.running, citizen, consentId), []);
});

test("a member cannot speak as another to the register by a header that is there twice", async () => {
  const { token, consentId } = await agree(government.running, { citizen, key: "twice", to: portal });
  const twice = (...more: HeaderList): HeaderList => [...headersFor("twice", token), ...more];
  for (const headers of [
    twice(["x-road-client", portal]),
    twice(["X-Road-Client", portal]),
    twice(["x-troad-consent", token]),
    twice(["x-road-id", "another"]),
    twice(["authorization", "Bearer x"], ["authorization", "Bearer y"]),
    twice(["transfer-encoding", "chunked"]),
    twice(["content-length", "4"]),
    twice(["x-odd", "a\nx-road-client: b"]),
    twice(["x odd", "a"]),
  ])
    await refused(await signedFrames(school, { target, headers, body }), "Server.ServerProxy.InvalidRequest");
  for (const odd of [
    `${target}\t`,
    "/r1/TWDEMO/GOV/MOI/REGISTERS/household/../../find",
    "/r1/*/GOV/MOI/REGISTERS/household",
    "http://elsewhere/find",
  ])
    await refused(
      await signedFrames(school, { target: odd, headers: headersFor("twice", token), body }),
      "Server.ServerProxy.InvalidRequest",
    );
  await refused(
    await signedFrames(school, { method: "p0st", target, headers: headersFor("twice", token), body }),
    "Server.ServerProxy.InvalidRequest",
  );
  assert.deepEqual(await usesOfConsent(government.running, citizen, consentId), []);
});

test("recorded frames played again get the recorded answer from their sender, and nothing from others", async () => {
  const { token, consentId } = await agree(government.running, { citizen, key: "replay" });
  const frames = await signedFrames(school, { target, headers: headersFor("replay", token), body });
  const first = await postToPeer(endpoint, frames, shownBy(school), school.root);
  const again = await postToPeer(endpoint, frames, shownBy(school), school.root);
  assert.equal(first.response?.status, "200");
  assert.deepEqual(again.body, first.body, "byte for byte the stored answer: the register was not asked again");
  await refused(frames, "Server.ServerProxy.UnknownPeer", shownBy(platform));
  const fewer = Buffer.from(JSON.stringify({ nationalId: citizen.nationalId, fields: ["name"] }));
  await refused(
    await signedFrames(school, { target, headers: headersFor("replay", token), body: fewer }),
    "Server.ServerProxy.MessageIdReused",
  );
  await useOf(government.running, citizen, "replay", ["provider"]);
  assert.equal((await usesOfConsent(government.running, citizen, consentId)).length, 1);
});

test("only the platform's gateway reads evidence, and what is malformed is refused", async () => {
  const wanted = Buffer.from(JSON.stringify({ exchangeId: "replay", side: "provider" }));
  const answer = await postToPeer(endpoint, wanted, shownBy(school), school.root, "/evidence");
  assert.equal(answer.error, "Server.ServerProxy.UnknownPeer");
  for (const odd of ["", "{", "null", '{"exchangeId":1,"side":"provider"}', '{"exchangeId":"replay","side":"both"}']) {
    const refusal = await postToPeer(endpoint, Buffer.from(odd), shownBy(platform), school.root, "/evidence");
    assert.equal(refusal.error, "Server.ServerProxy.InvalidRequest", odd);
  }
});

test("what a dishonest provider sends back is dropped, and the list says what each side knows", async () => {
  const { token, consentId } = await agree(government.running, { citizen, key: "relay-first" });
  const whose = { instance: "TWDEMO", member: "GOV/MOI" };
  const { consumer: consumerUrl } = gatewayEndpoints(government, "TWDEMO/GOV/MOI");
  const move = await signRequest({ clock: systemClock, ids: systemIds(systemClock) }, ministry, whose, {
    type: "address-change",
    server: "SS1",
    address: relay.address,
    consumerUrl,
  });
  assert.equal((await government.running.use(roadApi).submitRequest(move)).state, "approved");
  let recorded: Buffer = Buffer.alloc(0);
  relay.tamper((answer) => {
    recorded = answer;
    return answer;
  });
  // a peer that nobody knows makes gateways look at the global configuration again, where the ministry has moved
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await postToPeer(endpoint, Buffer.alloc(1), await card(), school.root);

  const honest = await ask({ gateway, citizen, id: "relay-first", consent: token });
  assert.equal(honest.status, 200, JSON.stringify(honest.body));
  assert.ok(recorded.length > 0, "the answer came through the relay");
  assert.equal((await usesOfConsent(government.running, citizen, consentId)).length <= 1, true);

  async function dropped(id: string, code: string, told: "answered" | "failed"): Promise<void> {
    const agreed = await agree(government.running, { citizen, key: id });
    const answer = await ask({ gateway, citizen, id, consent: agreed.token });
    assert.deepEqual([answer.status, answer.error], [500, code], JSON.stringify(answer.body));
    assertHasText(government.running, code);
    const use = await useOf(government.running, citizen, id, told === "answered" ? ["consumer", "provider"] : ["consumer"]);
    // where the provider says that it answered, the data left its house whatever became of it on the way
    assert.deepEqual([use.outcome, use.code], [told, told === "answered" ? null : code]);
  }
  relay.tamper(() => recorded, { forward: false });
  await dropped("relay-another-request", "Server.ClientProxy.InvalidResponse", "failed");
  relay.tamper(() => Buffer.from("{}"), { forward: false });
  await dropped("relay-rubbish", "Server.ClientProxy.InvalidResponse", "failed");
  relay.tamper((_answer, asked) => asked, { forward: false });
  await dropped("relay-echo", "Server.ClientProxy.InvalidResponse", "failed");
  relay.tamper((answer) => {
    const frames = decodeFrames(answer, ["response", "body"])!;
    const altered = Buffer.from(frames.body!);
    altered[altered.indexOf("true")] = 0x54;
    return encodeFrames({ ...frames, body: altered });
  });
  await dropped("relay-altered-body", "Server.ClientProxy.SignatureVerification", "answered");
  relay.tamper((answer) => {
    const [mine, old] = [decodeFrames(answer, ["response"])!, decodeFrames(recorded, ["body"])!];
    return encodeFrames({ ...mine, body: old.body!, signature: old.signature! });
  });
  await dropped("relay-old-signature", "Server.ClientProxy.SignatureVerification", "answered");
  relay.tamper(undefined);
  const agreed = await agree(government.running, { citizen, key: "relay-last" });
  assert.equal((await ask({ gateway, citizen, id: "relay-last", consent: agreed.token })).status, 200);
});
