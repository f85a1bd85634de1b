import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { type JourneyPart, type JourneysApi, journeysApi } from "@troad/journeys/api";
import { sql, taipeiDate } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import pg from "pg";
import { type DemoPerson, demoPeopleOf } from "./kit/demo-people.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { arm, drawn, each, hasBroken, setUpKillPoints, writesOf } from "./kit/kill-points.ts";
import { refusedWith } from "./kit/refused.ts";
import { socketOf } from "./kit/servers.ts";

/** A birth as one application: its parts, what one of them brings to the others, a refusal, the same again, and a kill at every second write. */
let government: Government;
let journeys: JourneysApi;
let cases: CasesApi;
let administrator: pg.Pool;
let people: DemoPerson[];
before(async () => {
  government = await startGovernment({ ownServer: true, env: { SUBSCRIPTIONS_SECONDS: "1" } });
  [journeys, cases] = [government.running.use(journeysApi), government.running.use(casesApi)];
  people = await demoPeopleOf(government);
  administrator = new pg.Pool({ host: socketOf(government.data), user: "postgres", database: "troad", max: 4 });
  administrator.on("error", () => undefined);
  await setUpKillPoints(administrator, ["cases", "journeys"]);
});
after(async () => {
  await administrator?.end();
  await government?.stop();
});

type Person = Pick<DemoPerson, "subject" | "nationalId" | "name">;
type Acting = Parameters<CasesApi["acts"]>[0]["person"];
type Act = Parameters<CasesApi["act"]>[0]["act"];
const labelled = (label: string): DemoPerson => people.find((one) => one.label === label) ?? assert.fail(label);
const doing = async (id: string, person: Acting, act: Act): Promise<void> =>
  cases.act({ id, person, act, place: (await cases.acts({ id, person })).place });

const as = ({ subject, nationalId, name }: Person, ...posts: Acting["posts"]): Acting => ({
  subject,
  nationalId,
  name,
  posts: [...posts],
});

const home = { district: "65000010", line: "示範路 1 號" };
/** All that is asked of a mother, by the names of the questions. */
const answers = (father: Person, order: string): Record<string, unknown> => ({
  ...{ registered: "no", job: "employee", cover: "father", care: "home", hardship: "yes" },
  ...{ leave: "no", county: "newTaipei", multiple: "no" },
  ...{
    birthDate: taipeiDate(new Date()),
    sex: "female",
    birthPlace: "65000",
    order,
    children: "1",
    weeks: "39",
    proof: "certificate",
  },
  ...{ hasFather: "yes", fatherName: father.name, fatherId: father.nationalId, surname: "father", givenName: "晴晴" },
  ...{ "post-district": home.district, "post-line": home.line, declared: "yes", account: "700-0001234567890", publicCare: "no" },
  ...{ residing: "yes", heads: "3", income: "38000", savings: "20000", property: "0", estranged: "no" },
});

const answered = (mother: Person, father: Person, order = "7") => answeredAll("birth", mother, answers(father, order));

/** Answers a life event to its end; gives the questions that were asked, in their order. */
async function answeredAll(
  event: string,
  { subject, nationalId, name }: Person,
  all: Record<string, unknown>,
): Promise<{ id: string; asked: string[] }> {
  const { id } = await journeys.open({ event, subject, nationalId, name });
  const asked: string[] = [];
  for (let pages = 0; pages < 30; pages++) {
    const { open, pages: shown, parts } = await journeys.view({ id, subject });
    if (open?.at === "check") return { id, asked };
    if (open?.at === "choice") {
      const services = parts.filter(({ applies, besides }) => applies && !besides).map(({ service }) => service);
      await journeys.choose({ id, subject, services });
      continue;
    }
    const page = shown.find((one) => one.service === open?.service && one.page === open?.page)!;
    const names = page.definition.fields.map((field) => field.name);
    asked.push(...names);
    const values = Object.fromEntries(
      Object.entries(all).filter(([key]) => names.some((one) => key === one || key.startsWith(`${one}-`))),
    );
    const { errors } = await journeys.answer({ id, subject, service: page.service, page: page.page, values });
    assert.deepEqual(errors, [], `${page.service} ${page.page}`);
  }
  return assert.fail("it does not come to its end");
}

const partsOf = async (id: string, subject: string): Promise<Record<string, JourneyPart>> =>
  Object.fromEntries((await journeys.view({ id, subject })).parts.map((part) => [part.service, part]));

async function until<T>(what: string, find: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const found = await find();
    if (found !== undefined) return found;
    await sleep(50);
  }
  return assert.fail(`it never comes to ${what}`);
}
const comesTo = (id: string, subject: string, where: string) =>
  until(where, async () => {
    const found = await cases.view({ id, subject });
    if (found.stopped) assert.fail(`stopped before ${where}: ${JSON.stringify(found.stopped)}`);
    return (found.step?.id ?? found.ended) === where ? found : undefined;
  });
const isIn = (id: string, subject: string, service: string, ...states: JourneyPart["state"][]) =>
  until(`${service} ${states.join(" or ")}`, async () => {
    const part = (await partsOf(id, subject))[service]!;
    return states.includes(part.state) ? part : undefined;
  });

