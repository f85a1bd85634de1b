import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { shiftedClock, sql, systemIds, taipeiDate } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { notifyApi } from "@troad/notify/api";
import { peopleApi } from "@troad/people/api";
import { households as householdsOf } from "@troad/population";
import { Browser, type Page } from "../apps/troad/demo/browser.ts";
import { markupFaults } from "../e2e/crawl/html-rules.ts";
import { openDiary } from "../modules/passbook/diary.ts";
import { enterDeath, namingIsLimited } from "./kit/deaths.ts";
import { type DemoPerson, demoPeopleOf } from "./kit/demo-people.ts";
import { until } from "./kit/exchange.ts";
import { type Government, scratch, startGovernment } from "./kit/government.ts";
import { awayRegister } from "./kit/register-away.ts";
import { collectedScene } from "./kit/tax-collected.ts";

/** The tax passbook of a car owner in arrears, with four tax offices on the road. */
const clock = shiftedClock();
let government: Government;
let people: DemoPerson[];
let owner: DemoPerson;
let spouse: DemoPerson;
before(async () => {
  government = await startGovernment({ clock });
  people = await demoPeopleOf(government);
  [owner, spouse] = [labelled("car-owner"), labelled("car-owners-spouse")];
});
after(() => government?.stop());

const labelled = (label: string, at = 0): DemoPerson => people.filter((one) => one.label === label)[at] ?? assert.fail(label);
const today = (): string => taipeiDate(clock.now());
const at = (path: string): string => `${government.portal}${path}`;
async function signedIn({ subject }: { subject: string }): Promise<Browser> {
  const browser = new Browser();
  await browser.post(at("/auth/demo"), { subject, return: "/" });
  return browser;
}
async function seen(browser: Browser, path: string, status = 200): Promise<Page> {
  const page = await browser.get(at(path));
  assert.equal(page.status, status, `${path}: ${plain(page).slice(0, 400)}`);
  if (page.type.startsWith("text/html")) assert.deepEqual(await markupFaults(page.text, path.split("?")[0]!), []);
  return page;
}
const plain = ({ text }: Page): string =>
  (/<main[\s\S]*<\/main>/.exec(text)?.[0] ?? text).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
type Version = {
  data: Record<string, unknown>;
  version: number;
  legal_basis: string | null;
  reason: string | null;
  officer: string | null;
};
const newest = (office: string, number: string) =>
  government.running.schemas.ofAgency("registers", office).one<Version>(sql`
    select data, version, legal_basis, reason, officer from record where register = 'tax-assessment' and subject = ${number}
    order by recorded_at desc limit 1`);
/** The bill of the licence tax of this year, from the page. */
async function bill(browser: Browser, base = "/tax/passbook"): Promise<{ path: string; number: string }> {
  const { text } = await seen(browser, base);
  const path = new RegExp(`href="(${base}/(LE115-[0-9A-F]{12}))"`).exec(text) ?? assert.fail(text.slice(0, 500));
  return { path: path[1]!, number: path[2]! };
}

test("a car owner in arrears sees what is late to the day and why, and that four offices were asked", async () => {
  const browser = await signedIn(owner);
  const page = await seen(browser, "/tax/passbook");
  for (const text of ["NT$660", "NT$60 surcharge", "Needs your attention", "What comes next"])
    assert.ok(plain(page).includes(text), text);
  const one = plain(await seen(browser, (await bill(browser)).path));
  for (const text of ["NT$7,120", "In arrears", "Vehicle License Tax Act", "The same as last year", "surcharge of 10 %"])
    assert.ok(one.includes(text), text);
  await until(async () => {
    const uses = await government.running.use(mydataApi).usesOf(owner.subject, { limit: 50 }, owner.nationalId);
    const offices = new Set(
      uses.filter(({ consumer }) => consumer === "TWDEMO/GOV/MOF/PASSBOOK").map(({ provider }) => provider),
    );
    for (const { consumer, consent, issue } of uses)
      if (/PASSBOOK$/.test(consumer) && consent === null)
        assert.match(issue ?? "", /^passbook [0-9a-f-]{36}$/, "each look has a number");
    return ["NTBT", "NTBK", "TPCTAX", "KCTAX"].every((code) => [...offices].some((provider) => provider.includes(`/${code}/`)));
  }, "each question is in the list of uses");
  const csv = await seen(browser, "/tax/passbook/taxes.csv");
  assert.match(csv.text, /7120/);
  const kept = await government.running.schemas.of("passbook").rows<{ text: string }>(sql`select copy::text as text from copy`);
  assert.ok(
    kept.length > 0 && kept.every(({ text }) => !text.includes(owner.nationalId)),
    "no number of a person lies in the own store",
  );
});

