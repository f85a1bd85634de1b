import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { shiftedClock, sql } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { readByLaw } from "@troad/registers/events";
import { roadApi } from "@troad/road/api";
import { Browser } from "../apps/troad/demo/browser.ts";
import { ask, assertRefused, consumer, gatewayEndpoints, handIn, household, student, until, walk } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";

const clock = shiftedClock();
const citizen = student();
const terms = {
  purpose: "To check an applicant's household",
  legalBasis: "個人資料保護法第 16 條第 1 款",
  fields: ["name", "householdNo"],
  endpoints: [],
  volume: 3,
  validUntil: null,
  consentRequired: false,
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

async function approve(actor: string, of = terms): Promise<void> {
  await road().approveApplication({ id: right, agency: "moi", actor, terms: of, note: null });
}

/** What the page says to a person of a role who sends the form of an approval. */
async function approvedBy(role: string): Promise<number> {
  const person = (await government.running.use(eidApi).demoPeople()).find((one) => one.role.role === role)!;
  const browser = new Browser();
  await browser.post(`${government.portal}/auth/demo`, { subject: person.subject, return: "/account" });
  return (await browser.post(`${government.portal}/access/${right}/approve`, { fields: "name" })).status;
}

test("attack: one officer alone cannot open data without consent", async () => {
  const asked = { agency: "ndu", actor: "school", subsystem: "AID", provider: household, terms };
  ({ id: right } = await road().apply(asked));
  await approve("officer-1");
  const { state, endorsed } = await road().application({ id: right, agency: "moi" });
  assert.deepEqual([state, endorsed?.actor], ["submitted", "officer-1"]);
  await assert.rejects(approve("officer-1"), (error: { code?: string }) => error.code === "application.second-person");
  await assertRefused({ gateway: gateway(), citizen }, "Server.ServerProxy.ConsentMissing", 500);
  assert.equal(await approvedBy("case-officer"), 403, "who works on cases decides nothing of what the agency gives away");
  await approve("officer-2");
  assert.equal((await road().application({ id: right, agency: "moi" })).state, "approved");
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
  const restricted = async () => (await usesOf()).filter(({ exchangeId }) => exchangeId === "restricted");
  assert.deepEqual(await restricted(), []);
  clock.shift(31 * 86_400_000);
  assert.equal((await restricted())[0]?.legalBasis, "刑事訴訟法");
});

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
