import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { before, test } from "node:test";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { generateSigner, type Signer } from "@troad/trust";
import { type PresentationRules, type PublicKey, verifyPresentation } from "./presentation.ts";
import { issueSdJwt, signToken } from "./sd-jwt.ts";
import { statusKeeper } from "./status-keeper.ts";
import { encodeStatusList } from "./status-list.ts";

/** Presentations made by a wallet that is not ours (`@sd-jwt/sd-jwt-vc`), and what attackers do to them. */
const issuer = "https://issuer.example";
const audience = "x509_hash:verifier";
const nonce = "nonce-of-this-request-1";
const at = new Date("2026-12-01T04:00:00Z");
const seconds = at.getTime() / 1_000;
let signer: Signer;
let keys: PublicKey[];
before(async () => {
  signer = await generateSigner("P-256");
  keys = [{ ...(signer.publicKey.export({ format: "jwk" }) as PublicKey), kid: "seal" }];
});

const rules = (change: Partial<PresentationRules> = {}): PresentationRules => ({
  ...{ keysOf: (one) => (one === issuer ? keys : undefined), types: ["eid"], nonce, audience, now: at },
  ...change,
});
type Copy = { credential: string; key: KeyObject };
const hidden = { name: "王小明", birth_date: "1990-02-03", age_over_18: true };
async function issue(claims: object = {}): Promise<Copy> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const cnf = { jwk: publicKey.export({ format: "jwk" }) };
  const status = { status_list: { uri: `${issuer}/status/1`, idx: Math.floor(Math.random() * 1_000) } };
  const open = { iss: issuer, vct: "eid", iat: seconds - 60, exp: seconds + 86_400, cnf, status, ...claims };
  return { credential: await issueSdJwt(open, hidden, { signer, kid: "seal" }), key: privateKey };
}
const hasher = (data: string | ArrayBuffer): Uint8Array =>
  createHash("sha256")
    .update(typeof data === "string" ? data : Buffer.from(data))
    .digest();
const wallet = (key: KeyObject) =>
  new SDJwtVcInstance({
    ...{ hasher, hashAlg: "sha-256", saltGenerator: (length) => randomBytes(length).toString("base64url") },
    ...{
      kbSignAlg: "ES256",
      kbSigner: (data) => sign("sha256", Buffer.from(data), { key, dsaEncoding: "ieee-p1363" }).toString("base64url"),
    },
  });
const show = ({ credential, key }: Copy, binding: object = {}, frame: Record<string, boolean> = { age_over_18: true }) =>
  wallet(key).present<Record<string, unknown>>(credential, frame, {
    kb: { payload: { iat: seconds - 5, aud: audience, nonce, ...binding } },
  });
const codeOf = async (text: string, change: Partial<PresentationRules> = {}): Promise<string> => {
  const outcome = await verifyPresentation(text, rules(change));
  return outcome.ok ? "ok" : outcome.code.replace("presentation.", "");
};

test("a wallet of others shows that someone is over 18, and nothing else is in it", async () => {
  const shown = await show(await issue());
  const outcome = await verifyPresentation(shown, rules());
  assert.deepEqual(outcome.ok && outcome.claims, { age_over_18: true });
  const all = shown.split(/[~.]/).map((part) => Buffer.from(part, "base64url").toString("utf8"));
  assert.ok(!all.some((part) => part.includes("1990") || part.includes("王")), "neither birth date nor name");
});