test("nobody else sees it: a stranger, someone without a mandate, a made-up number", async () => {
  const stranger = await signedIn(labelled("mother"));
  const { number } = await bill(await signedIn(owner));
  await seen(stranger, `/tax/passbook/${number}`, 404);
  await seen(stranger, "/tax/passbook/of/heir-father", 403);
  await seen(stranger, `/tax/passbook/of/${crypto.randomUUID()}`, 403);
  await seen(await signedIn(spouse), "/tax/passbook/of/heir-spouse", 403);
  assert.match((await new Browser().get(at("/tax/passbook"))).url, /\/eid\//);
});

test("an officer corrects an assessment of their own office, with a reason that the taxpayer reads; what was paid beyond it goes back", async () => {
  const browser = await signedIn(owner);
  const { path, number } = await bill(browser);
  const office = "/work/assessments";
  const officerOf = (agency: string) =>
    people.find(({ label, role }) => label === "assessment-officer" && "agency" in role && role.agency === agency) ??
    assert.fail(agency);
  const [kaohsiung, taipei] = [await signedIn(officerOf("kctax")), await signedIn(officerOf("tpctax"))];
  await seen(browser, office, 403);
  assert.ok(plain(await seen(kaohsiung, `${office}?taxpayer=${owner.nationalId}`)).includes("NT$7,120"));
  await seen(kaohsiung, `${office}?taxpayer=A1`, 422);
  await seen(taipei, `${office}/${number}`, 404);
  const before = await newest("kctax", number);
  for (const [fields, status] of [
    [{ amount: "x", reason: "a good reason", seen: "7120" }, 422],
    [{ amount: "4320", reason: "", seen: "7120" }, 422],
    [{ amount: "7120", reason: "a good reason", seen: "7120" }, 422],
    [{ amount: "4320", reason: "a good reason", seen: "1" }, 409],
  ] as const)
    assert.equal((await kaohsiung.post(at(`${office}/${number}`), fields)).status, status);
  assert.deepEqual(await newest("kctax", number), before, "nothing was changed");
  const reason = "排氣量登記為 1,197 立方公分，原核定誤植。";
  const done = await kaohsiung.post(at(`${office}/${number}`), { amount: "4,320", reason, seen: "7120" });
  assert.equal(done.status, 200);
  const after = (await newest("kctax", number))!;
  assert.deepEqual(
    [after.data.assessed, after.data.correctedFrom, after.reason, after.version],
    [4_320, 7_120, reason, before!.version + 1],
  );
  assert.match(after.legal_basis ?? "", /稅捐稽徵法/);
  assert.ok(after.officer);
  const shown = plain(await seen(browser, path));
  for (const text of [reason, "Changed from NT$7,120 to NT$4,320", "Corrected assessment", "NT$2,200"])
    assert.ok(shown.includes(text), text);
  // the tax is right after all: it stands as before, and both corrections are in the history
  await kaohsiung.post(at(`${office}/${number}`), { amount: "7120", reason: "經複驗，排氣量為 1,798 立方公分。", seen: "4320" });
  assert.equal((await newest("kctax", number))!.data.assessed, 7_120);
});

test("a calendar address shows nothing of the person, is dead once replaced, and opens nothing else (Automattic/edit-flow#975)", async () => {
  const browser = await signedIn(owner);
  await seen(browser, "/tax/passbook/calendar");
  const addressIn = ({ text }: Page) =>
    /href="([^"]*\/tax\/passbook\/calendar\/[A-Za-z0-9_-]+\.ics)"/.exec(text)?.[1] ?? assert.fail(text);
  const first = addressIn(await browser.post(at("/tax/passbook/calendar"), {}));
  const other = new Browser();
  const feed = await other.get(first);
  assert.deepEqual([feed.status, feed.type.split(";")[0]], [200, "text/calendar"]);
  for (const secret of [owner.name, owner.nationalId, "7120", "7,120", "660", "LE115", owner.subject])
    assert.ok(!feed.text.includes(secret), secret);
  const hers = addressIn(await (await signedIn(spouse)).post(at("/tax/passbook/calendar"), {}));
  const second = addressIn(await browser.post(at("/tax/passbook/calendar"), {}));
  assert.equal((await other.get(first)).status, 404, "an address that was replaced");
  assert.deepEqual([(await other.get(second)).status, (await other.get(hers)).status], [200, 200]);
  const secret = /calendar\/([^/]+)\.ics/.exec(second)![1]!;
  for (const cookie of ["session", "__Host-session"]) {
    const reply = await fetch(at("/tax/passbook"), { redirect: "manual", headers: { cookie: `${cookie}=${secret}` } });
    assert.ok(reply.status >= 300, "the secret is no session");
  }
  for (const wrong of ["x", `${secret}x`, secret.slice(0, -1), "../taxes", "%00"]) {
    const reply = await fetch(at(`/tax/passbook/calendar/${wrong}.ics`), { redirect: "manual" });
    assert.ok([302, 303, 400, 404].includes(reply.status), `${wrong} ${reply.status}`);
  }
  const stored = await government.running.schemas.of("passbook").rows<{ text: string }>(sql`select feed::text as text from feed`);
  assert.ok(
    stored.every(({ text }) => !text.includes(secret)),
    "only a hash is kept",
  );
  await browser.post(at("/tax/passbook/calendar/end"), {});
  assert.equal((await other.get(second)).status, 404);
});

