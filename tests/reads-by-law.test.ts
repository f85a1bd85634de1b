import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { casesApi } from "@troad/cases/api";
import { shiftedClock, sql } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { peopleApi } from "@troad/people/api";
import { readByLaw } from "@troad/registers/events";
import { roadApi } from "@troad/road/api";
import { Browser } from "../apps/troad/demo/browser.ts";
import { accessAnswers, officerAs, roadCases } from "./kit/access-case.ts";
import { demoPeopleOf } from "./kit/demo-people.ts";
import { ask, assertRefused, consumer, gatewayEndpoints, handIn, household, student, until, walk } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { refusedWith } from "./kit/refused.ts";
import { grantAccess } from "./kit/right.ts";
import { unusualReads } from "./kit/unusual-reads.ts";

const clock = shiftedClock();
const citizen = student();
const terms = {
  purpose: "To check an applicant's household",
  legalBasis: "個人資料保護法第 16 條第 1 款",
  fields: ["name", "householdNo"],
  volume: 3,
};
let government: Government;
let right: string;
before(async () => {
  government = await startGovernment({ clock });
});
after(() => government?.stop());

const road = () => government.running.use(roadApi);
const gateway = () => gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;
const usesOf = (nationalId: string | null = citizen.nationalId) =>
  government.running.use(mydataApi).usesOf(citizen.subject, { limit: 20 }, nationalId);
const read = (id: string, more: object = {}) => ask({ gateway: gateway(), citizen, id, fields: ["name"], ...more });

/** Officers of the university who apply for it, and those of the ministry and of the platform who act in the case. */
const applicants = async () => (await demoPeopleOf(government)).filter(({ label }) => label === "case-officer");
const platform = officerAs("platform-1", "road-operator", "moda");
const ministry = (subject: string, role = "provider-officer") => officerAs(subject, role, "moi");

test("attack: one officer alone cannot open data without consent", async () => {
  const [applicant] = await applicants();
  const { apply, choose, comes } = roadCases(government);
  right = await apply("data-access", applicant!, accessAnswers);
  await comes(right, applicant!.subject, "review");
  await refusedWith("case.act-not-allowed", choose(right, ministry("officer-1"), "complete"));
  await choose(right, platform, "complete");
  await refusedWith("case.act-not-allowed", choose(right, platform, "granted"));
  for (const other of [officerAs("x", "provider-officer", "mohw"), ministry("y", "police-officer")])
    await refusedWith("case.not-found", choose(right, other, "granted"));
  await choose(right, ministry("officer-1"), "granted");
  await comes(right, applicant!.subject, "second");
  await refusedWith("case.act-not-allowed", choose(right, ministry("officer-1"), "granted"));
  await assertRefused({ gateway: gateway(), citizen }, "Server.ServerProxy.ConsentMissing", 500);
  // even if a step let one officer through, the registry counts them
  const values = { consent: false, legalBasis: terms.legalBasis };
  const alone = await grantAccess(government, { values, deciders: [1, 2].map(() => ({ subject: "officer-1", agency: "moi" })) });
  assert.deepEqual(alone, { key: alone.key, refused: "application.second-person" });
  await choose(right, ministry("officer-2"), "granted");
  await comes(right, applicant!.subject, "granted");
  const { state, actions, granted } = await road().application({ id: right, agency: "moi" });
  assert.deepEqual([state, granted?.fields, granted?.volume], ["approved", terms.fields, terms.volume]);
  assert.deepEqual(
    actions.map(({ type, actor }) => [type, actor]),
    [
      ["applied", applicant!.subject],
      ["endorsed", "officer-1"],
      ["approved", "officer-2"],
    ],
  );
});