test("what is not asked, not now, not here, not by the holder or not by the issuer is refused", async () => {
  const copy = await issue();
  assert.equal(await codeOf(await show(copy)), "ok");
  assert.equal(await codeOf(await show(copy, { nonce: "nonce-of-another-request" })), "nonce");
  assert.equal(await codeOf(await show(copy, { nonce: "" })), "no-nonce");
  assert.equal(await codeOf(await show(copy, { nonce: undefined })), "no-nonce");
  // a verifier that forgot its nonce accepts nothing, even from a wallet that forgot it too (openwallet-foundation/sd-jwt-js#314)
  for (const mine of [undefined, "", "short"]) assert.equal(await codeOf(await show(copy), { nonce: mine }), "no-nonce");
  assert.equal(await codeOf(await show(copy, { aud: "x509_hash:another" })), "audience");
  assert.equal(await codeOf(await show(copy, { iat: seconds - 61 })), "old");
  assert.equal(await codeOf(await show(copy, { iat: seconds + 300 })), "old");
  assert.equal(await codeOf(await show(await issue({ exp: seconds }))), "expired");
  assert.equal(await codeOf(await show(await issue({ iat: seconds + 600 }))), "early");
  assert.equal(await codeOf(await show(await issue({ vct: "library-card" }))), "type");
  assert.equal(await codeOf(await show(await issue({ iss: "https://issuer.example.evil" }))), "issuer");
  const other = await issue();
  assert.equal(await codeOf(await show({ credential: copy.credential, key: other.key })), "holder", "the key of another copy");
  const shown = await show(copy);
  const unbound = shown.slice(0, shown.lastIndexOf("~") + 1);
  assert.equal(await codeOf(unbound), "unbound", "no key binding");
  const [token, ...rest] = (await show(other)).split("~");
  assert.equal(await codeOf([shown.split("~")[0], ...rest].join("~")), "disclosure", "a claim of another copy");
  const [head, payload, signature] = token!.split(".");
  const older = Buffer.from(payload!, "base64url").toString().replace('"vct":"eid"', '"vct":"eid" ');
  assert.equal(
    await codeOf([[head, Buffer.from(older).toString("base64url"), signature].join("."), ...rest].join("~")),
    "signature",
  );
  const none = [Buffer.from('{"alg":"none","typ":"dc+sd-jwt","kid":"seal"}').toString("base64url"), payload, ""].join(".");
  assert.equal(await codeOf([none, ...rest].join("~")), "unreadable");
  // more was kept back when the holder signed than is shown now
  const whole = copy.credential.split("~").slice(1, -1);
  const name = whole.find((one) => Buffer.from(one, "base64url").includes("name"))!;
  assert.equal(await codeOf(shown.replace("~", `~${name}~`)), "other-content");
  for (const text of ["", "~", "a~b", "a.b.c~~", "x".repeat(70_000), "\u0000~"]) assert.notEqual(await codeOf(text), "ok");
});

test("revoked and suspended differ, an old list counts until its end and then no more, and never replaces a newer one", async () => {
  const uri = `${issuer}/status/1`;
  let now = at;
  let away = false;
  const list = (iat: number, set: [number, number][], life = 3_600, claims: object = {}) =>
    signToken(
      { sub: uri, iat, exp: iat + life, ttl: 60, status_list: { bits: 2, lst: encodeStatusList(16, 2, set) }, ...claims },
      { typ: "statuslist+jwt", signer, kid: "seal" },
    );
  let served = await list(seconds, [
    [1, 1],
    [2, 2],
  ]);
  let fetched = 0;
  const keeper = statusKeeper({
    fetchList: async () => {
      fetched++;
      if (away) throw new Error("no network");
      return served;
    },
    keys: () => keys,
    now: () => now,
  });
  const says = async (idx: number) => {
    const standing = await keeper.standing({ uri, idx });
    return standing.checked ? standing.status : standing.reason;
  };
  assert.deepEqual([await says(0), await says(1), await says(2), await says(500)], ["valid", "revoked", "suspended", "outside"]);
  assert.equal(fetched, 1, "a list is kept for its ttl");
  now = new Date(at.getTime() + 61_000);
  served = await list(seconds - 600, []);
  assert.deepEqual([await says(1), fetched], ["revoked", 2], "an older list, in which it was still valid, is not taken");
  away = true;
  now = new Date(at.getTime() + 3_599_000);
  assert.equal(await says(0), "valid", "without a network the last list counts until its end");
  now = new Date(at.getTime() + 3_600_000);
  assert.equal(await says(0), "over", "and then nothing is known (JanssenProject/jans#14409)");
  away = false;
  served = await list(seconds + 3_600, [], 400 * 86_400);
  assert.equal(await says(0), "valid");
  away = true;
  now = new Date(at.getTime() + 3_600_000 + 8 * 86_400_000);
  assert.equal(await says(0), "over", "a list of a year counts a week");
  const other = statusKeeper({ fetchList: async () => served, keys: () => keys, now: () => at });
  const reason = async () => {
    const standing = await other.standing({ uri, idx: 0 });
    return standing.checked ? standing.status : standing.reason;
  };
  for (const bad of [
    await list(seconds, [], 60, { sub: `${issuer}/status/2` }),
    await list(seconds, [], 60, { exp: undefined }),
    `${(await list(seconds, [])).slice(0, -8)}AAAAAAAA`,
    "not a list",
  ]) {
    served = bad;
    assert.equal(await reason(), "unreachable");
  }
});
