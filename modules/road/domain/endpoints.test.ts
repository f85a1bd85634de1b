import assert from "node:assert/strict";
import { test } from "node:test";
import { covers, endpointPattern, type StoredAgreement, segmentsOf } from "@troad/directory";
import { type GlobalConf, knowsSubsystem, memberByTls, rightFor } from "./globalconf.ts";

const consumer = "TWDEMO/EDU/NDU/AID";
const provider = "TWDEMO/GOV/MOI/REGISTERS/household";
const right = (over: Partial<StoredAgreement> = {}): StoredAgreement => ({
  id: "one",
  consumer,
  provider,
  endpoints: [],
  fields: [],
  purpose: "p",
  legalBasis: "l",
  consentRequired: true,
  validUntil: null,
  ...over,
});
const conf = (agreements: StoredAgreement[]): GlobalConf => ({
  instance: "TWDEMO",
  platform: "GOV/MODA",
  issuedAt: "2026-11-25T00:00:00.000Z",
  expiresAt: "2026-11-25T00:10:00.000Z",
  members: [
    {
      member: "GOV/MOI",
      name: {},
      subsystems: ["REGISTERS"],
      gateways: [{ code: "SS1", address: "https://127.0.0.1:1", tlsFingerprints: ["ab"] }],
    },
  ],
  xroadServers: [],
  federated: [{ instance: "EE", members: [{ member: "GOV/70000001", name: {}, subsystems: ["POP"], gateways: [] }] }],
  groups: [{ code: "schools", members: ["EDU/NDU", "EDU/NTU/AID"] }],
  agreements,
  trust: { roots: [], intermediates: [], ocsp: "", tsa: "", ocspFreshnessSeconds: 3600 },
});
const ask = (agreements: StoredAgreement[], method: string, path: string, today = "2026-11-25") =>
  rightFor(conf(agreements), { consumer, provider, method, path, consent: true }, today)?.id;

test("a right without endpoints opens the whole service, for its consumer and its provider alone", () => {
  assert.equal(ask([right()], "POST", "/find"), "one");
  assert.equal(ask([right({ consumer: "TWDEMO/EDU/NDU/OTHER" })], "POST", "/find"), undefined);
  assert.equal(ask([right({ provider: `${provider}2` })], "POST", "/find"), undefined);
});

test("a right ends with its last day", () => {
  const until = [right({ validUntil: "2026-11-25" })];
  assert.equal(ask(until, "POST", "/find", "2026-11-25"), "one");
  assert.equal(ask(until, "POST", "/find", "2026-11-26"), undefined);
});

test("an endpoint is a method and a path; one star is one segment, two are any rest", () => {
  const at = (method: string, path: string) => [right({ endpoints: [{ method, path }] })];
  assert.equal(ask(at("GET", "/people/*"), "GET", "/people/7?full=1"), "one");
  assert.equal(ask(at("GET", "/people/*"), "POST", "/people/7"), undefined);
  assert.equal(ask(at("GET", "/people/*"), "GET", "/people/7/secret"), undefined);
  assert.equal(ask(at("GET", "/people/*"), "GET", "/people"), undefined);
  assert.equal(ask(at("GET", "/people/*"), "GET", "/people/"), undefined);
  assert.equal(ask(at("*", "/people/**"), "PUT", "/people/7/secret"), "one");
  assert.equal(ask(at("*", "/people/**"), "PUT", "/peoples"), undefined);
  assert.equal(ask(at("*", "/**"), "GET", ""), "one");
  assert.equal(ask(at("GET", "/"), "GET", "/"), "one");
});