test("a rule refuses, an officer asks, refuses, and another grants on objection; what is withdrawn gives nothing", async () => {
  const [first, second] = await applicants();
  const { subject, name, nationalId } = first!;
  const person = { subject, name, nationalId, posts: [] };
  const { apply, choose, act, comes } = roadCases(government);
  const letters = async (id: string, subject: string) =>
    (await government.running.use(casesApi).view({ id, subject })).actions.filter(({ type }) => type === "letter-sent").length;
  // the same fields for the same purpose: the right is there
  const again = await apply("data-access", second!, accessAnswers);
  const ruled = await comes(again, second!.subject, "refused");
  assert.equal(ruled.actions.find(({ type }) => type === "act-refused")?.data.code, "application.right-exists");
  assert.equal(await letters(again, second!.subject), 1);

  const other = { ...accessAnswers, basis: { ...accessAnswers.basis!, purpose: "Something else" } };
  const id = await apply("data-access", first!, other);
  await comes(id, first!.subject, "review");
  await act(id, platform, { act: "ask", items: ["The article"], text: "" });
  await comes(id, first!.subject, "missing");
  await act(id, person, { act: "supply", text: "It is article 16", documents: [] });
  await choose(id, platform, "complete");
  await choose(id, ministry("officer-1"), "less");
  await comes(id, first!.subject, "narrow");
  const cases = government.running.use(casesApi);
  for (const [page, values] of Object.entries({ fields: { fields: ["name"] }, term: { volume: "2" } })) {
    const { place } = await cases.stepForm({ id, person });
    assert.deepEqual((await cases.stepAnswer({ id, person, place, page, values })).errors, []);
  }
  await act(id, person, { act: "submit" });
  await comes(id, first!.subject, "review");
  await choose(id, platform, "complete");
  await choose(id, ministry("officer-1"), "refused");
  await comes(id, first!.subject, "refused");
  await act(id, person, { act: "objection", reason: "The law allows it" });
  await choose(id, ministry("head", "data-head"), "granted");
  await choose(id, ministry("officer-1"), "granted");
  await comes(id, first!.subject, "granted");
  const { granted, actions } = await road().application({ id, agency: "ndu" });
  assert.deepEqual([granted?.fields, granted?.volume], [["name"], 2]);
  assert.deepEqual(
    actions.map(({ actor }) => actor),
    [first!.subject, "head", "officer-1"],
  );

  const third = { ...accessAnswers, basis: { ...accessAnswers.basis!, purpose: "A third thing" } };
  const withdrawn = await apply("data-access", first!, third);
  await comes(withdrawn, first!.subject, "review");
  await act(withdrawn, person, { act: "withdraw" });
  await refusedWith("application.unknown", road().application({ id: withdrawn, agency: "ndu" }));
  for (const one of [id]) await road().withdrawApplication({ id: one, agency: "ndu", actor: first!.subject });
});

test("attack: nobody applies for a member that is not their own, and stale choices do not count", async () => {
  const [officer] = await applicants();
  const cases = government.running.use(casesApi);
  const chosen = async (
    who: { subject: string; nationalId: string; name: string },
    page: string,
    values: Record<string, string>,
  ) => {
    const { subject, nationalId, name } = who;
    const { id } = await cases.open({ service: "data-access", subject, nationalId, name });
    return { id, ...(await cases.answer({ id, subject, page, values })) };
  };
  const codes = ({ errors }: { errors: { code: string }[] }) => errors.map(({ code }) => code);
  const foreign = { subsystem: "TWDEMO/GOV/MOI/REGISTERS" };
  assert.deepEqual(codes(await chosen(officer!, "user", foreign)), ["field.not-a-choice"]);
  assert.deepEqual(codes(await chosen(citizen, "user", accessAnswers.user as { subsystem: string })), ["field.not-a-choice"]);
  const taken = await grantAccess(government, { post: "mohw" });
  assert.deepEqual(taken, { key: taken.key, refused: "application.not-own-member" });
  // a service that was chosen under another agency is asked for again
  await chosen(officer!, "holder", { holder: "moi" });
  const { id } = await chosen(officer!, "service", accessAnswers.service as { service: string });
  const { subject } = officer!;
  await cases.answer({ id, subject, page: "user", values: accessAnswers.user! });
  assert.equal((await cases.form({ id, subject })).open, "fields");
  await cases.answer({ id, subject, page: "holder", values: { holder: "mof" } });
  assert.equal((await cases.form({ id, subject })).open, "service");
  const html = await cases.answer({ id, subject, page: "service", values: { service: "<script>" } });
  assert.deepEqual(codes(html), ["field.not-a-choice"]);
  await cases.withdraw({ id, subject });
});

