import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { appointmentsApi } from "@troad/appointments/api";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { documentsApi } from "@troad/documents/api";
import { sql, taipeiDate } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { Browser } from "../apps/troad/demo/browser.ts";
import { type DemoPerson, demoPeopleOf } from "./kit/demo-people.ts";
import { until } from "./kit/exchange.ts";
import { type Government, root, startGovernment } from "./kit/government.ts";
import { refusedWith } from "./kit/refused.ts";
import { routesOf } from "./kit/routes.ts";
import type { Run } from "./kit/service-begin.ts";
import { applicantsOf } from "./kit/service-family.ts";
import { openService, pathsOf } from "./kit/service-report.ts";
import { follow, readyFor } from "./kit/service-run.ts";

/** A case that the law keeps secret: known to the officers who took it, at most two, and found by nobody else, by any list, search, export or address. */
type Acting = Parameters<CasesApi["acts"]>[0]["person"];
let government: Government;
let cases: CasesApi;
let people: DemoPerson[];
let run: Run;
let applicant: Acting;
let id: string;
/** What nobody else may read: numbers of the case, its letters and its files. */
let secrets: string[];
let letters: string[];
let files: string[];
const post = { role: "household-officer", agency: "moi" };
const officer = ({ subject, name }: DemoPerson, area: string | null = null): Acting => ({
  ...{ subject, name, posts: [{ ...post, area }] },
});
const labelled = (label: string, n = 0): DemoPerson => people.filter((one) => one.label === label)[n]!;
/** The officer who takes it, the one whom that one names, another of the same office, and one of an office elsewhere. */
let [first, second, third, elsewhere]: DemoPerson[] = [];

async function appoint({ subject }: DemoPerson, area: string | null): Promise<void> {
  await government.running.schemas.of("people").run(sql`
    insert into officer_post (id, key, subject, role, agency, area, since, given_by, at)
    values (gen_random_uuid(), ${`test ${subject}`}, ${subject}, ${post.role}, ${post.agency}, ${area}, now() - interval '1 day', 'test', now())`);
}

async function signedIn({ subject }: DemoPerson): Promise<Browser> {
  const browser = new Browser();
  await browser.post(`${government.portal}/auth/demo`, { subject, return: "/account" });
  return browser;
}

/** What a stranger who is not signed in is told, without going on to the sign-in. */
async function bare(address: string): Promise<{ status: number; text: string }> {
  const { status, headers } = await fetch(`${government.portal}${address}`, {
    redirect: "manual",
    headers: { accept: "text/html" },
  });
  return { status, text: (headers.get("location") ?? "").split("?")[0]! };
}

/** A page without what differs each time it is asked for. */
const said = (text: string): string =>
  text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "UUID").replaceAll(/[0-9a-f]{16,}|\d\d:\d\d(:\d\d)?(\.\d+)?Z?/g, "");

before(async () => {
  government = await startGovernment({ env: { EID_RATE: "1000000" } });
  cases = government.running.use(casesApi);
  people = await demoPeopleOf(government);
  [first, second] = [labelled("household-officer"), labelled("household-officer", 1)];
  const folder = path.join(root, "content", "services", "adoption-registration");
  const service = openService(folder);
  const [way] = pathsOf(folder);
  run = { government, service, folder, path: way! };
  const subject = await (await applicantsOf(government))({ service, path: way! });
  const ready = await readyFor(run, subject);
  applicant = ready.applicant;
  run = { ...run, path: ready.one };
  const others = people.filter((one) => one.role.role === "citizen" && one.subject !== subject);
  [third, elsewhere] = [others[0], others[1]];
  await appoint(third!, null);
  await appoint(elsewhere!, "68");
  id = await taken();
});
after(() => government?.stop());

