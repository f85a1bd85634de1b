import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { sql, taipeiDate } from "@troad/kernel";
import { type PeopleApi, peopleApi } from "@troad/people/api";
import { Browser } from "../apps/troad/demo/browser.ts";
import market from "./fixtures/market/module.ts";
import { type Government, root, startGovernment } from "./kit/government.ts";

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

const codeOf = (code: string) => ({ code });
const hourMs = 3_600_000;
const term = { since: new Date(Date.now() - hourMs).toISOString(), until: null };

/** A stall that `filer` asks for by mandate, submitted and signed by the partner. */
async function stallFor(filer: string, mandate: string, district = "6300001"): Promise<string> {
  const person = (await government.running.use(eidApi).person(filer))!;
  const { id: own } = await cases.open({
    ...{ service: "stall-permit", subject: filer, nationalId: person.nationalId, name: person.name, mandate },
  });
  const answer = (page: string, values: Record<string, unknown>) => cases.answer({ id: own, subject: filer, page, values });
  await answer("place", { district, goods: "茶" });
  const account = { "account-bank": "700", "account-account": "0001234567890" };
  await answer("partner", { partnerId: "B123456780", partnerName: "奧托", ...account });
  await cases.submit({ id: own, subject: filer });
  return own;
}
async function signedByPartner(caseId: string): Promise<void> {
  const otto = { subject: "otto", nationalId: "B123456780", name: "奧托", posts: [] };
  const { place } = await cases.acts({ id: caseId, person: otto });
  await cases.act({ id: caseId, person: otto, place, act: { act: "sign", party: "partner" } });
}
const citizenAs = ({ subject, name }: { subject: string; name: string }) => ({ subject, name, posts: [] });

