import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { documentsApi } from "@troad/documents/api";
import { isBan } from "@troad/invoice-formats";
import { sql, taipeiDate } from "@troad/kernel";
import { demoUniversity, households, type Person } from "@troad/population";
import { Browser } from "../apps/troad/demo/browser.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { officeOfHouseholds } from "./kit/household-office.ts";
import { refusedWith } from "./kit/refused.ts";

/** The services of content from the first answer to the end, with the registers that they read and write. */
let government: Government;
let cases: CasesApi;
let people: Person[];
before(async () => {
  government = await startGovernment();
  cases = government.running.use(casesApi);
  const request = { seed: "t-road", size: 2_000, today: taipeiDate(new Date()) };
  people = [...households(request)].flatMap(({ members }) => members);
});
after(() => government.stop());

type Acting = Parameters<CasesApi["acts"]>[0]["person"];
type Act = Parameters<CasesApi["act"]>[0]["act"];
const citizen = ({ subject, nationalId, name }: Person, proof = 4): Acting => ({ subject, nationalId, name, proof, posts: [] });
const doing = async (id: string, person: Acting, act: Act): Promise<void> =>
  cases.act({ id, person, act, place: (await cases.acts({ id, person })).place });

async function submitted(
  service: string,
  { subject, nationalId, name }: Person,
  pages: Record<string, object>,
  proof?: number,
): Promise<string> {
  const { id } = await cases.open({ service, subject, nationalId, name });
  for (const [page, values] of Object.entries(pages))
    assert.deepEqual((await cases.answer({ id, subject, page, values: { ...values } })).errors, [], page);
  await cases.submit({ id, subject, ...(proof === undefined ? {} : { proof }) });
  return id;
}

/** Waits until a case stands on a step, or has ended. */
async function comesTo(id: string, { subject }: Person, where: string) {
  for (let tries = 0; ; tries++) {
    const found = await cases.view({ id, subject });
    const { step, ended, stopped } = found;
    if ((step?.id ?? ended) === where && (where !== "fee" || found.fee?.address)) return found;
    if (tries > 200 || stopped) assert.fail(`it is not at ${where}: ${JSON.stringify({ step, ended, stopped })}`);
    await sleep(50);
  }
}

async function pays(id: string, person: Person): Promise<number> {
  const { fee } = await comesTo(id, person, "fee");
  await new Browser("en").post(`${government.portal}${fee!.address}`, {});
  return fee!.amount;
}

test("a vehicle changes hands once its owner has signed and the fee is paid, and the former owner cannot sell it again", async () => {
  const clean = people.filter(
    ({ vehicle }) => vehicle && vehicle.hold === "none" && vehicle.fines + vehicle.tax + vehicle.fuelFee === 0,
  );
  const seller = clean.find(({ vehicle }) => vehicle!.madeOn > "2022-12-31" && vehicle!.kind === "car")!;
  const [buyer, other] = people.filter(({ age, vehicle }) => age >= 20 && !vehicle);
  const sale = (person: Person) =>
    submitted("vehicle-transfer", person, {
      vehicle: { plate: seller.vehicle!.plate.toLowerCase() },
      seller: { sellerId: seller.nationalId, sellerName: seller.name },
      sign: { signed: person.name },
    });
  const id = await sale(buyer!);
  const second = await sale(other!);
  assert.equal((await cases.view({ id, subject: buyer!.subject })).step?.id, "sell");
  await doing(id, citizen(seller), { act: "sign", party: "seller" });
  await doing(second, citizen(seller), { act: "sign", party: "seller" });
  await comesTo(second, other!, "fee");
  assert.equal(await pays(id, buyer!), 200);
  await comesTo(id, buyer!, "granted");
  const [certificate] = await cases.certificatesOf(buyer!.subject, { limit: 1 });
  assert.deepEqual([certificate?.certificate, certificate?.valid], ["licence", true]);
  // the other buyer has paid too, and the register refuses: the seller owns it no more
  await pays(second, other!);
  await comesTo(second, other!, "closed");
});