test("attack: no encoding and no dot segment climbs out of what a wildcard opens", () => {
  const open = [right({ endpoints: [{ method: "GET", path: "/public/**" }] })];
  assert.equal(ask(open, "GET", "/public/a"), "one");
  assert.equal(ask(open, "GET", "/p%75blic/a"), "one", "the same path, written otherwise");
  for (const path of [
    "/public/../secret",
    "/public/..%2fsecret",
    "/public/%2e%2e/secret",
    "/public/%252e%252e/secret",
    "/public/.%2e/secret",
    "/public/..;/secret",
    "/public/a%5c..%5csecret",
    "/public//secret",
    "/public/%00",
    "/public/%zz",
    "/public/%c0%ae%c0%ae/secret",
    "public/a",
    `/public/${"a/".repeat(50)}b`,
  ])
    assert.equal(ask(open, "GET", path), undefined, path);
});

test("a whole service is not opened by a path that two readers read differently", () => {
  assert.equal(ask([right()], "GET", "/a/..%2fb"), undefined);
});

test("of several rights the one that covers the endpoint counts", () => {
  const rights = [right({ id: "a", endpoints: [{ method: "GET", path: "/a" }] }), right({ id: "b", endpoints: [] })];
  assert.equal(ask(rights, "GET", "/a"), "a");
  assert.equal(ask(rights, "GET", "/b"), "b");
});

test("without a consent the right that needs none is taken, and with one the right that asks for it", () => {
  const both = conf([right({ id: "asks" }), right({ id: "law", consentRequired: false })]);
  const call = { consumer, provider, method: "POST", path: "/find" };
  assert.equal(rightFor(both, { ...call, consent: false }, "2026-11-25")?.id, "law");
  assert.equal(rightFor(both, { ...call, consent: true }, "2026-11-25")?.id, "asks");
});

test("rights for the same purpose count together, and rights for another purpose or by another rule of consent never do", () => {
  const rights = conf([
    right({ id: "a", fields: ["name"] }),
    right({ id: "b", fields: ["name", "address"] }),
    right({ id: "other-purpose", purpose: "q", fields: ["income"] }),
    right({ id: "by-law", consentRequired: false, fields: ["status"] }),
    right({ id: "elsewhere", endpoints: [{ method: "GET", path: "/other" }], fields: ["phone"] }),
  ]);
  const call = { consumer, provider, method: "POST", path: "/find" };
  const found = rightFor(rights, { ...call, consent: true }, "2026-11-25");
  assert.deepEqual([found?.id, found?.fields], ["a", ["name", "address"]]);
  assert.deepEqual(rightFor(rights, { ...call, consent: false }, "2026-11-25")?.fields, ["status"]);
  assert.deepEqual(rightFor(rights, { ...call, method: "GET", path: "/other", consent: true }, "2026-11-25")?.fields, [
    "name",
    "address",
    "phone",
  ]);
});

test("a right of a group is a right of each of its members, and of their subsystems", () => {
  const group = [right({ consumer: "TWDEMO/group/schools" })];
  assert.equal(ask(group, "GET", "/a"), "one");
  const other = { consumer: "TWDEMO/EDU/NTU/OTHER", provider, method: "GET", path: "/a", consent: true };
  assert.equal(rightFor(conf(group), other, "2026-11-25"), undefined);
});

test("members of federated instances are known under their own instance", () => {
  const id = { memberClass: "GOV", memberCode: "70000001", subsystem: "POP" };
  assert.equal(knowsSubsystem(conf([]), { ...id, instance: "EE" }), true);
  assert.equal(knowsSubsystem(conf([]), { ...id, instance: "TWDEMO" }), false);
  assert.equal(memberByTls(conf([]), "ab"), "GOV/MOI");
});

test("patterns that say more than they seem to are not patterns", () => {
  const form = new RegExp(endpointPattern);
  for (const good of ["/", "/find", "/a/*/b", "/a/**", "/**"]) assert.ok(form.test(good), good);
  for (const bad of ["", "find", "/a//b", "/a/**/b", "/a*", "/%2e", "/a/../b/%", "/a?b"]) assert.ok(!form.test(bad), bad);
  assert.equal(covers({ method: "*", path: "/**" }, "GET", segmentsOf("/x/y") ?? []), true);
});
