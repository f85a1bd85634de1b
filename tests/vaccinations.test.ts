import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { appointmentsApi } from "@troad/appointments/api";
import { eidApi } from "@troad/eid/api";
import { sql } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { signedInAs } from "./kit/demo-people.ts";
import { type Government, startGovernment } from "./kit/government.ts";

/** A child's vaccinations from the due list to the check for school, over pages, road and register. */
let government: Government;
before(async () => {
  government = await startGovernment();
});
after(() => government.stop());

const counter = "zhongzheng-health";
const signedIn = (label: string) => signedInAs(government, label);
const dueIn = (page: string): string[] =>
  [...page.matchAll(/<td[^>]*>([^<]+)<\/td>\s*<td[^>]*>\s*<strong[^>]*>(?:Due|Late)</g)].map(([, dose]) => dose!.trim());
const plain = (page: string): string => page.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

test("a dose is due, a visit is booked, the nurse enters it, it is due no more, and the school check is complete", async () => {
  const { portal, running } = government;
  const [mother, father, nurse, school] = [
    await signedIn("mother"),
    await signedIn("father"),
    await signedIn("vaccination-nurse"),
    await signedIn("school-nurse"),
  ];
  const list = async (who = mother) => (await who.browser.get(`${portal}/me/vaccinations`)).text;
  const first = await list();
  const due = dueIn(first);
  assert.ok(due.length > 0, plain(first).slice(0, 2000));
  assert.deepEqual(dueIn(await list(father)), due, "both parents see the same");
  assert.match(await list(await signedIn("medic")), /no child below thirteen/);

  const link = /href="(\/appointments\?service=[^"]+about=([0-9a-f-]{36}))"/.exec(first)!;
  const about = link[2]!;
  assert.match(
    (await mother.browser.get(`${portal}${link[1]!.replaceAll("&amp;", "&")}`)).text,
    /Zhongzheng District Health Centre/,
  );
  const appointments = running.use(appointmentsApi);
  const [day] = (await appointments.slots({ counter })).slice(1);
  const chosen = { day: day!.day, time: day!.slots.find(({ free }) => free > 0)!.time };
  const at = `${portal}/appointments/${counter}/book`;
  const ask = await mother.browser.get(`${at}?day=${chosen.day}&time=${chosen.time}&service=vaccination&about=${about}`);
  assert.match(ask.text, /Vaccinations of children/);
  const key = /name="key" value="([^"]+)"/.exec(ask.text)![1]!;
  const booked = await mother.browser.post(at, { key, ...chosen, service: "vaccination", about });
  const booking = booked.url.split("/").at(-1)!;

  // the visit is today: moved there by the database's administrator
  const now = new Date(Date.now() - 60_000).toISOString();
  await running.schemas
    .of("appointments")
    .run(
      sql`insert into booking_step (booking, n, step, starts_at, actor, at) values (${booking}, 2, 'moved', ${now}, 'test', ${now})`,
    );
  const visit = `${portal}/work/vaccinations/${counter}/${booking}`;
  for (const other of [mother, school]) assert.equal((await other.browser.get(visit)).status, 403);
  assert.match((await nurse.browser.get(`${portal}/work/vaccinations`)).text, new RegExp(booking));
  const page = (await nurse.browser.get(visit)).text;
  const doses = [...page.matchAll(/name="dose"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="dose"/g)].map(
    (one) => one[1] ?? one[2]!,
  );
  assert.equal(doses.length, due.length, plain(page).slice(0, 1500));

  // the nurse is the child's father, and the mother booked it: a colleague enters the dose
  const { national_id: childId } = (await running.schemas
    .of("vaccinations")
    .one<{ national_id: string }>(sql`select national_id from child where id = ${about}`))!;
  const persons = running.schemas.ofAgency("registers", "moi");
  const setFather = (father: string) =>
    persons.run(sql`
    insert into record (register, subject, data, valid_from, recorded_at)
    select register, subject, data || jsonb_build_object('father', ${father}::text), valid_from, clock_timestamp() from record
    where register = 'person' and subject = ${childId} order by recorded_at desc limit 1`);
  const numberOf = async (who: string) => (await running.use(eidApi).person(who))!.nationalId!;
  await setFather(await numberOf(nurse.subject));
  assert.equal((await nurse.browser.get(visit)).status, 403);
  const own = await nurse.browser.post(visit, { dose: doses[0]!, lot: "AB-1234" });
  assert.equal(own.status, 403);
  assert.match(own.text, /your own child/);
  await setFather(await numberOf(father.subject));
  assert.deepEqual(dueIn(await list()), due, "nothing was entered");

  const unmoved = async (body: Record<string, string>, status: number, says: RegExp) => {
    const refused = await nurse.browser.post(visit, body);
    assert.equal(refused.status, status, plain(refused.text).slice(0, 800));
    assert.match(refused.text, says);
    assert.deepEqual(dueIn(await list()), due);
  };
  await unmoved({ dose: doses[0]!, lot: "" }, 422, /Lot number/);
  await unmoved({ dose: doses[0]!, lot: "<b>" }, 422, /letters, digits and hyphens/);
  await unmoved({ dose: "03-2", lot: "AB-1234" }, 422, /Which dose/);
  // two windows of the station at once: each dose is entered once
  const twice = await Promise.all([0, 1].map(() => nurse.browser.post(visit, { dose: doses[0]!, lot: "ab-1234" })));
  assert.ok(twice.some(({ status }) => status === 200));
  for (const dose of doses.slice(1)) assert.equal((await nurse.browser.post(visit, { dose, lot: "AB-1235" })).status, 200);

  const listed = await list();
  assert.deepEqual(dueIn(listed), []);
  assert.match(plain(listed), /Nothing is due now/);
  assert.equal((await appointments.booking({ id: booking, subject: mother.subject }))?.step, "came");
  const child = (await running.schemas
    .of("vaccinations")
    .one<{ national_id: string }>(sql`select national_id from child where id = ${about}`))!;

  const check = async (nationalId: string, matter: string) =>
    school.browser.post(`${portal}/work/school-vaccinations`, { nationalId, matter });
  const done = await check(child.national_id, "115-A-001");
  assert.match(plain(done.text), /Complete/);
  // the school learns nothing else: no day, no lot, no dose that was given
  assert.doesNotMatch(done.text, /AB-1234|Hepatitis|DTaP/);
  assert.equal((await check("A123456788", "115-A-002")).status, 422);
  assert.equal((await check(child.national_id, "")).status, 422);
  assert.match(
    plain((await check((await running.use(eidApi).person(mother.subject))!.nationalId, "115-A-003")).text),
    /no record|not for this person/,
  );
  assert.equal((await nurse.browser.get(`${portal}/work/school-vaccinations`)).status, 403);

  const uses = await running.use(mydataApi).usesOf("nobody", { limit: 100 }, child.national_id);
  const schoolUse = uses.find(({ issue }) => issue === "115-A-001");
  assert.deepEqual(schoolUse?.fields.toSorted(), ["missing", "schoolState"]);
  assert.match(schoolUse?.consumer ?? "", /MOE\/SCHOOLS$/);
  assert.ok(uses.some(({ issue }) => issue === booking));
});