/** Uploads a small PDF to a draft and gives its id. */
async function upload(folder: string, uploader: string): Promise<string> {
  const documents = government.running.use(documentsApi);
  const begun = await documents.begin({ folder, uploader, name: "articles.pdf" });
  if (!("id" in begun)) assert.fail(JSON.stringify(begun));
  const { id } = begun;
  await documents.append({ folder, id, seq: 0, bytes: Buffer.from("%PDF-1.7\n%%EOF\n").toString("base64") });
  const kept = await documents.finish({ folder, id, accept: ["pdf"] });
  return "file" in kept ? kept.file.id : assert.fail(JSON.stringify(kept));
}

const officer = (subject: string, role: string, agency: string, area: string | null = null): Acting => ({
  ...{ subject, name: subject, posts: [{ role, agency, area }] },
});

test("two founders sign, an officer asks for a document, another approves, and the company gets the next number", async () => {
  const [director, partner] = people.filter(({ age }) => age >= 30);
  const { subject, nationalId, name } = director!;
  const { id } = await cases.open({ service: "company-registration", subject, nationalId, name });
  const answer = async (page: string, values: Record<string, unknown>) =>
    assert.deepEqual((await cases.answer({ id, subject, page, values })).errors, [], page);
  await answer("company", { companyName: "示範茶行有限公司", trade: "grocery", capital: "10,000,000" });
  await answer("seat", { "seat-district": "65000010", "seat-line": "示範路 1 號" });
  const founder = (index: number, of: Person) => ({
    [`founders-${index}-founderName`]: of.name,
    [`founders-${index}-founderId`]: of.nationalId,
    [`founders-${index}-share`]: "5000000",
  });
  await answer("founders", { "founders-count": "2", ...founder(0, director!), ...founder(1, partner!) });
  await answer("papers", { articles: await upload(id, subject), premises: await upload(id, subject) });
  await answer("sign", { signed: name });
  // came in by a passkey, or by nothing that is known
  for (const proof of [3, undefined])
    await refusedWith("case.proof-too-weak", cases.submit({ id, subject, ...(proof && { proof }) }));
  await cases.submit({ id, subject, proof: 4 });
  await comesTo(id, director!, "agree");
  await refusedWith("case.proof-too-weak", doing(id, citizen(partner!, 3), { act: "sign", party: "founder.2" }));
  await doing(id, citizen(partner!), { act: "sign", party: "founder.2" });
  assert.equal((await cases.view({ id, subject })).step?.id, "agree", "the other founder has not signed");
  await doing(id, citizen(director!), { act: "sign", party: "founder.1" });

  const [first, second] = ["first", "second"].map((one) => officer(one, "company-officer", "moea"));
  await doing(id, first!, { act: "ask", items: ["The owner's consent, signed"], text: "" });
  const missing = await upload(id, subject);
  await doing(id, citizen(director!), { act: "supply", text: "", documents: [missing] });
  await doing(id, first!, { act: "choose", outcome: "complete", reasons: "" });
  await refusedWith("case.act-not-allowed", doing(id, first!, { act: "choose", outcome: "granted", reasons: "" }));
  await doing(id, second!, { act: "choose", outcome: "granted", reasons: "" });
  assert.equal(await pays(id, director!), 2_200);
  const { actions } = await comesTo(id, director!, "granted");
  const number = String(actions.find(({ type }) => type === "written")?.data.key);
  assert.match(number, /^9\d{7}$/);
  assert.ok(isBan(number), number);
});

test("the law decides a mother's claim without consent, and the money is paid out; she sees all reads", async () => {
  const mother = people.find(({ lastBirth, insurance }) => lastBirth && insurance && insurance.since < "2022")!;
  const { averageWage } = mother.insurance!;
  const id = await submitted("labour-insurance-maternity", mother, {
    other: { otherBenefit: "no" },
    account: { account: "700-0001234567890" },
  });
  const { actions, decision, sources } = await comesTo(id, mother, "granted");
  const amount = Math.round((averageWage / 30) * 60 * mother.lastBirth!.children);
  assert.equal(decision?.values["maternity.amount"], amount);
  const topUp = mother.lastBirth!.date < "2026-01-01" ? 0 : Math.max(0, 100_000 * mother.lastBirth!.children - amount);
  assert.equal(actions.find(({ type }) => type === "paid-out")?.data.amount, amount + topUp);
  assert.ok(!actions.some(({ type }) => type === "consented"));
  assert.deepEqual(
    sources.map(({ state }) => state),
    ["received", "received", "received", "received"],
  );
});

