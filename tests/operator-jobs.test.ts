import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eidApi } from "@troad/eid/api";
import { type Database, readAudit, sql } from "@troad/kernel";
import { Browser, type Page, targets } from "../apps/troad/demo/browser.ts";
import { until } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { signedInAs } from "./kit/tampering.ts";

const html = `<script>alert("王小明")</script>`;
let government: Government;
let operator: string;
before(async () => {
  government = await startGovernment();
  operator = await personOf("operator");
});
after(() => government?.stop());

const personOf = async (role: string): Promise<string> =>
  (await government.running.use(eidApi).demoPeople()).find((one) => one.role.role === role)!.subject;
const schema = (name: string): Database => government.running.schemas.of(name);
const page = (path: string): string => `${government.portal}/operator/jobs${path}`;
let made = 0;
/** A job that was given up, as the worker leaves it. */
async function giveUp(db: Database, job: { kind?: string; payload?: object; failure?: string | null }): Promise<number> {
  made += 1;
  const { kind = "shop.none", payload = { secret: "A123456789" }, failure = "RangeError" } = job;
  const at = new Date(Date.UTC(2026, 10, 28) + made).toISOString();
  const row = await db.one<{ id: number }>(sql`
    insert into kernel_job (kind, payload, run_at, created_at, attempts, dead_at, last_error, failure)
    values (${kind}, ${JSON.stringify(payload)}::jsonb, ${at}, ${at}, 12, ${at}, ${`${html} A123456789`}, ${failure}) returning id`);
  return row!.id;
}
const stateOf = (db: Database, id: number) =>
  db.one<{ dead: boolean; done: boolean; attempts: number }>(
    sql`select dead_at is not null as dead, done_at is not null as done, attempts from kernel_job where id = ${id}`,
  );
const untouched = { dead: true, done: false, attempts: 12 };

test("an operator sees what gave up in every system, by kind, without anything that a job holds", async () => {
  const own = await giveUp(schema("notify"), { failure: html });
  const agencys = await giveUp(government.running.schemas.ofAgency("road", "moi"), { kind: "shop.other", failure: null });
  const browser = await signedInAs(government.portal, operator, "zh-Hant");
  const list = await browser.get(page(""));
  assert.equal(list.status, 200);
  assert.deepEqual(targets(list, /^\/operator\/jobs\/\w+\/\d+$/).sort(), [
    `/operator/jobs/notify/${own}`,
    `/operator/jobs/road_moi/${agencys}`,
  ]);
  assert.match(list.text, /<td[^>]*>moi<\/td>/);
  assert.match(list.text, /未記錄/);
  const filtered = await browser.get(page("?kind=shop.other"));
  assert.deepEqual(targets(filtered, /^\/operator\/jobs\/\w+\/\d+$/), [`/operator/jobs/road_moi/${agencys}`]);
  const one = await browser.get(page(`/notify/${own}`));
  for (const shown of [list, filtered, one]) assertHarmless(shown);
  assert.match(one.text, /&lt;script&gt;/, "what stands in the column of the error is text");
});

function assertHarmless({ text }: Page): void {
  assert.ok(!text.includes("A123456789"));
  assert.ok(!text.includes("<script>alert"));
}

test("a list longer than a page goes on where it ended", async () => {
  const ids: number[] = [];
  for (let n = 0; n < 25; n++) ids.push(await giveUp(schema(n % 2 ? "eid" : "mydata"), { kind: "shop.many" }));
  const browser = await signedInAs(government.portal, operator);
  const first = await browser.get(page("?kind=shop.many"));
  const jobs = (shown: Page): string[] => targets(shown, /^\/operator\/jobs\/\w+\/\d+$/);
  assert.equal(jobs(first).length, 20);
  const [next] = targets(first, /before=/);
  const second = await browser.get(new URL(next!, first.url).href);
  assert.equal(jobs(second).length, 5);
  assert.equal(new Set([...jobs(first), ...jobs(second)]).size, 25);
  for (const odd of ["x", "2026-11-28T00:00:00.000Z~notify", "2026-99-99T00:00:00.000Z~a~1", `${"9".repeat(190)}`, "' or 1=1"])
    assert.equal((await browser.get(page(`?before=${encodeURIComponent(odd)}`))).status, 400, odd);
});

