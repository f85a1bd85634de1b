import assert from "node:assert/strict";
import { createSecretKey, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { systemClock } from "@troad/kernel";
import { encodeCompact, parseCertificates, signCompact, verifyChain } from "@troad/trust";
import { GeneralEncrypt } from "jose";
import { request } from "undici";
import { type Child, startChild } from "../bench/road/children.ts";
import { type Road, startRoad } from "../bench/road/government.ts";
import { decodeFrames, encodeFrames, type Frames } from "../modules/road/domain/frames.ts";
import { encodeRequest } from "../modules/road/domain/message.ts";
import { requestFiles } from "../modules/road/gateway/files.ts";
import { sealChunks } from "../modules/road/gateway/log/chunk-cipher.ts";
import { fetchOcsp } from "../modules/road/gateway/sealing/staple.ts";
import { root, scratch } from "./kit/government.ts";
import { type Member, openMemberIn, postToPeer, shownBy } from "./kit/member.ts";

/** Services whose bodies are encrypted from gateway to gateway, no matter where TLS between them ends. */

const data = scratch("sealed-bodies");
let road: Road;
let echo: Child;
let member: Member;
let endpoint: string;

before(async () => {
  echo = await startChild(path.join(root, "bench", "road", "echo.ts"), []);
  const url = String(echo.said.url);
  road = await startRoad(data, {
    services: [
      { service: "sealed", url, maxBytes: 64 * 1024 ** 2, encrypt: true },
      { service: "open", url },
    ],
  });
  const { ocsp } = road.parts[0]!.said.endpoints as { ocsp: string };
  member = await openMemberIn(path.join(data, "road"), "asker", ocsp);
  const { road: own } = road.provider.said.endpoints as { road: { gateways: { member: string; server: string }[] } };
  endpoint = own.gateways.find(({ member: one }) => one.endsWith("/TELLER"))!.server;
});
after(async () => {
  await road?.stop();
  await echo?.stop();
});

const post = async (service: string, body: Buffer) => {
  const reply = await request(`${road.services}/${service}`, {
    method: "POST",
    headers: { ...road.headers, "content-type": "application/octet-stream" },
    body,
  });
  return { status: reply.statusCode, error: reply.headers["x-road-error"], body: Buffer.from(await reply.body.arrayBuffer()) };
};

/** A sound request as the consumer's own gateway would sign it, with its body as the caller wishes. */
async function framesFor(service: string, id: string, plain: Buffer, sent: Frames): Promise<Buffer> {
  const head = encodeRequest({
    method: "POST",
    target: `/r1/TWDEMO/GOV/TELLER/BENCH/${service}`,
    headers: [
      ["x-road-client", road.headers["x-road-client"]!],
      ["content-type", "application/octet-stream"],
      ["x-road-id", id],
      ["x-road-request-id", `${id}-1`],
    ],
  });
  const { signer, certificate } = member.seal;
  const files = requestFiles(head, { in: "memory", bytes: plain }, "application/octet-stream");
  const signature = encodeCompact(await signCompact({ files, signer, certificate, signingTime: new Date() }));
  const { der } = await fetchOcsp({ url: member.ocsp, certificate, issuer: member.issuing, clock: systemClock });
  return encodeFrames({ request: head, signature, certificate: certificate.der, ocsp: der, ...sent });
}
const send = (frames: Buffer) => postToPeer(endpoint, frames, shownBy(member), member.root);

test("what is asked and answered is the same as without encryption, small, empty and large", async () => {
  for (const size of [0, 1, 1_000, 262_144, 900_000, 5_000_000]) {
    const body = randomBytes(size);
    for (const service of ["sealed", "open"]) {
      if (service === "open" && size > 4_000_000) continue; // over that service's limit
      const reply = await post(service, body);
      assert.equal(reply.status, 200, `${service} ${size}: ${String(reply.error)}`);
      assert.ok(reply.body.equals(body), `${service} ${size}`);
    }
  }
});

test("a gateway's encryption certificate is for key agreement only, of the member, by the road's authority", () => {
  for (const [agency, name] of [
    ["asker", "ASKER"],
    ["teller", "TELLER"],
  ] as const) {
    const file = path.join(data, "road", "road", "gateways", agency, "encryption.crt");
    const [certificate, issuing] = parseCertificates(fs.readFileSync(file, "utf8"));
    assert.deepEqual([...(certificate!.keyUsage ?? [])], ["keyAgreement"]);
    assert.equal(certificate!.subject.serialNumber, `TWDEMO/GOV/${name}`);
    const [trusted] = parseCertificates(member.root);
    const chainFor = (use: "encryption" | "seal") =>
      verifyChain(certificate!, { roots: [trusted!], intermediates: [issuing!], at: new Date(), use }).ok;
    assert.deepEqual([chainFor("encryption"), chainFor("seal")], [true, false]);
  }
});

test("a sound message whose body is not encrypted is refused, and so is one for someone else's key, or altered under way", async () => {
  const body = Buffer.from('{"text":"not for everybody"}');
  const bare = await send(await framesFor("sealed", "bare", body, { body }));
  assert.equal(bare.error, "Server.ServerProxy.EncryptionRequired");

  const { publicKey } = member.tls.certificate;
  const jwe = new GeneralEncrypt(randomBytes(32)).setProtectedHeader({ enc: "A256GCM", typ: "troad-body-key" });
  jwe.addRecipient(publicKey).setUnprotectedHeader({ alg: "ECDH-ES+A256KW" });
  const key = Buffer.from(JSON.stringify(await jwe.encrypt()));
  const foreign = await send(await framesFor("sealed", "foreign", body, { body: randomBytes(60), key }));
  assert.equal(foreign.error, "Server.ServerProxy.CannotEncrypt");
  for (const rubbish of ["", "{}", "[]", '{"recipients":[]}', "x".repeat(70_000)]) {
    const reply = await send(await framesFor("sealed", "rubbish", body, { body: randomBytes(60), key: Buffer.from(rubbish) }));
    assert.equal(reply.error, "Server.ServerProxy.CannotEncrypt", rubbish.slice(0, 20));
  }
});

test("an encrypted answer to an encrypted message is not readable on the way, and an altered byte of either is noticed", async () => {
  const body = Buffer.from('{"text":"only for the two of us"}');
  const teller = parseCertificates(
    fs.readFileSync(path.join(data, "road", "road", "gateways", "teller", "encryption.crt"), "utf8"),
  )[0]!;
  const secret = randomBytes(32);
  const jwe = new GeneralEncrypt(secret).setProtectedHeader({ enc: "A256GCM", typ: "troad-body-key" });
  jwe.addRecipient(teller.publicKey).setUnprotectedHeader({ alg: "ECDH-ES+A256KW" });
  const key = Buffer.from(JSON.stringify(await jwe.encrypt()));
  const parts: Buffer[] = [];
  for await (const part of sealChunks(
    createSecretKey(secret),
    (async function* () {
      yield body;
    })(),
  ))
    parts.push(part);
  const sealed = Buffer.concat(parts);
  const altered = Buffer.from(sealed);
  altered[3]! ^= 1;
  for (const [id, wrong] of [
    ["altered", altered],
    ["short", sealed.subarray(0, -1)],
    ["empty", Buffer.alloc(0)],
  ] as const)
    assert.equal(
      (await send(await framesFor("sealed", id, body, { body: wrong, key }))).error,
      "Server.ServerProxy.InvalidRequest",
    );
  const other = await framesFor("sealed", "other", Buffer.from("another body was signed"), { body: sealed, key });
  assert.equal((await send(other)).error, "Server.ServerProxy.SignatureVerification");

  const answer = await send(await framesFor("sealed", "sound", body, { body: sealed, key }));
  assert.equal(answer.status, 200, answer.body.toString().slice(0, 200));
  assert.equal(answer.body.includes("only for the two of us"), false);
  assert.ok(decodeFrames(answer.body, ["key"]), "the answer's key is wrapped for the consumer");
});
