import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { sql, taipeiDate } from "@troad/kernel";
import { type PeopleApi, peopleApi } from "@troad/people/api";
import { Browser } from "../apps/troad/demo/browser.ts";
import market from "./fixtures/market/module.ts";
import { counterFiling } from "./kit/counter.ts";
import { type Government, root, startGovernment } from "./kit/government.ts";
import { namesLookedUp } from "./kit/lookups.ts";
import { agentActs, confirmedMandates, type MandateScene, officersAndMandates } from "./kit/mandates.ts";
import { phoneFiling } from "./kit/phone.ts";

/** Posts with areas: what an officer reaches in lists, counts, search, files, addresses and acts, and when a post ends. */
let government: Government;
let cases: CasesApi;
let people: PeopleApi;
let officers: { subject: string }[];
let [head, citizen] = ["", ""];
let citizens: { subject: string; name: string }[];
/** A case in an area that ends with `63`. */
let id = "";

/** The market of the village, and a role that gives posts. */
const fixtures = ["village", "offices"].map((name) => path.join(root, "tests", "fixtures", name));

before(async () => {
  government = await startGovernment({ content: fixtures, modules: [market] });
  cases = government.running.use(casesApi);
  people = government.running.use(peopleApi);
  const known = await government.running.use(eidApi).demoPeople();
  officers = known.filter(({ label }) => label === "inspector");
  head = known.find(({ label }) => label === "inspector-head")!.subject;
  citizens = known.filter(({ role }) => role.role === "citizen").slice(1);
  citizen = citizens.find(({ subject }) => known.some((one) => one.subject === subject && one.label === "none"))!.subject;
  const nationalId = "A123456789";
  ({ id } = await cases.open({ service: "stall-permit", subject: "anna", nationalId, name: "安娜" }));
  const answer = (page: string, values: Record<string, unknown>) => cases.answer({ id, subject: "anna", page, values });
  await answer("place", { district: "6300001", goods: "茶" });
  const account = { "account-bank": "700", "account-account": "0001234567890" };
  await answer("partner", { partnerId: "B123456780", partnerName: "奧托", ...account });
  await cases.submit({ id, subject: "anna" });
  const otto = { subject: "otto", nationalId: "B123456780", name: "奧托", posts: [] };
  const { place } = await cases.acts({ id, person: otto });
  await cases.act({ id, person: otto, place, act: { act: "sign", party: "partner" } });
});
after(() => government.stop());

const signedIn = async (subject: string): Promise<Browser> => {
  const browser = new Browser("en");
  await browser.post(`${government.portal}/auth/demo`, { subject, return: "/work" });
  return browser;
};
const at = (path: string): string => `${government.portal}${path}`;

test("officers of the demonstration hold the posts that content gives them, with their areas", async () => {
  const held = await Promise.all(officers.map(({ subject }) => people.postsOf(subject)));
  const post = (area: string | null) => [{ role: "inspector", agency: "moj", area }];
  assert.deepEqual(held, [post(null), post(null), post("64")]);
  assert.deepEqual(await people.postsOf(citizen), []);
});

test("an officer of another area finds the case in no list, count, file or address: scope ignored (opencrvs/opencrvs-core#12456)", async () => {
  const [inside, outside] = await Promise.all([signedIn(officers[0]!.subject), signedIn(officers[2]!.subject)]);
  for (const address of ["/desk", "/desk?state=reviewing", `/desk?search=${id}`, "/desk.csv", `/desk.csv?search=${id}`]) {
    assert.ok((await inside.get(at(address))).text.includes(id), address);
    const page = await outside.get(at(address));
    assert.equal(page.status, 200, address);
    assert.ok(!page.text.includes(`/desk/${id}`) && !page.text.includes("安娜"), address);
  }
  const counted = (area: string | null): Promise<number> =>
    cases.countForAgency("moj", { posts: [{ role: "inspector", agency: "moj", area }], limit: 10 });
  assert.deepEqual(await Promise.all([null, "63", "64"].map(counted)), [1, 1, 0]);
  const waits = async (browser: Browser): Promise<string | undefined> =>
    /tr-queue__number">(\d+)<\/span><a[^>]*>Applications to review/.exec((await browser.get(at("/work"))).text)?.[1];
  assert.deepEqual([await waits(inside), await waits(outside)], ["1", "0"]);
  assert.equal((await inside.get(at(`/desk/${id}`))).status, 200);
  const other = "00000000-0000-7000-8000-000000000000";
  for (const address of [`/desk/${id}`, `/desk/${id}/letters/${other}.pdf`, `/desk/${id}/files/${other}`])
    assert.equal((await outside.get(at(address))).status, 404, address);
  const sent = { act: "choose", outcome: "complete", reasons: "", step: "check", visit: "1" };
  assert.equal((await outside.post(at(`/desk/${id}/act`), sent)).status, 404);
  const { step } = await cases.view({ id, subject: "anna" });
  assert.equal(step?.id, "check");
});