test("a job runs again, all of a kind run again, and one is dropped with a reason; the audit says who did it", async () => {
  const db = schema("eid");
  const serial = (await db.one<{ serial: string }>(sql`select serial from card limit 1`))!.serial;
  const [again, first, second] = [
    await giveUp(db, { kind: "eid.publish-card", payload: { serial } }),
    await giveUp(db, { kind: "shop.drop" }),
    await giveUp(schema("notify"), { kind: "shop.all" }),
  ];
  const browser = await signedInAs(government.portal, operator);
  assert.match((await browser.post(page(`/eid/${again}/retry`), {})).url, /done=retried&count=1$/);
  await until(async () => (await stateOf(db, again))!.done, "the job");
  assert.deepEqual(await stateOf(db, again), { dead: false, done: true, attempts: 1 });

  const empty = await browser.post(page(`/eid/${first}/drop`), { reason: "  " });
  assert.equal(empty.status, 422);
  assert.deepEqual(await stateOf(db, first), untouched);
  const dropped = await browser.post(page(`/eid/${first}/drop`), { reason: html });
  assert.match(dropped.url, /done=dropped&count=1$/);
  assert.deepEqual(await stateOf(db, first), { ...untouched, done: true });
  assert.equal((await browser.post(page(`/eid/${first}/drop`), { reason: "again" })).status, 404);

  assert.match((await browser.post(page("/retry"), { kind: "shop.all" })).url, /count=1$/);
  assert.match((await browser.post(page("/retry"), { kind: "' or true" })).url, /count=0$/);
  await until(async () => (await stateOf(schema("notify"), second))!.attempts < 12, "the next attempt");

  const entries = (await readAudit(db, undefined, 10)).filter(({ action }) => action.startsWith("job"));
  assert.deepEqual(
    entries.map(({ actor, action, target, detail }) => [actor, action, target, detail.reason]),
    [
      [operator, "job.dropped", `shop.drop ${first}`, html],
      [operator, "job.retried", `eid.publish-card ${again}`, undefined],
    ],
  );
});

test("attack: nobody but an operator sees these pages or does anything there", async () => {
  const db = schema("notify");
  const id = await giveUp(db, { kind: "shop.attacked" });
  const citizen = await personOf("citizen");
  const others = [citizen, await personOf("road-operator"), await personOf("auditor"), await personOf("case-officer")];
  const before = await readAudit(db, undefined, 100);
  const posts: [string, Record<string, string>][] = [
    [`/notify/${id}/retry`, {}],
    [`/notify/${id}/drop`, { reason: "x" }],
    ["/retry", { kind: "shop.attacked" }],
  ];
  for (const subject of others) {
    const browser = await signedInAs(government.portal, subject);
    assert.ok(!(await browser.get(`${government.portal}/services`)).text.includes("/operator/jobs"), "nothing leads there");
    for (const path of ["", `/notify/${id}`]) assert.equal((await browser.get(page(path))).status, 403);
    for (const [path, fields] of posts) assert.equal((await browser.post(page(path), fields)).status, 403);
  }
  for (const [path, fields] of posts) {
    const stranger = new Browser();
    assert.match((await stranger.post(page(path), fields)).url, /sign-in|authorize|interaction/);
    const forged = await fetch(page(path), {
      method: "POST",
      headers: { origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields),
    });
    assert.equal(forged.status, 403);
  }
  assert.deepEqual(await stateOf(db, id), untouched);
  assert.deepEqual(await readAudit(db, undefined, 100), before);
});

test("attack: an id that names no job that was given up is unknown, whatever it is made of", async () => {
  const db = schema("notify");
  const id = await giveUp(db, { kind: "shop.there" });
  await db.run(sql`update kernel_job set dead_at = null, run_at = now() + interval '1 day' where id = ${id}`);
  const browser = await signedInAs(government.portal, operator);
  const names = [`notify/${id}`, "notify/999999", "notify/-1", "notify/1e3", `notify/${"9".repeat(40)}`, "nowhere/1", "NOTIFY/1"];
  for (const name of [...names, "pg_catalog/1", "notify%00/1", "..%2Fnotify/1", `notify'--/${id}`, "road_nobody/1"]) {
    const shown = await browser.get(page(`/${name}`));
    assert.ok([400, 404, 503].includes(shown.status), `${name}: ${shown.status}`);
    for (const act of ["retry", "drop"]) {
      const done = await browser.post(page(`/${name}/${act}`), { reason: "x" });
      assert.ok([400, 404, 503].includes(done.status), `${name}/${act}: ${done.status}`);
    }
  }
  assert.deepEqual(await stateOf(db, id), { dead: false, done: false, attempts: 12 });
});