/** The first officer files it at the counter, with the paper that the applicant signed. */
async function taken(): Promise<string> {
  const clerk = officer(first!);
  const begun = await cases.openAtCounter({
    ...{ service: "adoption-registration", nationalId: applicant.nationalId!, name: applicant.name, officer: clerk },
  });
  for (const [page, values] of Object.entries(run.path.answers))
    assert.deepEqual(
      (await cases.answer({ id: begun.id, subject: clerk.subject, page, values: { ...values } })).errors,
      [],
      page,
    );
  const documents = government.running.use(documentsApi);
  const upload = await documents.begin({ folder: begun.id, uploader: clerk.subject, name: "signed.pdf" });
  assert.ok("id" in upload);
  const [folder, file] = [begun.id, upload.id];
  await documents.append({ folder, id: file, seq: 0, bytes: Buffer.from("%PDF-1.7\n%%EOF\n").toString("base64") });
  await documents.finish({ folder, id: file, accept: ["pdf"] });
  files = [file];
  assert.equal(await cases.fileAtCounter({ id: begun.id, officer: clerk, paper: [file] }), null);
  return begun.id;
}

test("the officer who took it names a second one of the office, and there are never more than two", async () => {
  const [one, other] = await Promise.all([signedIn(first!), signedIn(second!)]);
  const at = (address: string) => `${government.portal}${address}`;
  assert.equal((await other.get(at(`/desk/${id}`))).status, 404, "nobody else of the office, before they are named");
  await one.post(at(`/desk/${id}/open`), { reason: "審查收養登記" });
  assert.ok((await one.get(at(`/desk/${id}`))).text.includes(second!.subject), "the colleague is offered");
  assert.equal((await one.post(at(`/desk/${id}/keepers`), { to: elsewhere!.subject })).status, 422, "another office");
  await one.post(at(`/desk/${id}/keepers`), { to: second!.subject });
  assert.equal((await other.get(at(`/desk/${id}`))).status, 200);
  const naming = (to: string) => cases.nameKeeper({ id, agency: "moi", person: officer(first!), to });
  await naming(second!.subject);
  await refusedWith("case.keepers-enough", naming(third!.subject));
  await refusedWith("case.not-found", cases.nameKeeper({ id, agency: "moi", person: officer(third!), to: third!.subject }));
  const { place } = await cases.acts({ id, person: officer(first!) });
  const assigned = { act: "assign" as const, to: third!.subject, name: third!.name };
  await refusedWith("case.keeper-unfit", cases.act({ id, person: officer(first!), place, act: assigned }));
});

test("officers of the counter are told that a person comes, and not what for", async () => {
  const appointments = government.running.use(appointmentsApi);
  const counter = "zhongzheng-household";
  const free = (await appointments.slots({ counter })).find(({ slots }) => slots.some((slot) => slot.free > 0))!;
  const { time } = free.slots.find((slot) => slot.free > 0)!;
  const { subject, name } = applicant;
  await appointments.book({ key: crypto.randomUUID(), subject, name, counter, day: free.day, time, case: id });
  const seen = async (one: DemoPerson) => {
    const held = { subject: one.subject, posts: [{ agency: "moi", area: null }] };
    const { bookings } = await appointments.dayOf({ counter, day: free.day, officer: held });
    return bookings.filter((booking) => booking.by === subject).map((booking) => [booking.case, booking.service]);
  };
  assert.deepEqual(await seen(first!), [[id, "adoption-registration"]]);
  assert.deepEqual(await seen(third!), [[null, null]]);
});

test("two officers take it to its end", async () => {
  const { ended } = await follow(run, id, applicant);
  assert.equal(ended, "granted");
  const db = government.running.schemas.of("cases");
  letters = (await db.rows<{ id: string }>(sql`select id from case_letter where case_id = ${id}::uuid`)).map((one) => one.id);
  assert.ok(letters.length > 0);
  secrets = [id, id.slice(-12), ...letters, ...files];
});

