import assert from "node:assert/strict";
import { sql } from "@troad/kernel";
import { quota } from "../keys.ts";
import { type Answer, ask, clock, db, record, resourceOf, upload } from "./kit.ts";

const search = (id: string, headers?: Record<string, string>): Promise<Answer> =>
  ask("nobody", `/api/3/action/datastore_search?resource_id=${id}`, undefined, headers);
const statuses = (all: readonly Answer[]): number[] => all.map(({ status }) => status);

/** One caller asks far more than its part, by SQL, by searches and by previews; others are answered all the same. */
export async function heavyCallerHoldsUpNobody(key: string): Promise<void> {
  await ask("officer", "/data-office/new", { ...record, name: "busy-set" });
  const arrived = await upload("officer", "busy-set", "縣市,人數\n新北市,120\n臺北市,80\n");
  await ask("officer", `${arrived.location}/publish`, {});
  const id = await resourceOf("busy-set");
  assert.equal((await search(id)).status, 200);
  const query = (text: string, headers?: Record<string, string>): Promise<Answer> =>
    ask("nobody", `/data/busy-set/${id}/query?sql=${encodeURIComponent(text)}`, undefined, headers);
  const page = (): Promise<Answer> => ask("nobody", `/data/busy-set/${id}`);
  const slow = "select count(*) from range(4000) a, range(4000) b where a.range * b.range % 7 = 3";
  const own = { authorization: key };
  for (const heavy of [() => query(slow, own), () => search(id, own)]) {
    const many = Array.from({ length: 15 }, heavy);
    const [other, shown, asked] = await Promise.all([search(id), page(), query("select count(*) from data")]);
    assert.deepEqual(statuses([other, shown, asked]), [200, 200, 200]);
    assert.match(shown.text, /<td[^>]*>新北市/);
    const got = statuses(await Promise.all(many));
    assert.ok(got.includes(503) && got.every((one) => one === 200 || one === 503), got.join());
  }
  // previews of one network wait for each other, not a program with a key
  const many = Array.from({ length: 15 }, page);
  assert.deepEqual(statuses(await Promise.all([search(id, own), query("select 1", own)])), [200, 200]);
  const shown = await Promise.all(many);
  assert.ok(shown.every(({ status }) => status === 200));
  assert.ok(
    shown.some(({ text }) => !text.includes("<td>新北市") && text.includes("Too many queries")),
    "what is too much is said on the page",
  );
}

/** So many calls a minute without a key, and so many a day with one; then 429, until the time is over. */
export async function quotasHold(key: string): Promise<void> {
  const list = (headers?: Record<string, string>): Promise<Answer> =>
    ask("nobody", "/api/3/action/license_list", undefined, headers);
  clock.shift(2 * 60_000);
  const calls: number[] = [];
  for (let at = 0; at <= quota.networkPerMinute; at++) calls.push((await list()).status);
  assert.ok(calls[0] === 200 && calls.at(-1) === 429, calls.join());
  const refused = JSON.parse((await list()).text) as { success: boolean; error: { code: string } };
  assert.deepEqual([refused.success, refused.error.code], [false, "opendata.quota"]);
  const own = { authorization: key };
  assert.equal((await list(own)).status, 200, "a key has its own quota");
  clock.shift(2 * 60_000);
  assert.equal((await list()).status, 200);
  await db.run(sql`update api_use set calls = ${quota.keyPerDay}`);
  assert.equal((await list(own)).status, 429);
  clock.shift(24 * 3_600_000);
  assert.equal((await list(own)).status, 200);
}
