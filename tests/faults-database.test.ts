import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "@troad/kernel";
import { Pool } from "undici";
import { type Government, startGovernment } from "./kit/government.ts";
import { freeze } from "./kit/postgres.ts";
import { signInAs } from "./kit/session.ts";

let government: Government;
let citizen: string;
before(async () => {
  const env = { LOG_LEVEL: "info", DATABASE_STATEMENT_SECONDS: "1", DATABASE_CONNECT_SECONDS: "1" };
  government = await startGovernment({ env, ownServer: true });
  const people = JSON.parse(fs.readFileSync(path.join(government.data, "demo", "people.json"), "utf8")) as Person[];
  citizen = await signInAs(government.portal, people.find(({ role }) => role === "citizen")!.subject);
});
after(() => government.stop());
type Person = { subject: string; role: string };

const linesOfLog = (): Record<string, unknown>[] =>
  fs
    .readFileSync(path.join(government.data, "test.log"), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

async function timed(url: string, init: RequestInit = {}): Promise<{ response: Response; text: string; ms: number }> {
  const began = performance.now();
  const response = await fetch(url, { redirect: "manual", ...init, signal: AbortSignal.timeout(15_000) });
  const text = await response.text();
  return { response, text, ms: performance.now() - began };
}

test("while the database gives no sign of life, readiness says so within two seconds, and pages say 503 and what is true", async () => {
  const { portal } = government;
  const { metrics } = government.running.endpoints() as { metrics: string };
  const ready = [`${portal}/readyz`, metrics.replace("/metrics", "/readyz")];
  for (const url of ready) assert.equal((await timed(url)).response.status, 200);
  const frozen = freeze(government.data);
  try {
    const checks = await Promise.all([...ready, ...ready].map((url) => timed(url)));
    for (const { response, ms } of checks) assert.ok(response.status === 503 && ms < 2_000, `${response.status} in ${ms} ms`);
    const asked = [
      timed(`${portal}/cases`, { headers: { cookie: citizen, accept: "text/html", "accept-language": "en" } }),
      timed(`${portal}/cases`, { headers: { cookie: citizen, accept: "text/html", "accept-language": "zh-Hant" } }),
      timed(`${portal}/services/tuition-reduction/start`, { method: "POST", body: "", headers: { cookie: citizen } }),
      timed(`${portal}/eid/challenge`, { method: "POST" }),
    ];
    for (const { response, text, ms } of await Promise.all(asked)) {
      assert.equal(response.status, 503, text);
      assert.ok(Number(response.headers.get("retry-after")) > 0);
      assert.ok(ms < 10_000, `${ms} ms`);
      assert.doesNotMatch(text, /Nothing was changed|沒有任何資料被更動/);
      assert.match(text, /database\.(unavailable|outcome-unknown)/);
      assert.match(text, /check (before|whether)|先確認/i);
    }
  } finally {
    frozen.thaw();
  }
  for (let tries = 0; (await timed(ready[0]!)).response.status !== 200; tries++) {
    assert.ok(tries < 50, "ready again");
    await wait(100);
  }
  assert.equal((await timed(`${portal}/cases`, { headers: { cookie: citizen } })).response.status, 200);
});

test("three thousand pages that do not exist, asked for by one stranger, leave a dozen lines that say who, where and what", async () => {
  const pool = new Pool(government.portal, { connections: 8 });
  const before = linesOfLog().length;
  const ask = async (n: number): Promise<void> => {
    const response = await pool.request({ method: "GET", path: `/no-such-page-${n}?nationalId=A123456789` });
    await response.body.dump();
  };
  for (let n = 0; n < 3000; n += 100) await Promise.all(Array.from({ length: 100 }, (_, at) => ask(n + at)));
  await pool.close();
  await timed(`${government.portal}/cases/none`, { headers: { cookie: citizen } });
  const fresh = linesOfLog().slice(before);
  const missing = fresh.filter(({ code }) => code === "request.not-found");
  assert.ok(missing.length > 0 && missing.length <= 20, `${missing.length} lines`);
  assert.deepEqual([missing[0]!.method, missing[0]!.route], ["GET", "none"]);
  assert.match(String(missing[0]!.client), /^[\w-]{12}$/);
  assert.doesNotMatch(JSON.stringify(fresh), /A123456789|127\.0\.0\.1|no-such-page/);
  const own = fresh.find(({ route }) => route === "/cases/:id");
  assert.match(String(own?.subject), /^[0-9a-f-]{36}$/, "who is signed in is named by an opaque reference");
});

test("six hundred begun sign-ins from one address leave a bounded number of rows", async () => {
  const count = async (): Promise<number> => {
    const eid = government.running.schemas.of("eid");
    const { n } = (await eid.one<{ n: number }>(
      sql`select (select count(*) from oidc_state)::int + (select count(*) from challenge)::int + (select count(*) from session)::int as n`,
    ))!;
    return n;
  };
  const before = await count();
  const statuses = new Map<number, number>();
  const begin = async (): Promise<void> => {
    const portal = await timed(`${government.portal}/auth/sign-in?return=/cases`);
    const { response } = await timed(portal.response.headers.get("location")!);
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
  };
  for (let n = 0; n < 600; n += 20) await Promise.all(Array.from({ length: 20 }, begin));
  const rows = (await count()) - before;
  assert.ok(rows > 0 && rows < 200, `${rows} rows; ${JSON.stringify([...statuses])}`);
  assert.ok((statuses.get(429) ?? 0) > 400, JSON.stringify([...statuses]));
});