test("a company becomes a member on the word of its representative and of two officers, and gets a further subsystem", async () => {
  const business = "04595257";
  const people = await demoPeopleOf(government);
  const owner = people.find(({ role }) => role.role === "citizen")!;
  const by = people.find(({ label }) => label === "mandate-officer")!.subject;
  const mandates = government.running.use(peopleApi);
  const since = new Date(clock.now().getTime() - 1000).toISOString();
  const { id: mandate } = await mandates.confirmMandate({
    ...{ key: "representative", by },
    mandate: {
      ...{ kind: "representative", holder: owner.subject, services: null, since, until: null },
      ...{ principal: { business, name: "示範股份有限公司" }, basis: "The company register" },
    },
  });
  const { apply, choose, comes } = roadCases(government);
  const operator = (subject: string) => officerAs(subject, "road-operator", "moda");
  const system = { subsystem: "LOANS", purpose: "Loans", contact: "road@example.tw", promise: "yes" };
  const asMember = { what: { what: "member" }, names: { nameZh: "示範股份有限公司", nameEn: "Demo Ltd" }, system };
  // attack: the same without a mandate
  const alone = await apply("road-member", owner, asMember);
  const ruled = await comes(alone, owner.subject, "refused");
  assert.equal(ruled.actions.find(({ type }) => type === "act-refused")?.data.code, "application.not-own-member");

  const id = await apply("road-member", { ...owner, mandate }, asMember);
  await comes(id, owner.subject, "decide");
  await choose(id, operator("operator-1"), "granted");
  await refusedWith("case.act-not-allowed", choose(id, operator("operator-1"), "granted"));
  assert.ok(!(await road().members()).some(({ member }) => member === `COM/${business}`));
  await choose(id, operator("operator-2"), "granted");
  await comes(id, owner.subject, "granted");
  const member = async () => (await road().members()).find((one) => one.member === `COM/${business}`);
  assert.deepEqual([(await member())?.kind, (await member())?.subsystems], ["company", ["LOANS"]]);
  const configuration = await (await fetch(`${government.portal}/internalconf?version=6`)).text();
  const [, shared = ""] = /Content-location: (\S*shared-params\S*)/.exec(configuration) ?? [];
  assert.ok((await (await fetch(`${government.portal}${shared}`)).text()).includes(business), "the configuration has it");

  const further = {
    what: { what: "subsystem" },
    whose: { member: `COM/${business}` },
    system: { ...system, subsystem: "CARDS" },
  };
  const second = await apply("road-member", { ...owner, mandate }, further);
  await comes(second, owner.subject, "decide");
  await choose(second, operator("operator-1"), "granted");
  await comes(second, owner.subject, "granted");
  assert.deepEqual((await member())?.subsystems, ["CARDS", "LOANS"]);
});