test("the township office checks, a social worker visits, a case meeting votes, and the county enters the status until the end of the year", async () => {
  const applicant = people.find(({ age, schooling }) => age >= 25 && age < 60 && !schooling)!;
  const id = await submitted("low-income-status", applicant, {
    home: { "home-district": "65000010", "home-line": "示範路 1 號", residing: "yes" },
    means: { heads: "3", income: "38,000", savings: "0", property: "0" },
    kin: { estranged: "yes", estrangedWho: "父親離家二十年" },
    papers: { declared: "yes" },
  });
  await comesTo(id, applicant, "first-check");
  const [township, elsewhere] = ["65000010", "65000020"].map((area) => officer("t", "township-officer", "mohw", area));
  assert.deepEqual((await cases.acts({ id, person: elsewhere! })).acts, [], "another district");
  await doing(id, township!, { act: "choose", outcome: "complete", reasons: "" });
  await comesTo(id, applicant, "visit");
  const [anne, ben] = ["anne", "ben"].map((one) => officer(one, "social-worker", "mohw", "65000"));
  const found = { livesHere: "yes", hardship: "high", findings: "父親多年未往來" };
  await doing(id, anne!, { act: "report", report: found });
  assert.equal((await cases.view({ id, subject: applicant.subject })).step?.id, "meeting");
  await doing(id, anne!, { act: "vote", vote: "for" });
  await doing(id, ben!, { act: "vote", vote: "for" });
  await comesTo(id, applicant, "decide");
  await doing(id, officer("c", "county-officer", "mohw", "65000"), { act: "choose", outcome: "low", reasons: "符合" });
  await comesTo(id, applicant, "granted");
  const [certificate] = await cases.certificatesOf(applicant.subject, { limit: 1 });
  const lastDay = `${taipeiDate(new Date()).slice(0, 4)}-12-31`;
  assert.equal(certificate?.validUntil?.slice(0, 10), lastDay);
  const record = await government.running.schemas
    .ofAgency("registers", "mohw")
    .one<{ data: Record<string, unknown> }>(
      sql`select data from record where register = 'low-income' and subject = ${applicant.nationalId} order by recorded_at desc limit 1`,
    );
  assert.deepEqual([record?.data.status, record?.data.validUntil], ["low", lastDay]);
  // the yearly review finds that it has changed: the certificate no longer counts
  await doing(id, officer("c", "county-officer", "mohw", "65000"), { act: "reopening", reason: "年度複查" });
  await doing(id, officer("d", "county-officer", "mohw", "65000"), { act: "choose", outcome: "changed", reasons: "收入增加" });
  await comesTo(id, applicant, "refused");
  assert.equal((await cases.certificate(certificate!.code))?.valid, false);
});

test("a committee scores the applications of a semester, and the best are granted as many as there are places", async () => {
  const students = people.filter(({ schooling }) => schooling?.school === demoUniversity && schooling.status === "enrolled");
  const applicants = students.slice(0, 3);
  const ids = await Promise.all(
    applicants.map((one) =>
      submitted("scholarship", one, {
        term: { term: "115-1" },
        marks: { average: "88" },
        reasons: { statement: "我這學期修習二十學分，並在課餘擔任社區課輔志工，希望能專心完成學業。" },
        account: { account: "700-0001234567890" },
      }),
    ),
  );
  const office = officer("office", "case-officer", "ndu");
  const [chair, member] = ["chair", "member"].map((one) => officer(one, "scholarship-committee", "ndu"));
  for (const [index, id] of ids.entries()) {
    await comesTo(id, applicants[index]!, "check");
    await doing(id, office, { act: "choose", outcome: "complete", reasons: "" });
    await doing(id, chair!, { act: "score", score: 70 + index * 10 });
  }
  await refusedWith("case.act-not-allowed", doing(ids[0]!, chair!, { act: "close" }));
  for (const id of ids.slice(0, 2)) await doing(id, member!, { act: "score", score: 80 });
  await refusedWith("case.round-open", doing(ids[0]!, chair!, { act: "close" }));
  await doing(ids[2]!, member!, { act: "score", score: 80 });
  await doing(ids[0]!, chair!, { act: "close" });
  for (const [index, end] of ["refused", "granted", "granted"].entries()) await comesTo(ids[index]!, applicants[index]!, end);
});

