import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { benefitsApi } from "@troad/benefits/api";
import { eidApi } from "@troad/eid/api";
import { instant, shiftedClock, sql, taipeiDate } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { type Household, households, type Person } from "@troad/population";
import { registersApi } from "@troad/registers/api";
import { roadApi } from "@troad/road/api";
import { draftJob } from "../modules/benefits/jobs.ts";
import { insertRun } from "../modules/benefits/store/runs.ts";
import { walkCardOrder } from "./kit/card-order.ts";
import { student, until } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";

/** What follows elsewhere when the household office enters something, over the road. */
const clock = shiftedClock();
let government: Government;
before(async () => {
  government = await startGovernment({ clock, env: { SUBSCRIPTIONS_SECONDS: "1" } });
});
after(() => government?.stop());

const today = (): string => taipeiDate(clock.now());
const insured = async (nationalId: string): Promise<Record<string, unknown> | undefined> =>
  (
    await government.running.schemas.ofAgency("registers", "mohw").one<{ data: Record<string, unknown> }>(sql`
      select data from record where register = 'health-insurance' and subject = ${nationalId} order by recorded_at desc limit 1`)
  )?.data;

let messages = 0;
/** The door of the register, as the ministry's gateway calls it for the household office. */
async function post(path: string, body: object, client = "TWDEMO/GOV/MOI/HOUSEHOLD", service = "person", agency = "moi") {
  const endpoint = (await government.running.use(registersApi).serviceEndpoint(agency, service))!;
  const right = { id: "test", consentRequired: false, fields: ["state"], endpoints: [{ method: "POST", path }] };
  const headers = {
    authorization: `Bearer ${endpoint.token}`,
    "content-type": "application/json",
    "x-road-client": client,
    "x-road-id": `test-${++messages}`,
    "x-troad-right": JSON.stringify(right),
  };
  const reply = await fetch(`${endpoint.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return (await reply.json()) as Record<string, unknown> & { entered?: boolean; given?: Record<string, string> };
}

const homeOf = (person: Pick<Person, "nationalId">): Household => {
  for (const household of households({ seed: "t-road", size: 10_000, today: today() }))
    if (household.members.some(({ nationalId }) => nationalId === person.nationalId)) return household;
  throw new Error("nobody has this number");
};

async function die(nationalId: string): Promise<void> {
  const home = homeOf({ nationalId });
  const other = home.members.find((one) => one.nationalId !== nationalId)!;
  const answer = await post("/enter/death", {
    ...{
      writeKey: `death ${nationalId}`,
      caseId: `death-${nationalId}`,
      filedOn: today(),
      office: home.address.townCode,
      officer: null,
    },
    facts: { person: nationalId, diedOn: today(), proof: "certificate", cardBrought: true },
    filers: [{ nationalId: other.nationalId, as: "co-resident", present: "counter" }],
  });
  assert.equal(answer.entered, true, JSON.stringify(answer));
}

test("whose identity card is reported lost cannot sign in with the card soon after", async () => {
  const citizen = student();
  const eid = government.running.use(eidApi);
  const answer = await post("/enter/id-card-loss", {
    ...{ writeKey: "a lost card", caseId: "loss-1", filedOn: today(), officer: null },
    office: homeOf(citizen).address.townCode,
    facts: { holder: citizen.nationalId, how: "lost" },
    filers: [{ nationalId: citizen.nationalId, as: "holder", present: "online" }],
  });
  assert.equal(answer.entered, true, JSON.stringify(answer));
  // a new one at once, before the eID has read anything: the loss counts all the same
  const replaced = await post("/enter/id-card-replacement", {
    ...{ writeKey: "another card", caseId: "loss-1", filedOn: today(), officer: null },
    office: homeOf(citizen).address.townCode,
    facts: { holder: citizen.nationalId, cause: "lost", identityProofShown: true, photo: { takenOn: today() } },
    judged: { "face-to-be-compared": "the face is the one on the former picture" },
    filers: [{ nationalId: citizen.nationalId, as: "holder", present: "counter" }],
  });
  assert.equal(replaced.entered, true, JSON.stringify(replaced));
  await until(async () => (await eid.cardsOf(citizen.subject)).every(({ state }) => state !== "active"), "the card rests");
  const asked = async (version?: number): Promise<unknown> => {
    const body = { nationalId: citizen.nationalId, fields: ["state"], ...(version === undefined ? {} : { version }) };
    const { record } = await post("/find", body, "TWDEMO/GOV/MOI/EID", "id-card");
    return (record as { state: string } | undefined)?.state;
  };
  assert.deepEqual([await asked(), await asked(2), await asked(3), await asked(9)], ["valid", "lost", "valid", undefined]);
  for (const { serial, state } of await eid.cardsOf(citizen.subject)) if (state === "suspended") await eid.resumeCard(serial);
});

test("whose identity card is granted gets one of the New eID: the office takes in the photo, the stock is counted by two", () =>
  walkCardOrder(government, student().subject, today()));

test("whose death is registered has no valid card and no health insurance soon after, and the reads are in their list of uses", async () => {
  const citizen = student();
  const eid = government.running.use(eidApi);
  assert.ok((await eid.cardsOf(citizen.subject)).some(({ state }) => state === "active"));
  assert.equal((await insured(citizen.nationalId))?.state, "insured");
  await die(citizen.nationalId);
  await until(async () => (await eid.cardsOf(citizen.subject)).every(({ state }) => state === "revoked"), "the card is revoked");
  await until(async () => (await insured(citizen.nationalId))?.state === "ended", "the insurance has ended");
  assert.equal((await insured(citizen.nationalId))?.until, today());
  const consumers = async (): Promise<string[]> =>
    (await government.running.use(mydataApi).usesOf(citizen.subject, { limit: 20 }, citizen.nationalId)).map(
      ({ consumer }) => consumer,
    );
  await until(async () => {
    const seen = await consumers();
    return ["TWDEMO/GOV/MOHW/NHI", "TWDEMO/GOV/MOI/EID"].every((one) => seen.includes(one));
  }, "both reads are shown");
});

let child = "";
test("a child whose birth is registered is insured through the mother", async () => {
  const couple = [...households({ seed: "t-road", size: 10_000, today: today() })].find(
    ({ members: [head, spouse, ...others] }) => {
      const pair = head?.sex === "male" && spouse?.relation === "spouse" && spouse.sex === "female" && spouse.age < 45;
      return pair && others.length === 0 && spouse.maritalStatus === "married";
    },
  )!;
  const [father, mother] = couple.members as [Person, Person];
  const answer = await post("/enter/birth", {
    ...{ writeKey: "birth of the test", caseId: "birth-1", filedOn: today(), office: couple.address.townCode, officer: null },
    facts: {
      ...{
        mother: mother.nationalId,
        father: father.nationalId,
        name: { given: "安安" },
        surname: "father",
        surnameAgreement: true,
      },
      ...{ sex: "female", birthDate: today(), birthPlace: couple.address.countyCode, bornAlive: true, order: 1, children: 1 },
      ...{ weeks: 39, proof: "certificate", household: couple.no },
    },
    filers: [{ nationalId: mother.nationalId, as: "mother", present: "counter" }],
  });
  assert.equal(answer.entered, true, JSON.stringify(answer));
  child = answer.given!.nationalId!;
  const record = await until(() => insured(child), "the child is insured");
  assert.deepEqual([record.state, record.since, record.through], ["insured", today(), mother.nationalId]);
});

test("what is paid for a child is read again before each run, over the road and shown, and ends on the day the death is registered", async () => {
  const town = [...households({ seed: "t-road", size: 10_000, today: today() })];
  const young = town.flatMap(({ members }) => members).filter(({ age }) => age === 0);
  const [living, dead] = young as [Person, Person];
  const benefits = government.running.use(benefitsApi);
  const granted = {
    scheme: "child-allowance",
    facts: { order: 1, publicCare: false, birthDate: "1900-01-01" },
    decidedBy: ["x"],
  };
  const from = `${today().slice(0, 7)}-01`;
  const grant = (person: string) => benefits.grant({ ...granted, key: person, subject: `parent of ${person}`, person, from });
  const ids = [await grant(living.nationalId), await grant(dead.nationalId), await grant("A199999999")].map(({ id }) => id);
  await die(dead.nationalId);
  const db = government.running.schemas.of("benefits");
  const ended = await until(
    () => db.one<{ reason: string; by: string }>(sql`select reason, by from entitlement_event where entitlement = ${ids[1]!}`),
    "the benefit has ended",
  );
  assert.deepEqual(ended, { reason: "death", by: "TWDEMO/GOV/MOHW/BENEFITS" });
  const run = crypto.randomUUID();
  await db.tx(async (tx) => {
    await insertRun(tx, {
      id: run,
      scheme: "child-allowance",
      month: from,
      follows: null,
      openedBy: "opener",
      at: instant(clock),
    });
    await tx.enqueue(draftJob, { run });
  });
  const draft = await until(
    () => db.one<{ count: number; unknown: number }>(sql`select count, unknown from run_draft where run = ${run}`),
    "the run is drafted",
  );
  // the month of the death is due; the child whom no register knows is not paid for by a birthday of the case, but listed
  assert.deepEqual(draft, { count: 2, unknown: 1 });
  assert.deepEqual(await db.rows(sql`select entitlement, reason from unjudged where run = ${run}`), [
    { entitlement: ids[2], reason: "not-found" },
  ]);
  const seen = async (): Promise<string[]> =>
    (await government.running.use(mydataApi).usesOf(living.subject, { limit: 20 }, living.nationalId)).map(
      ({ consumer }) => consumer,
    );
  await until(async () => (await seen()).includes("TWDEMO/GOV/MOHW/BENEFITS"), "the read is shown");
});

test("a change that is told twice, or after a later one, does nothing more", async () => {
  const versions = async (): Promise<number> =>
    (await government.running.schemas.ofAgency("registers", "mohw").one<{ n: number }>(sql`
      select count(*) as n from record where register = 'health-insurance' and subject = ${child}`))!.n;
  const tell = (seq: number, kind: string, version: number) =>
    post(
      "/changed",
      { event: "registers.record-changed.v1", subscription: "health-insurance", changes: [{ seq, key: child, kind, version }] },
      ...(["TWDEMO/GOV/MOI/REGISTERS", "health-insurance", "mohw"] as const),
    );
  assert.deepEqual(await tell(900_001, "death", 9), { received: 1 });
  assert.deepEqual(await tell(900_001, "death", 9), { received: 0 });
  assert.deepEqual(await tell(900_000, "birth", 1), { received: 1 });
  const reacted = () =>
    government.running.schemas.ofAgency("subscriptions", "mohw").rows<{ outcome: string }>(sql`
      select outcome from reaction join place on place.name = 'received' where place.seq >= (select max(received) from reaction) order by received`);
  await until(async () => (await reacted()).some(({ outcome }) => outcome === "was-there"), "the birth was looked at again");
  // the child lives, whatever was told: what the register says now counts
  assert.deepEqual([await versions(), (await insured(child))?.state], [1, "insured"]);
});

test("a subscriber that may not be told for a while catches up in order, once it may again", async () => {
  const road = government.running.use(roadApi);
  await road.revokeApplication({ id: "mohw-nhi-told-1", agency: "mohw", actor: "officer-1", reason: "under repair" });
  const people = [...households({ seed: "t-road", size: 10_000, today: today() })]
    .filter(({ members }) => members.length >= 3 && members[1]!.age >= 18)
    .slice(200, 212)
    .map(({ members }) => members[2]!.nationalId);
  for (const nationalId of people) await die(nationalId);
  await until(async () => {
    const place = await government.running.schemas
      .ofAgency("subscriptions", "moi")
      .one<{ failures: number }>(sql`select failures from place where name = 'tell health-insurance'`);
    return (place?.failures ?? 0) > 0;
  }, "telling failed");
  assert.equal((await insured(people[0]!))?.state, "insured");
  const agreement = {
    ...{ id: "mohw-nhi-told-2", consumer: "GOV/MOI/REGISTERS", provider: "GOV/MOHW/REGISTERS/health-insurance" },
    ...{ fields: [], purpose: "purpose.told", legalBasis: "戶籍法第 67 條", consentRequired: false, validUntil: null },
    endpoints: [{ method: "POST", path: "/changed" }],
  };
  await road.enterAgreements({ agreements: [agreement], actor: "operator" });
  clock.shift(70_000);
  for (const nationalId of people)
    await until(async () => (await insured(nationalId))?.state === "ended", `${nationalId} is told of`);
  const told = await government.running.schemas.ofAgency("registers", "mohw").rows<{ change: number }>(sql`
    select change from received_change where subject = any(${people}) and subscription = 'health-insurance' order by seq`);
  assert.deepEqual(
    told.map(({ change }) => change),
    told.map(({ change }) => change).sort((a, b) => a - b),
  );
});
