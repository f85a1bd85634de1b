import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { isBan } from "@troad/invoice-formats";
import { json, sql } from "@troad/kernel";
import { registersApi } from "@troad/registers/api";
import { roadApi } from "@troad/road/api";
import { type Government, root, startGovernment } from "./kit/government.ts";

/** Cases that write in a register over the road: what stands there, who may write, and what a refusal leaves. */
let government: Government;
let cases: CasesApi;
before(async () => {
  const content = ["village", "writing"].map((name) => path.join(root, "tests", "fixtures", name));
  government = await startGovernment({ content });
  cases = government.running.use(casesApi);
});
after(() => government.stop());

type Person = Parameters<CasesApi["acts"]>[0]["person"];
const inspector: Person = { subject: "ida", name: "Ida", posts: [{ role: "inspector", agency: "moj", area: null }] };
const book = () => government.running.schemas.ofAgency("registers", "moj");
const entries = () =>
  book().rows<{ subject: string; version: number; case_id: string; consumer: string; exchange_id: string; legal_basis: string }>(
    sql`select subject, version, case_id, consumer, exchange_id, legal_basis from record where register = 'stall-book' order by recorded_at`,
  );

async function submitted(stallName: string, number = ""): Promise<string> {
  const { id } = await cases.open({ service: "stall-entry", subject: "anna", nationalId: "A123456789", name: "安娜" });
  assert.deepEqual((await cases.answer({ id, subject: "anna", page: "stall", values: { stallName, number } })).errors, []);
  assert.equal(await cases.submit({ id, subject: "anna" }), null);
  return id;
}
async function choose(id: string, outcome: string): Promise<void> {
  const { place } = await cases.acts({ id, person: inspector });
  await cases.act({ id, person: inspector, place, act: { act: "choose", outcome, reasons: "as the papers say" } });
}
const view = (id: string) => cases.view({ id, subject: "anna" });
async function until(id: string, holds: (now: Awaited<ReturnType<typeof view>>) => boolean) {
  for (let tries = 0; ; tries++) {
    const now = await view(id);
    if (holds(now)) return now;
    if (tries > 200) assert.fail(JSON.stringify([now.state, now.step, now.ended, now.stopped, now.actions.at(-1)]));
    await sleep(50);
  }
}
const written = (now: Awaited<ReturnType<typeof view>>) => now.actions.find(({ type }) => type === "written")!.data;