test("a read by law is seen by the person it concerns, with its legal basis and a proof", async () => {
  const answer = await until(async () => {
    const tried = await read(`by-law-${Date.now()}`);
    return tried.status === 200 ? tried : undefined;
  }, "the right at the gateways");
  assert.equal(answer.body.found, true);
  const use = await until(async () => (await usesOf()).find(({ agreement }) => agreement === right), "the entry of the read");
  assert.deepEqual(
    [use.consumer, use.provider, use.fields, use.legalBasis, use.purpose, use.consent],
    [consumer, household, ["name"], terms.legalBasis, terms.purpose, null],
  );
  assert.equal((await usesOf(null)).length, 0, "kept under a keyed hash of the national id");
  const stored = await government.running.schemas.of("mydata").rows(sql`select * from law_read`);
  assert.ok(!JSON.stringify(stored).includes(citizen.nationalId));
  const other = student(1);
  assert.deepEqual(
    await government.running.use(mydataApi).usesOf(other.subject, { limit: 20 }, other.nationalId),
    [],
    "of nobody else",
  );
  const options = { nationalId: citizen.nationalId };
  const proof = await until(async () => {
    const checked = await government.running.use(mydataApi).checkUse(citizen.subject, use.exchangeId, options);
    return checked.state === "sealed" && checked.log ? checked : undefined;
  }, "the proof");
  assert.deepEqual([proof.container?.valid, proof.log?.steps.find(({ step }) => step === "inclusion")?.ok], [true, true]);
});

test("attack: the agreed volume of a month is enforced, and a new month begins at nothing", async () => {
  const used = (await usesOf()).length;
  for (let call = used; call < terms.volume; call++) assert.equal((await read(`in-volume-${call}`)).status, 200);
  const first = { gateway: gateway(), citizen, fields: ["name"] };
  for (const lang of ["zh-Hant", "en"]) {
    const refused = await ask({ ...first, id: `beyond-${lang}`, lang });
    assert.deepEqual([refused.status, refused.error], [429, "Server.ServerProxy.VolumeExceeded"]);
  }
  assert.equal((await read("in-volume-2")).status, 200, "a repetition is no new call");
});

test("what the person may learn only later by a rule is shown when that day has come", async () => {
  const event = {
    provider: household,
    consumer,
    exchangeId: "restricted",
    nationalId: citizen.nationalId,
    agreement: "investigation",
    legalBasis: "刑事訴訟法",
    purpose: "investigation",
    fields: ["name"],
    found: true,
    at: clock.now().toISOString(),
    noticeAfterDays: 30,
  };
  await government.running.schemas.ofAgency("registers", "moi").tx((tx) => tx.publish(readByLaw, event));
  const rows = () => government.running.schemas.of("mydata").rows(sql`select 1 from law_read where exchange_id = 'restricted'`);
  await until(async () => (await rows()).length === 1, "the entry");
  const published = async () => (await new Browser("en").get(`${government.portal}/my-data/not-shown`)).text;
  assert.match(await published(), /fewer than 5/);
  const restricted = async () => (await usesOf()).filter(({ exchangeId }) => exchangeId === "restricted");
  assert.deepEqual(await restricted(), []);
  clock.shift(31 * 86_400_000);
  assert.equal((await restricted())[0]?.legalBasis, "刑事訴訟法");
  assert.match(await published(), /No read is kept from its person now/);
});

test("a person is told of a read at night, for no case, of many people and of the first one, as far as they want to be", () =>
  unusualReads(government, clock, student(2)));

test("what an officer opened, a case or a list, is shown to the person concerned", async () => {
  const { running } = government;
  const id = await handIn(running, citizen, walk("low"));
  const cases = running.use(casesApi);
  assert.deepEqual(await cases.openingsOf(citizen.subject, { limit: 10 }), []);
  const listed = await cases.listForAgency("ndu", {
    posts: [{ role: "case-officer", agency: "ndu", area: null }],
    limit: 21,
    shown: 20,
    actor: "officer",
  });
  assert.ok(listed.some((one) => one.id === id));
  const posts = [{ role: "case-officer", agency: "ndu", area: null }];
  await cases.viewAsOfficer({ id, agency: "ndu", person: { subject: "officer", name: "officer", posts } });
  const openings = await cases.openingsOf(citizen.subject, { limit: 10 });
  assert.deepEqual(
    openings.map(({ kind, caseId, agency }) => [kind, caseId, agency]),
    [
      ["case", id, "ndu"],
      ["list", id, "ndu"],
    ],
  );
  assert.equal((await cases.openingsOf(citizen.subject, { limit: 10, before: String(openings[0]!.seq) })).length, 1);
});