test("attack: by no page, list, search, export or guessed address does anybody else find the case", async () => {
  const routes = routesOf(government.running.app).filter(
    ({ method, path: at }) => method === "GET" && !/sign-out|session\/end/.test(at),
  );
  const attackers: [string, DemoPerson | undefined][] = [
    ...([third, elsewhere].map((one) => [`officer ${one!.name}`, one]) as [string, DemoPerson][]),
    ...(["auditor", "operator", "household-supervisor"].map((one) => [one, labelled(one)]) as [string, DemoPerson][]),
    ["an officer of another agency", people.find((one) => one.label === "case-officer" && one.subject !== applicant.subject)],
    ["a stranger", people.find((one) => one.label === "mother" && one.subject !== applicant.subject)],
    ["nobody", undefined],
  ];
  const fake = crypto.randomUUID();
  const child = String(Object.values(run.path.answers)[0]!.childId);
  const params: Record<string, [string, string]> = {
    id: [id, fake],
    letter: [letters[0]!, fake],
    document: [files[0]!, fake],
    file: [files[0]!, fake],
    case: [id, fake],
  };
  const filled = (at: string, nth: 0 | 1): string =>
    at.replaceAll(/:(\w+)/g, (_, name: string) => params[name]?.[nth] ?? "x").replace("*", "x");
  const found: string[] = [];
  for (const [who, person] of attackers) {
    const browser = person ? await signedIn(person) : new Browser();
    const get = (address: string) => browser.get(`${government.portal}${address}`);
    for (const { path: at } of routes) {
      if (!/:(id|letter|document|file|case)\b/.test(at)) continue;
      const [real, none] = person
        ? [await get(filled(at, 0)), await get(filled(at, 1))]
        : [await bare(filled(at, 0)), await bare(filled(at, 1))];
      if (real.status !== none.status || said(real.text) !== said(none.text))
        found.push(`${who}: ${at} ${real.status} ${none.status}`);
    }
    const searches = ["", ...[id, applicant.name, child].map((one) => `?search=${encodeURIComponent(one)}`)];
    for (const { path: at } of routes.filter((route) => !/[:*]/.test(route.path)))
      for (const search of searches) {
        const page = await get(`${at}${search}`);
        const asked = decodeURIComponent(search);
        // what was asked for stands in the field of the search
        const told = secrets.filter((one) => !asked.includes(one) && page.text.includes(one));
        const links = page.text.includes(`/desk/${id}`) || page.text.includes(`/cases/${id}`);
        if (told.length > 0 || links) found.push(`${who}: ${at}${search} tells ${told.join() || "of it"}`);
        // only lists that can be searched are searched
        if (page.status >= 400 || !page.text.includes('name="search"')) break;
      }
    if (who.startsWith("officer"))
      for (const address of ["/desk.csv", "/desk?service=adoption-registration", "/desk.csv?service=adoption-registration"]) {
        const { text, status } = await get(address);
        assert.equal(status, 200, address);
        assert.ok(!text.includes(id.slice(-12)) && !text.includes(applicant.name), `${who}: ${address}`);
      }
  }
  assert.deepEqual(found, []);
});

test("attack: the functions behind the pages answer others as for a case that is not there", async () => {
  const others: Acting[] = [
    ...[third!, elsewhere!].map((one) => officer(one)),
    ...[labelled("auditor"), labelled("operator")].map(({ subject, name }) => ({ subject, name, posts: [] })),
    ...Object.keys(run.path.around!.people!)
      .filter((nationalId) => nationalId !== applicant.nationalId)
      .map((nationalId) => ({ subject: `person ${nationalId}`, nationalId, name: "other", posts: [] })),
  ];
  assert.ok(others.length >= 6, "with the child and the parent by birth");
  const agency = "moi";
  const place = { step: "look", visit: 1 };
  for (const person of others)
    for (const asked of [
      () => cases.acts({ id, person }),
      () => cases.act({ id, person, place, act: { act: "note", text: "seen" } }),
      () => cases.letter({ id, letter: letters[0]!, person }),
      () => cases.document({ id, document: files[0]!, reader: { agency, person } }),
      () => cases.document({ id, document: files[0]!, reader: { subject: person.subject, nationalId: person.nationalId ?? "" } }),
      () => cases.viewAsOfficer({ id, agency, person }),
      () => cases.openMasked({ id, agency, person, reason: "I wonder" }),
      () => cases.entryChecks({ id, agency, person, place }),
      () => cases.certificatesOfCase({ id, agency, person }),
      () => cases.keepersOf({ id, agency, person }),
      () => cases.stepForm({ id, person }),
      () => cases.view({ id, subject: person.subject }),
      () => cases.form({ id, subject: person.subject }),
      () => cases.viewAsParty({ id, nationalId: person.nationalId ?? "A123456789" }),
    ])
      await refusedWith("case.not-found", asked());
  const posts = officer(third!).posts;
  const all = { posts, service: "adoption-registration", limit: 100 };
  assert.equal(await cases.countForAgency(agency, { ...all, actor: third!.subject }), 0);
  assert.deepEqual(await cases.listForAgency(agency, { ...all, shown: 100, actor: third!.subject }), []);
  assert.equal(await cases.countForAgency(agency, { ...all, actor: first!.subject }), 1);
  assert.equal(await cases.countForAgency(agency, { posts, search: applicant.name, limit: 100, actor: third!.subject }), 0);
});