const post = (role: string, agency: string, area: string | null = null) => ({ role, agency, area });
const official = (subject: string) => ({ subject, name: subject, nationalId: "A223456781" });
/** The township, the social worker and the county on an application for low-income status. */
async function decidedByCounty(id: string, subject: string, outcome: string): Promise<void> {
  const at = (role: string) => as(official(role), post(role, "mohw"));
  await comesTo(id, subject, "first-check");
  await doing(id, at("township-officer"), { act: "choose", outcome: "complete", reasons: "" });
  await comesTo(id, subject, "visit");
  const report = { livesHere: "yes", hardship: "high", findings: "一家三口。" };
  await doing(id, at("social-worker"), { act: "report", report });
  await comesTo(id, subject, "decide");
  await doing(id, at("county-officer"), { act: "choose", outcome, reasons: "家庭總收入已核算。" });
}

test("a birth: one submission, a refusal that leaves the others, and parts that start by themselves with what the entry brought", async () => {
  const [mother, father] = [labelled("mother"), labelled("father")];
  const { subject } = mother;
  const { id, asked } = await answered(mother, father);
  for (const known of ["childId", "childName", "parentId", "parentName", "otherBenefit", "nursery"])
    assert.ok(!asked.includes(known), `${known} is asked`);
  for (const once of ["account", "order", "fatherId"]) assert.equal(asked.filter((one) => one === once).length, 1, once);

  // twice at once is one submission
  await Promise.all([1, 2].map(() => journeys.submit({ id, subject, agreed: true })));
  const registration = (await isIn(id, subject, "birth-registration", "submitted")).case;
  const status = (await isIn(id, subject, "low-income-status", "submitted")).case;
  const parts = await partsOf(id, subject);
  for (const later of ["newborn-health-card", "labour-insurance-maternity", "childcare-allowance", "birth-grant"])
    assert.equal(parts[later]!.state, "waiting", later);
  await refusedWith("journey.not-open", journeys.choose({ id, subject, services: ["birth-registration"] }));

  // the county refuses its part: the others do not notice
  await decidedByCounty(status, subject, "refused");
  await comesTo(status, subject, "refused");
  await doing(registration, as(father), { act: "sign", party: "father" });
  const officer = labelled("household-officer");
  await comesTo(registration, subject, "check");
  await doing(registration, as(officer, post("household-officer", "moi")), {
    act: "choose",
    outcome: "accepted",
    reasons: "已看過出生證明書正本。",
  });
  await comesTo(registration, subject, "granted");

  const child = await government.running.schemas.ofAgency("registers", "moi").one<{ id: string; name: string }>(sql`
    select record.subject as id, record.data->>'name' as name from record join entry on entry.seq = record.entry
    where entry.case_id = ${registration} and record.register = 'person' and record.data->>'mother' = ${mother.nationalId}`);
  const card = await isIn(id, subject, "newborn-health-card", "submitted");
  const { answers: given } = await cases.view({ id: card.case, subject });
  assert.deepEqual(
    { childId: given.childId, childName: given.childName, parentId: given.parentId, parentName: given.parentName },
    { childId: child!.id, childName: child!.name, parentId: father.nationalId, parentName: father.name },
  );
  const allowance = await isIn(id, subject, "childcare-allowance", "submitted");
  assert.equal((await cases.view({ id: allowance.case, subject })).answers.account, "700-0001234567890");
  await isIn(id, subject, "labour-insurance-maternity", "submitted");
  // nothing of the answers is left here once every case has its own
  const row = await government.running.schemas
    .of("journeys")
    .one<{ answers: unknown; national_id: unknown }>(sql`select answers, national_id from journey where id = ${id}`);
  assert.deepEqual(row, { answers: null, national_id: null });
  await assert.rejects(journeys.view({ id, subject: father.subject }), { code: "journey.not-found" });

  const told = await until("the messages", async () => {
    const all = await government.running.use(notifyApi).inbox({ to: subject, limit: 50 });
    const started = all.filter(({ template }) => template === "journey-part-started");
    return started.length >= 4 ? started : undefined;
  });
  assert.equal(told.length, 4);

  // the same birth again: what stands is not applied for twice, and what hangs on it does not wait
  const again = await answered(mother, father);
  await journeys.submit({ id: again.id, subject, agreed: true });
  const stands = await isIn(again.id, subject, "birth-registration", "stands");
  assert.equal(stands.case, registration);
  assert.equal((await isIn(again.id, subject, "newborn-health-card", "stands", "failed")).case, card.case);
});