test("a post is given by those who administer it, never to themselves, and ends at once: the next page and the next act are refused", async () => {
  const now = new Date().toISOString();
  const post = (subject: string, agency = "moj") => ({
    ...{ subject, role: "inspector", agency, area: "63", since: now, until: null },
  });
  const code = (expected: string) => ({ code: expected });
  await assert.rejects(
    people.appoint({ key: "1", by: officers[0]!.subject, post: post(citizen) }),
    code("people.may-not-appoint"),
  );
  await assert.rejects(people.appoint({ key: "2", by: head, post: post(head) }), code("people.may-not-appoint"));
  await assert.rejects(people.appoint({ key: "3", by: head, post: post(citizen, "moi") }), code("people.may-not-appoint"));
  const given = await people.appoint({ key: "4", by: head, post: post(citizen) });
  assert.deepEqual(await people.appoint({ key: "4", by: head, post: post(citizen) }), given, "the same key gives the same post");
  const browser = await signedIn(citizen);
  const page = await browser.get(at(`/desk/${id}`));
  assert.ok(/name="outcome"/.test(page.text), page.url);
  await people.endPost({ id: given.id, by: head, reason: "moved" });
  const sent = { act: "choose", outcome: "complete", reasons: "", step: "check", visit: "1" };
  assert.equal((await browser.post(at(`/desk/${id}/act`), sent)).status, 403, "a form that was open acts no more");
  assert.equal((await browser.get(at(`/desk/${id}`))).status, 403);
  assert.equal((await browser.get(at("/me"))).status, 200, "the person is still a citizen");
  assert.equal((await cases.view({ id, subject: "anna" })).step?.id, "check");
});

test("posts are given and ended on pages, for those alone who may: errors stand beside the field, and twice the same form gives one post", async () => {
  const [giver, inspector] = await Promise.all([signedIn(head), signedIn(officers[0]!.subject)]);
  assert.equal((await inspector.get(at("/work/posts"))).status, 403);
  const list = await giver.get(at("/work/posts"));
  assert.equal((list.text.match(/href="\/work\/posts\/[0-9a-f-]{36}"/g) ?? []).length, officers.length, list.url);
  assert.ok((await giver.get(at("/work"))).text.includes('href="/work/posts"'), "the way there stands in the menu");
  const form = await giver.get(at("/work/posts/give"));
  const key = /name="key" value="([0-9a-f-]{36})"/.exec(form.text)?.[1] ?? "";
  const person = (await government.running.use(eidApi).person(citizen))!;
  const [year, month, day] = taipeiDate(new Date()).split("-");
  const since = { "since-year": year!, "since-month": month!, "since-day": day! };
  const typed = { key, nationalId: person.nationalId, name: person.name, office: "inspector.moj", area: "", ...since };
  const send = (fields: object) => giver.post(at("/work/posts/give"), { ...typed, ...fields } as Record<string, string>);
  const refused: [object, string, string][] = [
    [{ nationalId: "A123456788" }, "nationalId", "National ID number"],
    [{ name: "someone else" }, "nationalId", "No person with an eID"],
    [{ name: "" }, "name", "Name"],
    [{ office: "case-officer.moj" }, "office", "Post"],
    [{ area: "999" }, "area", "Choose a place"],
    [{ "since-year": "2020" }, "since", "First day"],
    [{ "until-year": "2020", "until-month": "1", "until-day": "1" }, "until", "must end after"],
  ];
  for (const [fields, field, text] of refused) {
    const page = await send(fields);
    assert.equal(page.status, 422, field);
    const said = new RegExp(`id="${field}-error"[^]*?</p>`).exec(page.text)?.[0] ?? "";
    assert.ok(said.includes(text), `${field}: ${said}`);
  }
  assert.deepEqual(await people.postsOf(citizen), []);
  const [given, again] = [await send({}), await send({})];
  assert.equal(given.status, 200, given.text.slice(0, 500));
  assert.equal(given.url, again.url);
  assert.deepEqual(await people.postsOf(citizen), [{ role: "inspector", agency: "moj", area: null }]);
  assert.equal((await inspector.get(given.url)).status, 403);
  const unsaid = await giver.post(`${given.url}/end`, { reason: " " });
  assert.equal(unsaid.status, 422);
  assert.equal((await people.postsOf(citizen)).length, 1);
  const ended = await giver.post(`${given.url}/end`, { reason: "moved <b>away</b>" });
  assert.ok(ended.text.includes("moved &lt;b&gt;away&lt;/b&gt;") && !ended.text.includes("/end"), ended.url);
  assert.deepEqual(await people.postsOf(citizen), []);
  const other = await people.postUnder({ by: officers[0]!.subject, id: given.url.split("/").at(-1)! });
  assert.equal(other, null);
});

test("a post begins and ends with its term", async () => {
  const soon = new Date(Date.now() + 60_000).toISOString();
  const past = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const post = { subject: "otto", role: "inspector", agency: "moj", area: null };
  await people.appoint({ key: "early", by: head, post: { ...post, since: soon, until: null } });
  await people.appoint({ key: "over", by: head, post: { ...post, since: past(60), until: past(1) } });
  assert.deepEqual(await people.postsOf("otto"), []);
  const reversed = people.appoint({ key: "reversed", by: head, post: { ...post, since: soon, until: past(1) } });
  await assert.rejects(reversed, { code: "people.term-invalid" });
});

test("the history of posts cannot be altered by the program", async () => {
  const schema = government.running.schemas.of("people");
  await assert.rejects(schema.run(sql`update officer_post set area = null`), /permission denied/);
  await assert.rejects(schema.run(sql`delete from post_end`), /permission denied/);
});

const scene = (): MandateScene => ({ government, cases, people, citizens, officers, head });
test("a citizen lets an agent act in one service on a page, the agent files there, both see it and both are in the history, until it ends", () =>
  agentActs(scene()));
test("an officer decides on no case that they filed by mandate, and the principal who is an officer on none of their own", () =>
  officersAndMandates(scene()));
test("mandates of children, wards and businesses are confirmed by officers alone, on a page, and never for themselves", () =>
  confirmedMandates(scene()));
test("an officer files at the counter for a person who is present, with the signed paper, and is not the second pair of eyes", () =>
  counterFiling(scene()));

test("attack: an officer files on the telephone only with the code that the caller got, and learns of nobody whether they are known", () =>
  phoneFiling(scene()));
test("a form looks up the name of a person or a business over the road: no more than that, seen by whom it is about, a few an hour", () =>
  namesLookedUp(scene()));