test("attack: the register of persons tells an officer neither that a child was adopted, nor by which case, nor who its parents by birth were", async () => {
  const browser = await signedIn(third!);
  const child = String(Object.values(run.path.answers)[0]!.childId);
  const birthMother = Object.keys(run.path.around!.people!).find((one) => one !== child && one !== applicant.nationalId)!;
  const { status, text } = await browser.get(`${government.portal}/registers/person/${child}`);
  assert.equal(status, 200);
  assert.ok(text.includes(applicant.nationalId!), "the parents are those of the law");
  for (const secret of [id, birthMother, "Adoption", "收養"]) assert.ok(!text.includes(secret), secret);
  const month = taipeiDate(new Date()).slice(0, 7);
  const counted = await browser.get(`${government.portal}/registers/statistics.csv?month=${month}`);
  assert.ok(counted.status === 200 && !/adoption|收養/i.test(counted.text), counted.text.slice(0, 300));
});

test("a supervisor puts a colleague in the place of an officer who is gone, sees no case, and the other officer is told", async () => {
  const supervisor = await signedIn(labelled("household-supervisor"));
  const address = `${government.portal}/desk/secret-cases`;
  assert.equal((await supervisor.get(`${government.portal}/desk`)).status, 403, "a supervisor has no list of cases");
  const form = { gone: second!.subject, to: third!.subject, reason: "承辦人調離本所" };
  assert.equal((await supervisor.post(address, form)).status, 422, "the post of the officer has not ended");
  await government.running.schemas.of("people").run(sql`
    insert into post_end (post, ended_by, reason, at)
    select id, 'test', 'moved', now() - interval '1 minute' from officer_post where subject = ${second!.subject}`);
  const page = await supervisor.get(address);
  assert.ok(page.text.includes(second!.subject) && !secrets.some((one) => page.text.includes(one)));
  assert.equal((await supervisor.post(address, { ...form, to: elsewhere!.subject })).status, 422, "of a smaller area");
  assert.equal((await supervisor.post(address, { ...form, reason: "" })).status, 422, "without a reason");
  const done = await supervisor.post(address, form);
  assert.ok(done.url.endsWith("?done=yes") && !secrets.some((one) => done.text.includes(one)), done.url);
  const browser = await signedIn(third!);
  await until(async () => (await browser.get(`${government.portal}/desk/${id}`)).status === 200, "the colleague");
  assert.equal((await (await signedIn(second!)).get(`${government.portal}/desk/${id}`)).status, 403);
  const notify = government.running.use(notifyApi);
  const told = async (to: string, template: string) =>
    (await notify.inbox({ to, limit: 20 })).some((one) => one.template === template);
  await until(() => told(first!.subject, "secret-case-replaced"), "the message to the other officer");
  const audited = await government.running.schemas
    .of("cases")
    .one<{ detail: { reason: string } }>(sql`select detail from kernel_audit where action = 'case.keeper-replaced'`);
  assert.equal(audited?.detail.reason, form.reason);
});
