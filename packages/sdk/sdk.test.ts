import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { CompactEncrypt, importJWK, SignJWT } from "jose";
import { connect, newKeys, readNotice, type Settings, TroadError } from "./index.ts";
import { readSealed } from "./sealed.ts";

const now = new Date("2026-03-01T00:00:00Z");
const code = (expected: string) => (error: unknown) => error instanceof TroadError && error.code === expected;
const settings = async (change: Partial<Settings> = {}): Promise<Settings> => {
  const { signingKey, encryptionKey } = await newKeys();
  const fixed = { portal: "https://portal.example", clientId: "c1", root: "00", member: "TWDEMO/GOV/MODA", now: () => now };
  return { ...fixed, signingKey, encryptionKey, ...change };
};

test("the halves to register have no private part, and the algorithms that the platform takes", async () => {
  const { signingKey, encryptionKey, registered } = await newKeys();
  assert.ok("d" in signingKey && "d" in encryptionKey);
  assert.deepEqual(
    registered.map(({ use, alg, d }) => [use, alg, d]),
    [
      ["sig", "ES256", undefined],
      ["enc", "ECDH-ES+A256KW", undefined],
    ],
  );
});

test("what came back is taken for its own session alone", async () => {
  const { data } = connect(await settings());
  const session = { id: "r1", state: "s".repeat(22), verifier: "v" };
  const back = (query: string) => data.returned(`https://bank.example/back?${query}`, session);
  assert.deepEqual(back(`request=r1&state=${session.state}&code=x`), { refused: false, id: "r1", code: "x" });
  assert.deepEqual(back(`request=r1&state=${session.state}&error=refused`), { refused: true });
  for (const other of [
    "request=r1&code=x",
    `request=r2&state=${session.state}&code=x`,
    `request=r1&state=${"t".repeat(22)}&code=x`,
  ])
    assert.throws(() => back(other), code("sdk.other-session"), other);
});

test("attack: what is encrypted for us but sealed by nobody, or encrypted for another, is refused", async () => {
  const own = await settings();
  // no network: the roots cannot be had, so nothing can be trusted
  const { data } = connect({ ...own, portal: "http://localhost:1" });
  await assert.rejects(data.open("x.y.z.u.v", "r1"), code("sdk.not-for-us"));
  const other = (await newKeys()).registered[1]!;
  const to = async (jwk: typeof other) =>
    new CompactEncrypt(Buffer.from("jws"))
      .setProtectedHeader({ alg: "ECDH-ES+A256KW", enc: "A256GCM" })
      .encrypt(await importJWK(jwk));
  await assert.rejects(data.open(await to(other), "r1"), code("sdk.not-for-us"));
  const trust = { roots: [], fingerprint: "00", member: "m", at: now };
  const key = await importJWK(own.signingKey);
  const jws = (header: object) => new SignJWT({}).setProtectedHeader({ alg: "ES256", ...header }).sign(key);
  for (const sealed of [
    "",
    "x.y.z",
    await jws({ typ: "troad-data+jwt" }),
    await jws({ typ: "other", x5c: ["AAAA"] }),
    await jws({ typ: "troad-data+jwt", x5c: ["AAAA"] }),
  ])
    await assert.rejects(readSealed(sealed, "troad-data+jwt", trust), code("sdk.seal-refused"), sealed);
});

test("a notice counts under its secret, just now, whole", () => {
  const secret = `whsec_${Buffer.from("secret").toString("base64")}`;
  const body = JSON.stringify({
    type: "mydata.consent-ended",
    timestamp: now.toISOString(),
    data: { request: "r1", reason: "withdrawn" },
  });
  const seconds = String(now.getTime() / 1000);
  const signature = `v1,${createHmac("sha256", "secret").update(`m1.${seconds}.${body}`).digest("base64")}`;
  const headers = { "webhook-id": "m1", "webhook-timestamp": seconds, "webhook-signature": `v1,AAAA ${signature}` };
  const read = (change: object = {}) => readNotice({ headers, body, secret, now, ...change });
  assert.deepEqual(read().data, { request: "r1", reason: "withdrawn" });
  for (const [name, change] of Object.entries({
    altered: { body: body.replace("r1", "r2") },
    "another secret": { secret: "whsec_AAAA" },
    old: { now: new Date(now.getTime() + 301_000) },
    "no signature": { headers: { ...headers, "webhook-signature": undefined } },
    "another id": { headers: { ...headers, "webhook-id": "m2" } },
    huge: { body: "x".repeat(70_000) },
  }))
    assert.throws(() => read(change), code("sdk.notice-refused"), name);
});