test("a tax is paid once, written into the register of its office, and shown as paid; its day in the calendar is cancelled", async () => {
  const browser = await signedIn(owner);
  const address = /href="([^"]*\.ics)"/.exec((await browser.post(at("/tax/passbook/calendar"), {})).text)![1]!;
  const { path, number } = await bill(browser);
  const begun = await browser.post(at(`${path}/pay`), {});
  assert.match(begun.url, /\/pay\/sandbox\//);
  assert.match(plain(begun), /660/);
  const again = await browser.post(at(`${path}/pay`), {});
  assert.equal(again.url, begun.url, "begun twice it is one payment");
  await browser.post(begun.url, {});
  const record = await until(async () => {
    const { data } = (await newest("kctax", number))!;
    return (data.payments as unknown[]).length === 2 ? data : undefined;
  }, "the payment is written");
  const [, payment] = record.payments as { amount: number; late: number; channel: string }[];
  assert.deepEqual([payment!.amount, payment!.late, payment!.channel], [660, 60, "online"]);
  await until(async () => plain(await seen(browser, path)).includes("Paid"), "it is shown");
  await until(async () => !plain(await seen(browser, "/tax/passbook")).includes("Needs your attention"), "nothing is late");
  const feed = (await new Browser().get(address)).text;
  assert.match(feed, /STATUS:CANCELLED/);
  assert.equal((await browser.post(at(`${path}/pay`), {})).status, 409, "nothing is due any more");
});

test("a store's file is matched once, the rest is worked off with a reason, and what was paid twice is paid out (frappe/erpnext#50797)", () =>
  collectedScene({ government, people, owner, clock, signedIn, seen, bill }));

test("with one office away the page says which part is missing and since when; what it shows is at most a day old", async () => {
  const browser = await signedIn(owner);
  await seen(browser, "/tax/passbook");
  const away = await awayRegister(government.data, "registers_kctax");
  try {
    const still = plain(await browser.post(at("/tax/passbook/again"), {}));
    assert.match(still, /Kaohsiung City Revenue Service has not answered since .* Below is what it said on/);
    assert.match(still, /Vehicle licence tax/);
    clock.shift(25 * 3_600_000);
    const later = await signedIn(owner);
    const gone = plain(await seen(later, "/tax/passbook"));
    assert.match(gone, /Kaohsiung City Revenue Service has not answered since .* Its taxes are not shown/);
    assert.match(gone, /Income tax/, "the other offices are there");
    assert.doesNotMatch(gone, /Vehicle licence tax/);
  } finally {
    await away.back();
  }
  assert.match(plain(await (await signedIn(owner)).post(at("/tax/passbook/again"), {})), /Vehicle licence tax/);
});