test("care at home: what an officer refused blocks what waits for it alone, and a grant on objection starts that", async () => {
  const person = people.find(({ role, label }) => role.role === "citizen" && label === "none") ?? assert.fail("nobody");
  const { subject } = person;
  const { id } = await answeredAll("care", person, {
    ...{ paper: "has", money: "apply", helper: "no", visits: "no", "home-district": home.district, "home-line": home.line },
    ...{ residing: "yes", heads: "3", income: "38000", savings: "20000", property: "0", estranged: "no", declared: "yes" },
    ...{ group: "other", account: "700-0001234567890" },
  });
  await journeys.submit({ id, subject, agreed: true });
  const status = (await isIn(id, subject, "low-income-status", "submitted")).case;
  assert.equal((await partsOf(id, subject))["low-income-allowance"]!.state, "waiting");
  await decidedByCounty(status, subject, "refused");
  await isIn(id, subject, "low-income-allowance", "blocked");
  await doing(status, as(person), { act: "objection", reason: "一人已失業。" });
  await comesTo(status, subject, "objection");
  const reviewer = as(official("another-county-officer"), post("county-officer", "mohw"));
  await doing(status, reviewer, { act: "choose", outcome: "upheld", reasons: "所得有誤。" });
  await comesTo(status, subject, "decide");
  const county = as(official("county-officer"), post("county-officer", "mohw"));
  await doing(status, county, { act: "choose", outcome: "low", reasons: "重新核算。" });
  await comesTo(status, subject, "granted");
  const allowance = await isIn(id, subject, "low-income-allowance", "submitted");
  assert.equal((await cases.view({ id: allowance.case, subject })).answers.account, "700-0001234567890");
});

test("what a hospital reported is completed by the answers of the life event, and no second registration is made", async () => {
  const [{ subject, nationalId, name }, father] = [labelled("mother"), labelled("father")];
  const birth = { birthDate: taipeiDate(new Date()), sex: "female", birthPlace: "65000", order: 8, children: 1, weeks: 39 };
  const notice = { id: randomUUID(), service: "birth-notice", subject, nationalId, name };
  assert.deepEqual(await cases.submitWhole({ ...notice, answers: { ...birth, number: "BC-2026-0808", order: "0" } }), {
    ...{ outcome: "open", page: "birth", errors: [{ field: "order", code: "field.too-small", params: { min: 1 } }] },
  });
  for (let twice = 0; twice < 2; twice++)
    assert.deepEqual(await cases.submitWhole({ ...notice, answers: { ...birth, number: "BC-2026-0808" } }), {
      outcome: "submitted",
    });
  await refusedWith("case.not-found", cases.submitWhole({ ...notice, subject: father.subject, answers: {} }));
  const reported = await until("the report", async () =>
    government.running.schemas.of("cases").one<{ id: string }>(sql`
      select id from case_index where service = 'birth-registration' and subject = ${subject} and step = 'complete'`),
  );
  const { id } = await answered({ subject, nationalId, name }, father, "8");
  await journeys.submit({ id, subject, agreed: true });
  assert.equal((await isIn(id, subject, "birth-registration", "stands")).case, reported.id);
  const { answers: given } = await comesTo(reported.id, subject, "agree");
  assert.deepEqual([given.fatherId, given.givenName], [father.nationalId, "晴晴"]);
  assert.equal((await partsOf(id, subject))["newborn-health-card"]!.state, "waiting");
});

type Left = { parts: Record<string, string>; cases: number };
/** How the parts of a life event stand, and how many cases there are for them. */
async function leftBy(id: string, subject: string): Promise<Left> {
  const parts = Object.values(await partsOf(id, subject));
  const counted = await government.running.schemas
    .of("cases")
    .one<{ n: number }>(sql`select count(*)::int as n from case_index where subject = ${subject} and state <> 'draft'`);
  return { parts: Object.fromEntries(parts.map(({ service, state }) => [service, state])), cases: counted!.n };
}

/** Submits a birth that breaks off at its write `at`, and looks at it until no part is on its way any more. */
async function broken(at: number): Promise<{ id: string; left: Left }> {
  const person = { subject: `mother-${at}`, nationalId: "A223456781", name: "安娜" };
  const { id } = await answered(person, { subject: "otto", nationalId: "B123456780", name: "奧托" });
  const { subject } = person;
  await arm(administrator, id, at);
  for (let tries = 0; ; tries++) {
    const done = await journeys.submit({ id, subject, agreed: true }).then(
      () => true,
      () => false,
    );
    if (done) break;
    if (tries > 3) assert.fail(`write ${at}: it is not submitted`);
  }
  await until(`the end of write ${at}`, async () => {
    const states = Object.values(await partsOf(id, subject)).map(({ state }) => state);
    return states.some((state) => state === "filing" || state === "draft") ? undefined : states;
  });
  return { id, left: await leftBy(id, subject) };
}

test("a birth that breaks off at any of its writes goes on by itself, and ends as one that did not", async (t) => {
  const whole = await broken(0);
  assert.equal(whole.left.cases, 2);
  assert.equal(whole.left.parts["birth-registration"], "submitted");
  const writes = await writesOf(administrator, whole.id);
  const points = drawn(writes.length);
  let hit = 0;
  await each(points, async (at) => {
    const { id, left } = await broken(at);
    assert.deepEqual(left, whole.left, `broken off before write ${at}: ${JSON.stringify(writes[at - 1])}`);
    if (await hasBroken(administrator, id)) hit++;
  });
  t.diagnostic(`${points.length} of ${writes.length} points, ${hit} broken off`);
  assert.ok(hit >= points.length - 2, `only ${hit} of ${points.length} broke off`);
});
