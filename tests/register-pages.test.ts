import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eidApi } from "@troad/eid/api";
import { readAudit, shiftedClock, taipeiDate } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { type Household, households, type Person } from "@troad/population";
import { registersApi } from "@troad/registers/api";
import { type Browser, type Page, targets } from "../apps/troad/demo/browser.ts";
import { markupFaults } from "../e2e/crawl/html-rules.ts";
import { until } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { signedInAs } from "./kit/tampering.ts";

/** Officers look into registers: what they find, what is left of each look, and who may not. */
const clock = shiftedClock();
let government: Government;
let officer: Browser;
before(async () => {
  government = await startGovernment({ clock });
  officer = await as("household-officer");
});
after(() => government?.stop());

const as = async (role: string): Promise<Browser> => {
  const people = await government.running.use(eidApi).demoPeople();
  return signedInAs(government.portal, people.find((one) => one.role.role === role)!.subject);
};
const at = (browser: Browser, address: string): Promise<Page> => browser.get(`${government.portal}${address}`);
const today = (): string => taipeiDate(new Date());
const search = (register: string, by: string, text: string): string =>
  `/registers?${new URLSearchParams({ register, by, text })}`;

/** A couple without children, and one who signs in. */
const couple = (): Household & { members: [Person, Person] } => {
  const found = [...households({ seed: "t-road", size: 10_000, today: today() })].find(
    ({ members: [head, spouse, ...others] }) => {
      const pair = head?.sex === "male" && spouse?.relation === "spouse" && spouse.sex === "female" && spouse.age < 45;
      return pair && others.length === 0 && spouse.maritalStatus === "married";
    },
  );
  return found as Household & { members: [Person, Person] };
};

/** A birth through the door of the register, as the ministry's gateway calls it for the household office. */
async function birth({ no, address, members: [father, mother] }: ReturnType<typeof couple>): Promise<string> {
  const endpoint = (await government.running.use(registersApi).serviceEndpoint("moi", "person"))!;
  const endpoints = [{ method: "POST", path: "/enter/birth" }];
  const facts = {
    ...{
      mother: mother.nationalId,
      father: father.nationalId,
      name: { given: "安安" },
      surname: "father",
      surnameAgreement: true,
    },
    ...{ sex: "female", birthDate: today(), birthPlace: address.countyCode, bornAlive: true, order: 1, children: 1 },
    ...{ weeks: 39, proof: "certificate", household: no },
  };
  const reply = await fetch(`${endpoint.url}/enter/birth`, {
    method: "POST",
    headers: {
      ...{ authorization: `Bearer ${endpoint.token}`, "content-type": "application/json" },
      ...{ "x-road-client": "TWDEMO/GOV/MOI/HOUSEHOLD", "x-road-id": "test-birth" },
      "x-troad-right": JSON.stringify({ id: "test", consentRequired: false, fields: [], endpoints }),
    },
    body: JSON.stringify({
      ...{ writeKey: "birth of the desk", caseId: "birth-1", filedOn: today(), office: address.townCode, officer: null, facts },
      filers: [{ nationalId: mother.nationalId, as: "mother", present: "counter" }],
    }),
  });
  const answer = (await reply.json()) as { entered?: boolean; given?: Record<string, string> };
  assert.equal(answer.entered, true, JSON.stringify(answer));
  return answer.given!.nationalId!;
}