test("an agent sees it by mandate until that ends, and an heir after a death", async () => {
  const agent = labelled("mother");
  const api = government.running.use(peopleApi);
  const since = new Date(clock.now().getTime() - 3_600_000).toISOString();
  const mandate = { services: null, since, until: null, holder: agent.subject };
  const { id } = await api.giveMandate({ key: crypto.randomUUID(), by: owner.subject, mandate });
  const browser = await signedIn(agent);
  assert.ok((await seen(browser, "/tax/passbook")).text.includes(`/tax/passbook/of/${id}`));
  assert.ok(plain(await seen(browser, `/tax/passbook/of/${id}`)).includes(owner.name));
  await seen(browser, `/tax/passbook/of/${id}/taxes`);
  await api.endMandate({ id, by: owner.subject, reason: "no more" });
  await seen(browser, `/tax/passbook/of/${id}`, 403);
  await enterDeath(government, owner.nationalId, today());
  clock.shift(11 * 60_000);
  const heir = await signedIn(spouse);
  // a register that is busy is asked again by the next look
  const mine = async () => (await seen(heir, "/tax/passbook")).text;
  await until(async () => !(await mine()).includes("has not answered. Whose heir"), "the household office");
  assert.ok((await mine()).includes("/tax/passbook/of/heir-spouse"));
  const page = plain(await seen(heir, "/tax/passbook/of/heir-spouse"));
  for (const text of [owner.name, "Vehicle licence tax", "Article 14"]) assert.ok(page.includes(text), text);
  // the rest of a family is asked about only where its member wants it, and only by the passbook
  const looked = await heir.post(at("/tax/passbook/estates"), {});
  assert.match(plain(looked), /You are nobody else/);
  await seen(heir, "/tax/passbook/of/heir-AAAAAAAAAAAAAAAAAAAA", 403);
  await namingIsLimited(government, owner.nationalId);
});

test("a representative sees the taxes of the company, and no person is told of a company's data", async () => {
  const request = { seed: "t-road", size: 2_000, today: today() };
  const firm = [...householdsOf(request)].flatMap(({ address, members }) =>
    ["63000", "64000"].includes(address.countyCode) ? members.flatMap((one) => (one.firm ? [one.firm] : [])) : [],
  )[0]!;
  const officer = labelled("mandate-officer");
  const agent = labelled("father");
  const since = new Date(clock.now().getTime() - 3_600_000).toISOString();
  const principal = { business: firm.businessNumber, name: firm.name };
  const mandate = {
    kind: "representative" as const,
    services: null,
    since,
    until: null,
    holder: agent.subject,
    principal,
    basis: "公司登記",
  };
  const { id } = await government.running
    .use(peopleApi)
    .confirmMandate({ key: crypto.randomUUID(), by: officer.subject, mandate });
  const page = plain(await seen(await signedIn(agent), `/tax/passbook/of/${id}`));
  for (const text of [firm.name, "Business tax", "as its representative"])
    assert.ok(page.includes(text), `${text}: ${page.slice(0, 600)}`);
});

test("people are reminded of a day of payment a week before, once", async () => {
  const db = government.running.schemas.of("passbook");
  const notify = government.running.use(notifyApi);
  const inbox = async () =>
    (await notify.inbox({ to: owner.subject, limit: 50 })).filter(({ template }) => template === "tax-due-soon");
  const [first] = await db.rows<{ day: string }>(sql`
    select distinct e.day::text as day from feed_entry e join follower f on f.taxpayer = e.taxpayer
    where e.state = 'confirmed' and f.subject = ${owner.subject} and e.day > ${today()} order by 1`);
  assert.ok(first);
  const before = { now: () => new Date(Date.parse(`${first.day}T04:00:00Z`) - 7 * 86_400_000) };
  const ctx = { db, clock: before, ids: systemIds(before), folder: scratch("reminders") };
  const parts = { ctx, notify, page: at("/tax/passbook"), copies: { keyOf: (text: string) => text } };
  const diary = openDiary({ ...parts, words: () => ({ name: "", summary: (tax) => tax, description: "", url: "" }) });
  assert.equal((await inbox()).length, 0);
  await diary.remind();
  await until(async () => (await inbox()).length === 1, "the reminder");
  const [message] = await inbox();
  assert.ok(message!.body.includes(first.day) && !message!.body.includes("7,120"));
  await diary.remind();
  const reminded = await db.rows(sql`select 1 from reminder where day = ${first.day}`);
  assert.equal(reminded.length, 1);
});
