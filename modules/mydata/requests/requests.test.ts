import assert from "node:assert/strict";
import { test } from "node:test";
import type { PeopleApi } from "@troad/people/api";
import { agreedSets } from "./agreed.ts";
import { isOfAge, mustBeMinor, mustDecideAlone, onWhoseBehalf } from "./capacity.ts";
import { encryptionKey, isUsable } from "./sealed.ts";
import { stateOf } from "./standing.ts";

const both = (text: string) => ({ en: text, "zh-Hant": `${text}中` });
const wanted = [
  {
    set: "household",
    purpose: both("account"),
    fields: [
      { name: "name", needed: true },
      { name: "address", needed: false },
    ],
  },
  { set: "cars", purpose: both("loan"), fields: [{ name: "plate", needed: false }] },
];

test("a person agrees field by field; without a needed one there is no consent, and nothing that was not asked for gets in", () => {
  assert.deepEqual(agreedSets(wanted, ["household.address"], "en"), { missing: ["household.name"] });
  const sets = [{ set: "household", purpose: "account", fields: ["name"] }];
  assert.deepEqual(agreedSets(wanted, ["household.name", "household.birthDate", "visits.visits"], "en"), { sets });
  assert.deepEqual(agreedSets([wanted[1]!], ["cars.plate"], "zh-Hant"), {
    sets: [{ set: "cars", purpose: "loan中", fields: ["plate"] }],
  });
  assert.deepEqual(agreedSets([wanted[1]!], [], "en"), { missing: ["cars.plate"] });
});

test("people agree for themselves from the day of their eighteenth birthday on", () => {
  assert.equal(isOfAge("2008-12-01", "2026-11-30"), false);
  assert.equal(isOfAge("2008-11-30", "2026-11-30"), true);
  assert.equal(isOfAge("2008-02-29", "2026-02-28"), false);
});

test("data is encrypted for a key of use `enc` by an algorithm of its kind, and for no other", () => {
  const key = { kty: "EC", crv: "P-256", use: "enc" };
  assert.equal(encryptionKey([{ kty: "EC", use: "sig" }, key])?.alg, "ECDH-ES+A256KW");
  assert.equal(encryptionKey([{ ...key, alg: "ECDH-ES" }])?.alg, "ECDH-ES");
  for (const wrong of [{ ...key, alg: "RSA1_5" }, { kty: "oct", use: "enc" }, { kty: "EC" }])
    assert.equal(encryptionKey([wrong]), undefined);
});

test("a consent that was given once is over, a standing one lasts until its day or its end", () => {
  const row = { end_reason: null, until: "2027-01-01T00:00:00.000Z", kind: "standing" as const, delivered: 3 };
  const [before, later] = [new Date("2026-12-31T00:00:00Z"), new Date("2027-01-01T00:00:00Z")];
  assert.deepEqual([stateOf(row, before), stateOf(row, later)], ["active", "ran-out"]);
  assert.equal(stateOf({ ...row, kind: "once" }, before), "delivered");
  assert.equal(stateOf({ ...row, end_reason: "withdrawn" }, before), "withdrawn");
});

const person = { subject: "holder", nationalId: "A123456789" };
const holds = (kind: "agent" | "parent" | "guardian"): Pick<PeopleApi, "inForce" | "mandatesOf"> => ({
  inForce: async () => [{ id: "m", kind, principal: { subject: "child", name: "王小寶", number: "A223456781" }, until: null }],
  mandatesOf: async () => [],
});

test("an agent's mandate lets nobody decide who may not; a parent and a guardian decide themselves", async () => {
  const whose = (kind: "agent" | "parent" | "guardian") => onWhoseBehalf({ people: holds(kind) }, person, "m");
  const child = { subject: "child", nationalId: "A223456781" };
  assert.deepEqual(await whose("agent"), { subject: "child", alone: child, minor: null });
  assert.deepEqual(await whose("parent"), { subject: "child", alone: null, minor: child });
  assert.deepEqual(await whose("guardian"), { subject: "child", alone: null, minor: null });
  assert.deepEqual((await onWhoseBehalf({ people: holds("agent") }, person, null)).alone, person);
  await assert.rejects(onWhoseBehalf({ people: holds("agent") }, person, "other"), { code: "mydata.mandate-ended" });
});

test("a guardian is found behind any number of newer mandates", async () => {
  const older = { kind: "guardian", state: "held", id: "old" };
  const newer = Array.from({ length: 100 }, (_, at) => ({ kind: "agent", state: "ended", id: `n${at}` }));
  const mandatesOf = (async ({ before }: { before?: string }) =>
    before ? [older] : newer) as unknown as PeopleApi["mandatesOf"];
  const parts = { people: { ...holds("agent"), mandatesOf } } as unknown as Parameters<typeof mustDecideAlone>[0];
  await assert.rejects(mustDecideAlone(parts, { id: "x", ...person, lang: "en" }), { code: "mydata.represented" });
});

test("a parent decides until the eighteenth birthday, and the child from then on, whatever mandates are left", async () => {
  const born = (birthDate: string) =>
    ({
      people: { ...holds("parent"), mandatesOf: async () => [{ kind: "parent", state: "held", id: "m" }] },
      downloads: { fetchFor: async () => [{ records: [{ birthDate }] }] },
      sets: [{ id: "x", fields: [{ name: "birthDate" }] }],
      ...{ clock: { now: () => new Date("2026-03-02T00:00:00Z") }, purpose: () => "age" },
    }) as unknown as Parameters<typeof mustDecideAlone>[0];
  const asked = { id: "x", ...person, lang: "en" };
  await assert.rejects(mustDecideAlone(born("2008-03-03"), asked), { code: "mydata.minor" });
  await mustBeMinor(born("2008-03-03"), asked);
  await mustDecideAlone(born("2008-03-02"), asked);
  await assert.rejects(mustBeMinor(born("2008-03-02"), asked), { code: "mydata.mandate-ended" });
});

test("a key that has the form alone is not usable", async () => {
  const bent = { kty: "EC", crv: "P-256", use: "enc", x: "AAAA", y: "AAAA" };
  assert.equal(await isUsable(encryptionKey([bent])!), false);
});