test("what the register refuses after the decision goes back to the officer with its rules, and an appeal to another officer", async () =>
  (await officeOfHouseholds(government)).refusedAfterDecision());

test("of a late application the officer sets the fine within the law's limits, it is paid, and the entry stands", async () =>
  (await officeOfHouseholds(government)).appliedLate());

test("parents who do not agree have the surname drawn by the office, and the child is registered with what was drawn", async () =>
  (await officeOfHouseholds(government)).surnameDrawn());

test("attack: a case of a special category says nothing to an officer who gave no reason, and the person reads the reason", async () => {
  const person = people.find(({ age }) => age > 30)!;
  await government.running.schemas.ofAgency("registers", "moi").run(sql`
    insert into record (register, subject, data, valid_from, recorded_at)
    values ('criminal-record', ${person.nationalId}, '{"state":"wanted"}', '2020-01-01', clock_timestamp())`);
  const id = await submitted(
    "police-criminal-record",
    person,
    {
      purpose: { purpose: "work", country: "日本" },
      copies: { copies: "2", latinName: "WANG, HSIAO-MING" },
      sign: { declared: "yes" },
    },
    4,
  );
  await pays(id, person);
  await comesTo(id, person, "check");
  const officer = (subject: string, area: string | null = null): Acting => ({
    ...{ subject, name: subject, posts: [{ role: "police-officer", agency: "moi", area }] },
  });
  const [one, other] = [officer("police-one"), officer("police-two")];
  const view = (who: Acting) => cases.viewAsOfficer({ id, agency: "moi", person: who });
  const said = JSON.stringify(await view(one));
  for (const secret of ["WANG", "日本", person.nationalId]) assert.ok(!said.includes(secret), `${secret} is shown`);
  assert.deepEqual([(await view(one)).masked, (await view(one)).allowed.acts], ["masked.rule", []]);
  await refusedWith("case.masked", doing(id, one, { act: "choose", outcome: "confirmed", reasons: "" }));
  const { place } = await cases.acts({ id, person: one });
  await refusedWith("case.masked", cases.entryChecks({ id, agency: "moi", person: one, place }));
  await refusedWith("case.masked", cases.certificatesOfCase({ id, agency: "moi", person: one }));
  const stranger: Acting = {
    subject: "elsewhere",
    name: "elsewhere",
    posts: [{ role: "police-officer", agency: "mol", area: null }],
  };
  await refusedWith("case.not-found", cases.openMasked({ id, agency: "moi", person: stranger, reason: "curious" }));
  await cases.openMasked({ id, agency: "moi", person: one, reason: "審查申請" });
  assert.equal((await view(one)).masked, null);
  assert.equal((await view(other)).masked, "masked.rule", "each officer gives their own reason");
  await doing(id, one, { act: "choose", outcome: "confirmed", reasons: "" });
  const { actions } = await comesTo(id, person, "refused");
  const letter = String(actions.findLast(({ type }) => type === "letter-sent")!.data.document);
  assert.ok((await cases.letter({ id, letter, person: one })).pdf);
  assert.ok((await cases.letter({ id, letter, person: citizen(person) })).pdf);
  await refusedWith("case.masked", cases.letter({ id, letter, person: other }));
  const openings = await cases.openingsOf(person.subject, { limit: 20 });
  assert.deepEqual(
    openings.filter(({ kind }) => kind === "reason").map(({ reason, agency }) => [reason, agency]),
    [["審查申請", "moi"]],
  );
});