test("a citizen lets an agent act in one service on a page, the agent files there, both see it and both are in the history, until it ends", async () => {
  const [principal, agent, stranger] = citizens as [(typeof citizens)[0], (typeof citizens)[0], (typeof citizens)[0]];
  const [own, other, third] = await Promise.all([principal, agent, stranger].map(({ subject }) => signedIn(subject)));
  const { nationalId, name } = (await government.running.use(eidApi).person(agent.subject))!;
  const typed = { key: "0190a000-0000-7000-8000-000000000001", nationalId, name, scope: "some", services: "stall-permit" };
  const give = (fields: object) => own!.post(at("/me/mandates/give"), { ...typed, ...fields } as Record<string, string>);
  for (const [fields, field] of [
    [{ name: stranger.name }, "nationalId"],
    [{ scope: "" }, "scope"],
    [{ services: "good-conduct" }, "services"],
    [{ "until-year": "2020", "until-month": "1", "until-day": "1" }, "until"],
  ] as const) {
    const page = await give(fields);
    assert.ok(page.status === 422 && page.text.includes(`id="${field}-error"`), `${field}: ${page.status}`);
  }
  const given = await give({});
  const mandate = given.url.split("/").at(-1)!;
  assert.ok(given.text.includes(agent.name), given.url);
  assert.ok((await other!.get(at("/me/mandates/held"))).text.includes(`/me/mandates/${mandate}`));
  assert.equal((await third!.get(given.url)).status, 404, "of others a stranger learns nothing");
  assert.equal((await third!.post(`${given.url}/end`, {})).status, 404);

  // who may apply for others says for whom, and what is prepared is the agent's until it is submitted
  const asked = await other!.post(at("/services/stall-permit/start"), {});
  assert.ok(asked.text.includes(`value="${mandate}"`) && asked.text.includes(principal.name), asked.url);
  const draft = await other!.post(at("/services/stall-permit/start"), { for: mandate });
  const caseId = /cases\/([0-9a-f-]{36})/.exec(draft.url)![1]!;
  assert.equal((await own!.get(draft.url)).status, 404);
  assert.deepEqual(await cases.listOf(principal.subject, { limit: 10 }), []);
  assert.equal(await stallFor(agent.subject, mandate), caseId, "the same draft");
  const found = await cases.view({ id: caseId, subject: principal.subject });
  assert.deepEqual(
    [found.subject, found.applicant, found.onBehalf],
    [principal.subject, principal.name, { subject: agent.subject, name: agent.name, as: "agent", mandate }],
  );
  assert.equal(found.actions.find(({ type }) => type === "submitted")?.actor, agent.subject);
  for (const browser of [own, other]) {
    assert.ok((await browser!.get(at("/cases"))).text.includes(`/cases/${caseId}`));
    const page = await browser!.get(at(`/cases/${caseId}`));
    assert.ok(page.text.includes(`By ${agent.name}, agent`) && page.text.includes(principal.name), page.url);
  }
  assert.equal((await third!.get(at(`/cases/${caseId}`))).status, 404);
  await signedByPartner(caseId);
  const officer = await (await signedIn(officers[0]!.subject)).get(at(`/desk/${caseId}`));
  assert.ok(officer.text.includes(`By ${agent.name}, agent`) && officer.text.includes(principal.name), "the officer sees both");

  // another service, a mandate of someone else, and one that nobody gave
  const open = (service: string, subject: string, by: string) =>
    cases.open({ service, subject, nationalId, name: "x", mandate: by });
  await assert.rejects(open("good-conduct", agent.subject, mandate), codeOf("case.mandate-ended"));
  await assert.rejects(open("stall-permit", stranger.subject, mandate), codeOf("case.mandate-ended"));
  await assert.rejects(open("stall-permit", agent.subject, caseId), codeOf("case.mandate-ended"));
  assert.deepEqual(await cases.principals({ service: "good-conduct", subject: agent.subject }), []);

  // a second draft stands open when the mandate ends: nothing of either is seen, changed or ended any more
  const second = await cases.open({ service: "stall-permit", subject: agent.subject, nationalId, name, mandate });
  const { place } = await cases.acts({ id: caseId, person: citizenAs(agent) });
  const page = await other!.get(at(`/cases/${caseId}`));
  assert.ok(page.text.includes('value="withdraw"'), "the agent may withdraw");
  await own!.post(`${given.url}/end`, {});
  assert.equal((await other!.get(at(`/cases/${caseId}`))).status, 403);
  const sent = { act: "withdraw", step: place.step, visit: String(place.visit) };
  assert.equal((await other!.post(at(`/cases/${caseId}/act`), sent)).status, 403, "a form that was open acts no more");
  assert.ok(!(await other!.get(at("/cases"))).text.includes(caseId));
  const of = { id: caseId, subject: agent.subject };
  const withdraw = { id: caseId, person: citizenAs(agent), place, act: { act: "withdraw" as const } };
  const ended = codeOf("case.mandate-ended");
  for (const attempt of [
    cases.view(of),
    cases.form(of),
    cases.withdraw(of),
    cases.resume(of),
    cases.act(withdraw),
    cases.submit(of),
  ])
    await assert.rejects(attempt, ended);
  const late = { ...second, subject: agent.subject, page: "place", values: { district: "6300001", goods: "茶" } };
  await assert.rejects(cases.answer(late), ended);
  await assert.rejects(cases.submit({ ...second, subject: agent.subject }), ended);
  await assert.rejects(cases.view({ ...second, subject: principal.subject }), codeOf("case.not-found"));
  // the principal goes on
  const own2 = await cases.acts({ id: caseId, person: citizenAs(principal) });
  assert.deepEqual(
    own2.acts.map(({ act }) => act),
    ["withdraw"],
  );
});