test("a search by name finds a person, and the person sees it in their list of uses", async () => {
  const people = await government.running.use(eidApi).demoPeople();
  const { subject } = people.find(({ role }) => role.role === "citizen")!;
  const { nationalId, name } = (await government.running.use(eidApi).person(subject))!;
  const page = await at(officer, search("person", "name", name));
  assert.equal(page.status, 200);
  assert.ok(targets(page, /^\/registers\/person\//).includes(`/registers/person/${nationalId}`));
  const uses = () => government.running.use(mydataApi).usesOf(subject, { limit: 20 }, nationalId);
  await until(
    async () => (await uses()).some(({ agreement }) => agreement === "moi-household-desk-person-1"),
    "the look is shown",
  );
  const [{ detail, actor, action } = assert.fail()] = await readAudit(government.running.schemas.of("desk"), undefined, 1);
  const self = people.find(({ role }) => role.role === "household-officer")!.subject;
  assert.deepEqual([actor, action], [self, "desk.register-search"]);
  assert.ok(!JSON.stringify(detail).includes(name), "the audit names the exchange, not what was looked for");
});

test("a record shows its fields, links to other records, and what each entry changed; statistics count the entry", async () => {
  const family = couple();
  const child = await birth(family);
  const [father] = family.members;
  const born = await at(officer, `/registers/person/${child}`);
  assert.equal(born.status, 200);
  for (const words of ["Female", "Version 1", "Household Registration Act", "birth-1"])
    assert.ok(born.text.includes(words), words);
  for (const link of [`/registers/person/${father.nationalId}`, `/registers/household-unit/${family.no}`])
    assert.ok(targets(born, /^\/registers\//).includes(link), link);
  const unit = await at(officer, `/registers/household-unit/${family.no}`);
  assert.match(
    unit.text,
    new RegExp(`Version 2[^]*Members of the household: added “${child} Child”[^]*Version 1: The record as it began`),
  );
  assert.match((await at(officer, search("person", "key", child.toLowerCase()))).url, new RegExp(`/registers/person/${child}$`));
  assert.equal((await at(officer, search("household-unit", "address", family.address.text))).status, 200);
  const file = await at(officer, "/registers/statistics.csv");
  assert.equal(file.type, "text/csv; charset=utf-8");
  const [head = "", ...lines] = file.text.trim().split("\r\n");
  assert.deepEqual(
    lines.map((line) => line.split(",").slice(2, 5)),
    [["1", "0", "1"]],
    head,
  );
  const kinds = await at(officer, "/registers/statistics?by=kind");
  assert.match(kinds.text, /data-label="Entries"><div class="tr-table__value">1</);
  assert.match((await at(officer, "/registers/statistics?month=2025-11")).text, /Nothing matches the filter/);
});

test("what cannot be searched by is said beside the field, and a number that is not there too", async () => {
  for (const [address, status, words] of [
    [search("person", "name", "陳"), 400, "Enter at least 2 characters"],
    [search("person", "name", ""), 400, "Enter at least 2 characters"],
    [search("person", "name", "陳".repeat(121)), 400, "Enter 120 characters or fewer"],
    [search("person", "key", "A123456780"), 400, "This number is not valid"],
    [search("household-unit", "key", "Z9999999"), 404, "There is no record with this number"],
    [`/registers/person/${"A".repeat(90)}`, 400, "This number is not valid"],
  ] as const) {
    const page = await at(officer, address);
    assert.equal(page.status, status, address);
    assert.match(page.text, new RegExp(`id="text-error"[^>]*>[^]*${words}`), address);
  }
  assert.equal((await at(officer, search("vehicle", "key", "ABC-1234"))).status, 404);
  assert.equal((await at(officer, "/registers/vehicle/ABC-1234")).status, 404);
});

test("a citizen and an officer of another agency find nothing here", async () => {
  for (const role of ["citizen", "case-officer", "vehicle-officer"])
    for (const address of [
      "/registers",
      search("person", "name", "陳小"),
      "/registers/person/A123456789",
      "/registers/statistics.csv",
    ])
      assert.equal((await at(await as(role), address)).status, 403, `${role} ${address}`);
});

test("attack: an officer who reads 200 people within ten minutes, many at once, is stopped until they say why", async () => {
  const clerk = await as("household-officer");
  const everyone = [...households({ seed: "t-road", size: 400, today: today() })].flatMap(({ members }) => members);
  const look = ({ nationalId }: Person): Promise<Page> => at(clerk, `/registers/person/${nationalId}`);
  const seen: number[] = [];
  for (let from = 0; from < 260 && !seen.includes(429); from += 20)
    seen.push(...(await Promise.all(everyone.slice(from, from + 20).map(async (person) => (await look(person)).status))));
  const shown = seen.filter((status) => status === 200).length;
  assert.ok(seen.includes(429) && shown <= 200 && shown > 100, `${shown} of ${seen.length}`);
  const stopped = await look(everyone[300]!);
  assert.equal(stopped.status, 429);
  assert.ok(targets(stopped, /^\/registers\/explain/).length > 0);
  assert.ok(!stopped.text.includes(everyone[300]!.name));
  const explain = `${government.portal}/registers/explain`;
  const wrong = await clerk.post(explain, { reason: "" });
  assert.deepEqual([wrong.status, targets(wrong, /#reason/).length > 0], [422, true]);
  assert.equal((await look(everyone[300]!)).status, 429, "an empty reason is none");
  assert.equal((await clerk.post(explain, { reason: "Project 12: letters about new cards" })).status, 200);
  assert.equal((await look(everyone[300]!)).status, 200);
  const entries = await readAudit(government.running.schemas.of("desk"), undefined, 100);
  assert.ok(JSON.stringify(entries).includes("Project 12"));
});

test("thirty people read one by one over a month are found, those for a case are not, and an auditor writes down what was found", async () => {
  const readers = `${government.portal}/registers/readers`;
  const everyone = [...households({ seed: "t-road", size: 100, today: today() })].flatMap(({ members }) => members);
  let clerk = await as("household-officer");
  const look = ({ nationalId }: Person, query = ""): Promise<Page> => at(clerk, `/registers/person/${nationalId}${query}`);
  const listed = async (): Promise<Page> => at(await as("auditor"), "/registers/readers");
  const review = async (body: Record<string, string>): Promise<Page> => (await as("auditor")).post(readers, body);
  const linkIn = (page: Page): string | undefined => targets(page, /^\/registers\/readers\?officer=/)[0];
  assert.equal((await at(clerk, "/registers/readers")).status, 403);
  // who read two hundred at once is on the list too, until an auditor has looked into it
  const link = linkIn(await listed())!;
  const officer = new URL(link, government.portal).searchParams.get("officer")!;
  assert.match((await review({ officer, finding: "Letters about new cards" })).text, /Nobody looked up that many people/);

  for (const person of everyone.slice(0, 5)) assert.equal((await look(person, "?case=113-0042")).status, 200);
  const withCase = await at(clerk, `${search("person", "key", everyone[0]!.nationalId)}&case=113-0042`);
  assert.match(withCase.url, /case=113-0042$/, "the number goes with the links");
  for (const from of [5, 15, 25]) {
    for (const person of everyone.slice(from, Math.min(from + 10, 34))) assert.equal((await look(person)).status, 200);
    clock.shift(9 * 86_400_000);
    clerk = await as("household-officer");
  }
  assert.match((await listed()).text, /Nobody looked up that many people/, "29 are not 30");
  assert.equal((await look(everyone[34]!)).status, 200);
  const found = await listed();
  assert.match(found.text, /30 people on \d days/);
  const one = await at(await as("auditor"), linkIn(found)!);
  const empty = await review({ officer, finding: "" });
  assert.deepEqual([empty.status, targets(empty, /#finding/).length > 0], [422, true]);
  assert.equal((await review({ officer: "no-officer", finding: "x" })).status, 404);
  assert.match((await review({ officer, finding: "Counter duty" })).text, /Nobody looked up that many people/);
  assert.equal((await review({ officer, finding: "Again" })).status, 404);
  for (const page of [found, one]) assert.deepEqual(await markupFaults(page.text, new URL(page.url).pathname), []);
  clock.shift(31 * 86_400_000);
  assert.match((await listed()).text, /Nobody looked up that many people/);
});