/** A call of an information system at its own gateway. */
let calls = 0;
async function call(member: string, client: string, endpoint: string, body: object): Promise<[number, Record<string, unknown>]> {
  const gateway = await government.running.use(roadApi).consumerUrl(member);
  const answer = await fetch(`${gateway}/r1/TWDEMO/GOV/MOJ/REGISTERS/stall-book/${endpoint}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-road-client": `TWDEMO/${client}`, "x-road-id": `test-write-${calls++}` },
    body: JSON.stringify(body),
  });
  return [answer.status, (await answer.json()) as Record<string, unknown>];
}
const codeOf = async (...asked: Parameters<typeof call>) => {
  const [, { code, type }] = await call(...asked);
  return code ?? type;
};
const desk = ["GOV/MOJ", "GOV/MOJ/DESK"] as const;
const ndu = ["EDU/NDU", "EDU/NDU/AID"] as const;
const entry = { writeKey: "test write 1", caseId: "test", create: true, key: null, values: { name: "Tea" } };

test("a granted case writes an entry, the register gives its number, and certificate and other agencies read it", async () => {
  const id = await submitted("茶攤");
  await choose(id, "granted");
  const now = await until(id, ({ ended, step }) => ended === "granted" && step === null);
  const { key, version, exchangeId } = written(now);
  assert.ok(typeof key === "string" && isBan(key), String(key));
  assert.equal(version, 1);
  const [row, ...others] = (await entries()).filter(({ subject }) => subject === key);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [row?.case_id, row?.consumer, row?.exchange_id, row?.legal_basis],
    [id, "TWDEMO/GOV/MOJ/DESK", exchangeId, "None: a test"],
  );
  const [certificate] = await cases.certificatesOf("anna", { limit: 1 });
  assert.deepEqual(certificate?.statements, { number: key, name: "茶攤" });
  const [, read] = await call(...ndu, "find", { key, fields: ["number", "name"] });
  assert.deepEqual(read.record, { number: key, name: "茶攤" });
});

test("a change is a new version of the record; an unknown number is refused, the officer sees it and ends the case", async () => {
  const first = await submitted("Noodles");
  await choose(first, "granted");
  const { key } = written(await until(first, ({ ended, step }) => ended === "granted" && step === null));
  const change = await submitted("Better noodles", String(key));
  await choose(change, "granted");
  const changed = written(await until(change, ({ ended, step }) => ended === "granted" && step === null));
  assert.deepEqual([changed.key, changed.version], [key, 2]);

  const before = (await entries()).length;
  const lost = await submitted("Nothing", "22099131");
  await choose(lost, "granted");
  const refused = await until(lost, ({ step }) => step?.id === "again");
  assert.equal(refused.actions.find(({ type }) => type === "write-refused")?.data.code, "record.unknown");
  await choose(lost, "refused");
  await until(lost, ({ ended, step }) => ended === "refused" && step === null);
  assert.equal((await entries()).length, before);
});

test("a record that changed since the applicant saw it refuses the entry, by the field that changed, and keeps what it has", async () => {
  const first = await submitted("Sold");
  await choose(first, "granted");
  const { key } = written(await until(first, ({ ended, step }) => ended === "granted" && step === null));
  const sale = { writeKey: "test sale", caseId: "sale", create: false, key, values: { keeper: "B123456780" } };
  const from = (keeper: string) => ({ ...sale, expect: { keeper } });
  assert.equal((await call(...desk, "write", from("A123456789")))[0], 200);
  assert.equal((await call(...desk, "write", from("A123456789")))[0], 200, "once more under its key");
  assert.equal(await codeOf(...desk, "write", { ...from("A123456789"), writeKey: "test second sale" }), "record.changed");
  assert.equal(await codeOf(...desk, "write", { ...sale, expect: { note: "x" } }), "field.not-agreed", "nobody asks by refusals");

  const before = (await entries()).length;
  const late = await submitted("Renamed by the seller", String(key));
  await choose(late, "granted");
  const refused = await until(late, ({ step }) => step?.id === "again");
  assert.equal(refused.actions.find(({ type }) => type === "write-refused")?.data.code, "record.changed");
  assert.equal((await entries()).length, before);
});

test("the same write gives the same record and version, a different one under its key is refused", async () => {
  const [status, made] = await call(...desk, "write", entry);
  assert.equal(status, 200, JSON.stringify(made));
  assert.deepEqual((await call(...desk, "write", entry))[1], made);
  assert.equal(await codeOf(...desk, "write", { ...entry, values: { name: "Coffee" } }), "write.key-used");
  const many = await Promise.all(
    Array.from({ length: 6 }, (_, index) => call(...desk, "write", { ...entry, writeKey: `test many ${index}` })),
  );
  const keys = many.map(([, { key }]) => key);
  assert.equal(new Set(keys).size, 6, "numbers are given once");
  assert.ok(keys.every((key) => typeof key === "string" && isBan(key)));
});

/** What the case `id` will send for its new entry. */
const entryOf = (id: string, name: string) => ({
  ...{ writeKey: `case ${id} enter 1`, caseId: id, create: true, key: null },
  values: { name, keeper: "A123456789", since: "2026-01-01" },
});

test("an entry whose answer was lost in a kill is found again, and no second one is made", async () => {
  const id = await submitted("Twice");
  const [, first] = await call(...desk, "write", entryOf(id, "Twice"));
  await choose(id, "granted");
  const now = await until(id, ({ ended, step }) => ended === "granted" && step === null);
  assert.deepEqual([written(now).key, written(now).version], [first.key, 1]);
  assert.equal((await entries()).filter(({ case_id }) => case_id === id).length, 1);
});

test("a case whose entry is refused stops and says so, is not granted by being resumed, and has no certificate", async () => {
  const id = await submitted("Blocked");
  // an earlier entry of the agency's own stands under its key
  await call(...desk, "write", entryOf(id, "Something else"));
  await choose(id, "granted");
  const stopped = await until(id, ({ state }) => state === "stopped");
  assert.deepEqual([stopped.stopped?.code, stopped.step?.id, stopped.ended], ["write.key-used", "enter", null]);
  await cases.resume({ id, subject: "anna" });
  const again = await until(id, ({ state, actions }) => state === "stopped" && actions.at(-3)?.type === "resumed");
  assert.equal(again.actions.filter(({ type }) => type === "write-refused").length, 2);
  assert.deepEqual(again.certificates, []);
});

test("an attacker writes nothing: without the right, beyond its fields, with a key of their own, with values that do not fit", async () => {
  const before = await entries();
  const forged = { ...entry, writeKey: "forged write" };
  // a right to the whole service reads and does not write
  assert.equal(await codeOf(...ndu, "write", forged), "write.not-allowed");
  assert.equal(await codeOf("GOV/MOI", "GOV/MOI/REGISTERS", "write", forged), "Server.ServerProxy.AccessDenied");
  assert.equal(await codeOf(...desk, "write", { ...forged, values: { note: "x" } }), "field.not-writable");
  assert.equal(await codeOf(...desk, "write", { ...forged, values: { owner: "x" } }), "field.unknown");
  assert.equal(await codeOf(...desk, "write", { ...forged, values: { since: "2026-02-30" } }), "value.invalid");
  assert.equal(await codeOf(...desk, "write", { ...forged, key: "22099131" }), "key.invalid");
  assert.equal(await codeOf(...desk, "write", { ...forged, create: false, key: "22099132" }), "key.invalid");
  assert.equal(await codeOf(...desk, "write", { ...forged, create: false, key: "22099131" }), "record.unknown");
  assert.equal(await codeOf(...desk, "write", { ...forged, at: "2020-01-01" }), "request.invalid");
  const { url } = (await government.running.use(registersApi).serviceEndpoint("moj", "stall-book"))!;
  assert.equal((await fetch(`${url}/write`, { method: "POST", body: "{}" })).status, 401, "past the gateway");
  assert.deepEqual(await entries(), before);
});

test("two hundred certificates at once never use more of a landing than was verified, and each counts once", async () => {
  const register = government.running.schemas.ofAgency("registers", "moa");
  const landed = { vessel: "CT7-000123", landedOn: "2026-10-01", landed: 20_000, used: 0, unreported: false };
  await register.run(sql`insert into record (register, subject, data, valid_from, recorded_at)
    values ('catch', 'LN-TEST-1', ${json({ ...landed, lastCase: null })}, '2020-01-01', clock_timestamp())`);
  const gateway = await government.running.use(roadApi).consumerUrl("GOV/MOA");
  const use = async (writeKey: string, add: Record<string, number>): Promise<string> => {
    const answer = await fetch(`${gateway}/r1/TWDEMO/GOV/MOA/REGISTERS/catch/write`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-road-client": "TWDEMO/GOV/MOA/FISHERIES",
        "x-road-id": `test-catch-${calls++}`,
      },
      body: JSON.stringify({ writeKey, caseId: writeKey, create: false, key: "LN-TEST-1", values: { lastCase: writeKey }, add }),
    });
    const { code, type } = (await answer.json()) as Record<string, string>;
    return answer.status === 200 ? "written" : String(code ?? type);
  };
  const used = async () =>
    (await register.one<{ used: number }>(sql`select (data->>'used')::int as used from record
      where register = 'catch' and subject = 'LN-TEST-1' order by recorded_at desc limit 1`))!.used;
  // a busy machine has no connection left for some: these ask again by the same key, as a case does
  const insist = async (writeKey: string): Promise<string> => {
    for (let tries = 1; ; tries++) {
      const said = await use(writeKey, { used: 120 });
      if (said !== "database.unavailable" || tries === 10) return said;
      assert.ok((await used()) <= 20_000, "never more than was verified");
    }
  };
  const all = await Promise.all(Array.from({ length: 200 }, (_, n) => insist(`test catch ${n}`)));
  assert.deepEqual(
    Object.entries(Object.groupBy(all, (one) => one))
      .map(([how, of]) => [how, of!.length])
      .sort(),
    [
      ["record.exceeded", 34],
      ["written", 166],
    ],
  );
  assert.equal(await used(), 166 * 120);
  const first = all.indexOf("written");
  assert.equal(await use(`test catch ${first}`, { used: 120 }), "written", "the same certificate again");
  assert.equal(await use("test catch rest", { used: 81 }), "record.exceeded");
  assert.equal(await use("test catch below", { used: -20_000 }), "record.exceeded", "never below 0");
  assert.equal(await use("test catch text", { lastCase: 1 }), "value.invalid");
  assert.equal(await use("test catch all", { landed: 1 }), "field.not-writable", "what was verified is not for a case to change");
  assert.equal(await used(), 166 * 120);
  assert.equal(await use("test catch last", { used: 80 }), "written");
  assert.equal(await used(), 20_000);
});