test("an officer decides on no case that they filed by mandate, and the principal who is an officer on none of their own", async () => {
  const [principal] = citizens as [(typeof citizens)[0]];
  const [officer, colleague] = officers as [{ subject: string }, { subject: string }];
  const post = [{ role: "inspector", agency: "moj", area: null }];
  const acting = async (subject: string, caseId: string) =>
    (await cases.acts({ id: caseId, person: { subject, name: "x", posts: post } })).acts.map(({ act }) => act);
  const mandate = { holder: officer.subject, services: null, ...term };
  const { id: given } = await people.giveMandate({ key: "officer", by: principal.subject, mandate });
  const filed = await stallFor(officer.subject, given);
  await signedByPartner(filed);
  assert.deepEqual(await acting(officer.subject, filed), ["withdraw"], "as agent alone");
  assert.ok((await acting(colleague.subject, filed)).includes("choose"));
  // the other way round: the officer is the principal
  const back = { holder: principal.subject, services: ["stall-permit"], ...term };
  const { id: other } = await people.giveMandate({ key: "principal", by: officer.subject, mandate: back });
  const own = await stallFor(principal.subject, other);
  await signedByPartner(own);
  assert.deepEqual(await acting(officer.subject, own), ["withdraw"]);
  assert.ok((await acting(colleague.subject, own)).includes("choose"));
  // without the mandate the officer who filed is still no judge of it
  await people.endMandate({ id: given, by: principal.subject, reason: "principal" });
  await assert.rejects(acting(officer.subject, filed), codeOf("case.mandate-ended"));
});

test("mandates of children, wards and businesses are confirmed by officers alone, on a page, and never for themselves", async () => {
  const [principal, holder] = citizens as [(typeof citizens)[0], (typeof citizens)[0]];
  const known = await government.running.use(eidApi).demoPeople();
  const confirmer = known.find(({ role }) => role.role === "mandate-officer")!;
  const mandate = { kind: "guardian" as const, holder: holder.subject, principal, services: null, ...term, basis: "court 1" };
  const confirm = (by: string, more: object = {}) =>
    people.confirmMandate({
      key: `${by} ${JSON.stringify(more)}`,
      by,
      mandate: { ...mandate, principal: { subject: principal.subject }, ...more },
    });
  const refused = codeOf("people.may-not-confirm");
  await assert.rejects(confirm(holder.subject), refused);
  await assert.rejects(confirm(head), refused);
  await assert.rejects(confirm(confirmer.subject, { holder: confirmer.subject }), refused);
  await assert.rejects(confirm(confirmer.subject, { principal: { subject: confirmer.subject } }), refused);
  await assert.rejects(confirm(confirmer.subject, { kind: "agent" }), refused);
  await assert.rejects(confirm(confirmer.subject, { kind: "representative" }), refused);
  await assert.rejects(
    people.giveMandate({ key: "self", by: holder.subject, mandate: { holder: holder.subject, services: null, ...term } }),
    {
      code: "people.mandate-for-oneself",
    },
  );
  const browser = await signedIn(confirmer.subject);
  const person = (await government.running.use(eidApi).person(holder.subject))!;
  const typed = { kind: "representative", businessNo: "04595257", businessName: "好茶有限公司", basis: "registration form" };
  const named = { nationalId: person.nationalId, name: person.name, scope: "all", key: "0190a000-0000-7000-8000-000000000002" };
  const wrong = await browser.post(at("/work/mandates/confirm"), { ...typed, ...named, businessNo: "1234567x" });
  assert.ok(wrong.status === 422 && wrong.text.includes('id="businessNo-error"'));
  const confirmed = await browser.post(at("/work/mandates/confirm"), { ...typed, ...named });
  assert.ok(confirmed.status === 200 && confirmed.text.includes("好茶有限公司"), confirmed.url);
  assert.equal((await (await signedIn(head)).get(at("/work/mandates"))).status, 403);
  const id = confirmed.url.split("/").at(-1)!;
  const filed = await stallFor(holder.subject, id);
  const view = await cases.view({ id: filed, subject: holder.subject });
  assert.deepEqual([view.subject, view.applicant, view.onBehalf?.as], ["business:04595257", "好茶有限公司", "representative"]);
  assert.equal((await browser.post(`${confirmed.url}/end`, { reason: "" })).status, 422);
  await browser.post(`${confirmed.url}/end`, { reason: "replaced" });
  await assert.rejects(cases.view({ id: filed, subject: holder.subject }), codeOf("case.mandate-ended"));
});
