import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { casesApi } from "@troad/cases/api";
import { sql, taipeiDate } from "@troad/kernel";
import { Browser } from "../apps/troad/demo/browser.ts";
import { markupFaults } from "../e2e/crawl/html-rules.ts";
import { findPeople } from "../packages/population/index.ts";
import { type Citizen, handIn, until, walk } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";

let government: Government;
before(async () => {
  government = await startGovernment();
});
after(() => government?.stop());

const month = taipeiDate(new Date()).slice(0, 7);
const citizenOf = ({ subject, nationalId, name }: Citizen): Citizen => ({ subject, nationalId, name });
const page = async (place: string, lang = "en") => {
  const found = await new Browser(lang).get(`${government.portal}${place}`);
  assert.deepEqual(await markupFaults(found.text, new URL(found.url).pathname), [], place);
  return found;
};

/** What the chains of cases say, by another way: the first decision of each, and when it was submitted. */
const recomputed = (service: string) =>
  government.running.schemas.of("cases").one<{ submitted: number; decided: number; granted: number; hours: number }>(sql`
    with one as (
      select i.id, i.granted, min(a.at) filter (where a.type = 'submitted') as submitted,
        min(a.at) filter (where a.type in ('decided', 'ended')) as decided
      from case_index i join case_action a on a.case_id = i.id where i.service = ${service} group by i.id, i.granted)
    select count(submitted)::int as submitted, (count(decided) filter (where granted is not null))::int as decided,
      (count(*) filter (where granted))::int as granted,
      (percentile_cont(0.5) within group (order by extract(epoch from decided - submitted) / 3600) filter (where granted is not null))::float8 as hours
    from one`);

test("indicators are what the chains of the cases say, counted by another way", async () => {
  const cases = government.running.use(casesApi);
  const found = findPeople({ seed: "t-road", size: 2000, today: taipeiDate(new Date()) }).students;
  const students: Citizen[] = Object.values(found).flatMap((all) => all.map(({ person }) => person));
  const [other, ...people] = students.slice(0, 7);
  const ids: string[] = [];
  for (const one of people) ids.push(await handIn(government.running, citizenOf(one), walk("low")));
  await until(async () => {
    const found = await Promise.all(ids.map((id, index) => cases.view({ id, subject: people[index]!.subject })));
    return found.every(({ state }) => state === "decided");
  }, "the decisions");
  const { subject: left, nationalId: number, name } = other!;
  const begun = await cases.open({ service: "tuition-reduction", subject: left, nationalId: number, name });
  await cases.withdraw({ id: begun.id, subject: left });
  for (const [index, score] of [5, 4, 4, 3].entries())
    await cases.rate({ id: ids[index]!, subject: people[index]!.subject, score });
  const browser = new Browser("en");
  await browser.post(`${government.portal}/auth/demo`, { subject: people[4]!.subject, return: "/" });
  const shown = await browser.get(`${government.portal}/cases/${ids[4]}`);
  assert.match(shown.text, /How content are you/);
  assert.deepEqual(await markupFaults(shown.text, "/cases"), []);
  const rated = await browser.post(`${government.portal}/cases/${ids[4]}/rate`, { score: "4" });
  assert.match(rated.text, /You rated this service with 4 of 5/);
  assert.equal((await browser.post(`${government.portal}/cases/${ids[4]}/rate`, { score: "1" })).status, 409);
  await assert.rejects(cases.rate({ id: ids[0]!, subject: people[1]!.subject, score: 1 }), /case\.not-found/);
  const told = await (await fetch(`${government.portal}/indicators.json?month=${month}`)).json();
  const row = told.services.find((one: { service: string }) => one.service === "tuition-reduction");
  const again = (await recomputed("tuition-reduction"))!;
  assert.deepEqual([row.submitted, row.decided, row.granted], [again.submitted, again.decided, again.granted]);
  assert.ok(Math.abs(row.medianDays * 24 - again.hours) < 1e-6, `${row.medianDays} ${again.hours}`);
  assert.deepEqual([row.begun, row.completion, row.onlineShare, row.rated, row.score], [7, 6 / 7, 1, 5, 4]);
  const measured = await government.running.schemas.of("cases").rows(sql`select * from case_measure`);
  for (const { subject, nationalId } of people)
    assert.ok(!JSON.stringify(measured).includes(subject) && !JSON.stringify(measured).includes(nationalId));
});

test("the pages say so in both languages, with the reason of each service that is not online to its end", async () => {
  const list = await page("/indicators");
  assert.match(list.text, /Content \(1 to 5\)/);
  assert.match((await page("/indicators/services/tuition-reduction", "zh-TW")).text, /各月申請件數/);
  const online = await page("/indicators/online?degree=none");
  assert.match(online.text, /Both spouses state their will in person/);
  assert.match((await page("/indicators/online", "zh-TW")).text, /80%/);
  assert.equal((await new Browser("en").get(`${government.portal}/indicators/services/none`)).status, 404);
  assert.equal((await fetch(`${government.portal}/indicators.json?month=1999-01`)).status, 400);
  const csv = await (await fetch(`${government.portal}/indicators.csv`)).text();
  assert.ok(csv.split("\r\n").length > 70);
});
