import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type AppointmentsApi, appointmentsApi } from "@troad/appointments/api";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { sql, taipeiDate } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { cardProof } from "@troad/web";
import { Browser } from "../apps/troad/demo/browser.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { refusedWith } from "./kit/refused.ts";

/** Visits at the counters of content: booked by many at once, moved, cancelled, called, missed, and days that are closed. */
let government: Government;
let appointments: AppointmentsApi;
before(async () => {
  government = await startGovernment({ content: [path.join(import.meta.dirname, "fixtures/counters")] });
  appointments = government.running.use(appointmentsApi);
});
after(() => government.stop());

const counter = "banqiao-household";
const officer = { subject: "hua", posts: [{ agency: "moi", area: null }] };
const name = "王小明";
/** The nth free time from now on, on the nth day of those that are open. */
async function freeTime(day: number, slot: number, at = counter) {
  const days = (await appointments.slots({ counter: at })).slice(1);
  const { day: on, slots } = days[day]!;
  return { counter: at, day: on, ...slots.filter(({ free }) => free > 0)[slot]! };
}
const book = (
  subject: string,
  { counter: at, day, time }: { counter: string; day: string; time: string },
  key = `${subject} ${day} ${time}`,
) => appointments.book({ key, subject, name, counter: at, day, time });
const messagesOf = async (subject: string) =>
  (await government.running.use(notifyApi).inbox({ to: subject, limit: 50 })).map(({ template }) => template);
async function settled(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await done()); tries++) {
    if (tries > 200) assert.fail("it did not settle");
    await sleep(50);
  }
}

test("of fifty persons at once as many get a time as are served then, and no place is given twice (alextselegidis/easyappointments#31)", async () => {
  const slot = await freeTime(0, 3);
  // on a busy machine some wait too long for a connection: they ask again with the same key
  const patiently = async (subject: string, tries = 5): Promise<unknown> =>
    book(subject, slot).catch((error: { code?: string }) => {
      if (error.code !== "database.unavailable" || tries === 0) throw error;
      return patiently(subject, tries - 1);
    });
  const done = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => patiently(`crowd-${n}`)));
  const refused = done.flatMap((one) => (one.status === "rejected" ? [(one.reason as { code: string }).code] : []));
  assert.equal(done.length - refused.length, slot.free);
  assert.deepEqual([...new Set(refused)], ["appointment.taken"]);
  const held = await government.running.schemas
    .of("appointments")
    .rows<{ n: number; places: number }>(
      sql`select count(*)::int as n, count(distinct place)::int as places from slot_hold where starts_at = ${`${slot.day}T${slot.time}:00+08:00`}`,
    );
  assert.deepEqual(held, [{ n: slot.free, places: slot.free }]);
  // a place that is given back is free for one
  const { day, bookings } = { day: slot.day, ...(await appointments.dayOf({ counter, day: slot.day, officer })) };
  const lucky = done.findIndex(({ status }) => status === "fulfilled");
  const own = (await appointments.bookingsOf(`crowd-${lucky}`, { limit: 5 }))[0]!;
  assert.ok(bookings.some(({ id }) => id === own.id));
  await appointments.cancel({ id: own.id, subject: `crowd-${lucky}` });
  const again = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => book(`late-${n}`, { ...slot, day })));
  assert.equal(again.filter(({ status }) => status === "fulfilled").length, 1);
});

test("nobody hoards, books twice with one form, nor touches what is another person's", async () => {
  const first = await freeTime(1, 0);
  const twice = await Promise.all([book("anna", first, "one form"), book("anna", first, "one form")]);
  assert.equal(twice[0]!.id, twice[1]!.id);
  await refusedWith("appointment.same-day", book("anna", await freeTime(1, 5)));
  const many = await Promise.allSettled(
    await Promise.all([2, 3, 4, 5].map(async (day) => book("anna", await freeTime(day, 0)).catch((error: unknown) => error))),
  );
  assert.equal((await appointments.bookingsOf("anna", { limit: 20 })).length, 2, JSON.stringify(many));
  const { id } = twice[0]!;
  await refusedWith("appointment.not-found", appointments.cancel({ id, subject: "otto" }));
  await refusedWith("appointment.not-found", appointments.move({ id, subject: "otto", day: first.day, time: first.time }));
  await refusedWith("appointment.not-found", book("otto", first, "one form"));
  assert.equal(await appointments.booking({ id, subject: "otto" }), null);
  for (const [day, time] of [
    ["2020-01-02", "09:30"],
    [first.day, "03:00"],
    [first.day, "25:99"],
    ["x", "y"],
    ["2099-12-01", "09:30"],
  ] as const)
    await refusedWith("appointment.time-impossible", book("otto", { counter, day, time }));
  await refusedWith("appointment.counter-unknown", book("otto", { ...first, counter: "nowhere" }));
  const elsewhere = { subject: "x", posts: [{ agency: "moi", area: "63000" }] };
  for (const other of [elsewhere, { subject: "x", posts: [] }, { subject: "x", posts: [{ agency: "motc", area: null }] }]) {
    await refusedWith("appointment.counter-unknown", appointments.dayOf({ counter, day: first.day, officer: other }));
    await refusedWith(
      "appointment.counter-unknown",
      appointments.closeDay({ counter, day: first.day, reason: "x", officer: other }),
    );
    await refusedWith("appointment.counter-unknown", appointments.record({ id, officer: other, step: "missed" }));
  }
  await refusedWith("appointment.step-not-now", appointments.record({ id, officer, step: "missed" }));
});

test("a day that is closed is booked no more, and everybody who was booked is told, also while others book", async () => {
  const slot = await freeTime(6, 0, "zhongzheng-household");
  const { id } = await book("bert", slot);
  const all = await Promise.allSettled([
    appointments.closeDay({ counter: slot.counter, day: slot.day, reason: "停電", officer }),
    ...Array.from({ length: 8 }, async (_, n) => book(`closing-${n}`, { ...slot, time: "14:10" })),
  ]);
  assert.equal(all[0]!.status, "fulfilled");
  await settled(async () =>
    (await appointments.dayOf({ counter: slot.counter, day: slot.day, officer })).bookings.every(({ stands }) => !stands),
  );
  assert.equal((await appointments.booking({ id, subject: "bert" }))?.step, "closed");
  await settled(async () => (await messagesOf("bert")).includes("appointment-closed"));
  await refusedWith("appointment.taken", book("carl", slot));
  await refusedWith("appointment.over", appointments.cancel({ id, subject: "bert" }));
  assert.deepEqual(await appointments.closeDay({ counter: slot.counter, day: slot.day, reason: "again", officer }), { told: 0 });
});

test("in the browser, without scripts: booked, moved, put into a calendar, cancelled; then called and missed at the counter", async () => {
  const { portal } = government;
  const people = await government.running.use(eidApi).demoPeople();
  const signedIn = async (label: string, lang = "en") => {
    const browser = new Browser(lang);
    await browser.post(`${portal}/auth/demo`, { subject: people.find((one) => one.label === label)!.subject, return: "/me" });
    return browser;
  };
  assert.match((await new Browser("zh-Hant").get(`${portal}/appointments/${counter}`)).text, /板橋戶政事務所/);
  const person = await signedIn("none");
  const slot = await freeTime(3, 1);
  const ask = await person.get(
    `${portal}/appointments/${counter}/book?day=${slot.day}&time=${slot.time}&service=household-transcript`,
  );
  const key = /name="key" value="([^"]+)"/.exec(ask.text)![1]!;
  const fields = { key, day: slot.day, time: slot.time, service: "household-transcript" };
  const booked = await person.post(`${portal}/appointments/${counter}/book`, fields);
  assert.match(booked.text, /Your appointment[\s\S]*Booked/);
  assert.equal((await person.post(`${portal}/appointments/${counter}/book`, fields)).url, booked.url);
  const full = await person.post(`${portal}/appointments/${counter}/book`, { ...fields, key: "", time: "09:10" });
  assert.deepEqual([full.status, /You already have an appointment here/.test(full.text)], [409, true]);
  assert.match((await person.get(`${portal}/me`)).text, new RegExp(`Appointment at ${slot.time}`));
  const ics = async () => (await person.get(`${booked.url}/calendar.ics`)).text;
  assert.match(await ics(), /SEQUENCE:0\r\n[\s\S]*STATUS:CONFIRMED/);
  const uid = /UID:(.*)/.exec(await ics())![1];
  const later = await freeTime(4, 1);
  assert.match((await person.get(`${booked.url}/move?day=${later.day}&time=${later.time}`)).text, /Change to this time/);
  const moved = await person.post(`${booked.url}/move`, { day: later.day, time: later.time });
  assert.match(moved.text, /New time/);
  assert.match((await person.get(`${booked.url}/cancel`)).text, /Yes, cancel it/);
  await person.post(`${booked.url}/cancel`, {});
  const off = await ics();
  assert.match(off, /METHOD:CANCEL[\s\S]*SEQUENCE:2\r\n[\s\S]*STATUS:CANCELLED/);
  assert.equal(/UID:(.*)/.exec(off)![1], uid);

  // a visit of today, moved there by the database's administrator: the counter may be closed while this test runs
  const { id } = await book("dora", await freeTime(2, 4));
  const { id: second } = await book("emil", await freeTime(2, 4));
  const db = government.running.schemas.of("appointments");
  const noon = new Date(Date.now() - 60_000).toISOString();
  for (const one of [id, second])
    await db.run(
      sql`insert into booking_step (booking, n, step, starts_at, actor, at) values (${one}, 2, 'moved', ${noon}, 'test', ${noon})`,
    );
  const clerk = await signedIn("household-officer");
  assert.match((await clerk.get(`${portal}/work`)).text, /Appointments today/);
  const day = `${portal}/work/counters/${counter}`;
  assert.match((await clerk.get(`${portal}/work/counters`)).text, /Banqiao/);
  assert.match((await clerk.post(`${day}/next`, {})).text, /please come to the counter/);
  await clerk.post(`${day}/bookings/${id}`, { step: "missed" });
  const after = await clerk.post(`${day}/bookings/${second}`, { step: "came" });
  assert.match(after.text, /0 expected, 1 did not come/);
  assert.equal(
    (await clerk.post(`${day}/close`, { "day-year": "2020", "day-month": "1", "day-day": "2", reason: "x" })).status,
    422,
  );
  assert.equal((await person.get(day)).status, 403);
});

test("a case that waits for a visit gets one time, of its agency, for its own person; what is missed is noted, and its end frees it", async () => {
  const { portal, running } = government;
  const cases: CasesApi = running.use(casesApi);
  const people = (await running.use(eidApi).demoPeople()).filter(
    ({ label }) => label === "none" || label === "household-officer",
  );
  const holder = people.find(({ label }) => label === "none")!;
  const { nationalId } = (await running.use(eidApi).person(holder.subject))!;
  const own = { subject: holder.subject, name: holder.name };
  const submitted = async (stall: string): Promise<string> => {
    const { id } = await cases.open({ service: "stall-key", ...own, nationalId: nationalId! });
    await cases.answer({ id, subject: own.subject, page: "key", values: { stall } });
    await cases.submit({ id, subject: own.subject, proof: cardProof });
    return id;
  };
  const draft = await cases.open({ service: "stall-key", ...own, nationalId: nationalId! });
  const slot = await freeTime(0, 2, "market-office");
  const bookFor = (id: string, at: typeof slot = slot, as = own, key = `${id} ${at.day} ${at.time} ${at.counter}`) =>
    appointments.book({ key, ...as, counter: at.counter, day: at.day, time: at.time, case: id });
  await refusedWith("appointment.case-not-waiting", bookFor(draft.id));
  const id = await submitted("12");
  const person = new Browser("en");
  await person.post(`${portal}/auth/demo`, { subject: own.subject, return: "/me" });
  const unbooked = await person.get(`${portal}/cases/${id}`);
  assert.ok(unbooked.status === 200 && unbooked.text.includes("/appointments?service=stall-key"), "no time is booked yet");
  // another's case is not there for them, another agency's counter is not its own, and a place that is not there is none
  await refusedWith("case.not-found", bookFor(id, slot, { subject: "otto", name: "Otto" }));
  await refusedWith("case.not-found", bookFor("x".repeat(36)));
  await refusedWith("appointment.service-elsewhere", bookFor(id, { ...slot, counter: "port-office" }));
  const tries = await Promise.allSettled([0, 1, 2, 3].map((n) => bookFor(id, slot, own, `try ${n}`)));
  assert.equal(tries.filter(({ status }) => status === "fulfilled").length, 1);
  await refusedWith("appointment.case-booked", bookFor(id, await freeTime(1, 2, "market-office")));
  const noted = async (what: string) =>
    settled(async () =>
      (await cases.view({ id, subject: own.subject })).actions.some(
        ({ type, data }) => type === "counter-visit" && data.what === what,
      ),
    );
  await noted("booked");
  assert.match((await person.get(`${portal}/cases/${id}`)).text, /You have a time: [\s\S]*Change or cancel it/);
  const [booking] = (await appointments.bookingsOf(own.subject, { limit: 5 })).filter((one) => one.case === id);
  await appointments.cancel({ id: booking!.id, subject: own.subject });
  await noted("cancelled");
  const page = (await person.get(`${portal}/cases/${id}`)).text;
  const link = /href="([^"]*\/appointments\?service=stall-key&amp;case=[^"]+)"/.exec(page)![1]!.replaceAll("&amp;", "&");
  const places = (await person.get(new URL(link, portal).href)).text;
  assert.match(places, /market-office\?service=stall-key&amp;case=/);
  const ask = await person.get(
    `${portal}/appointments/market-office/book?day=${slot.day}&time=${slot.time}&service=stall-key&case=${id}`,
  );
  const field = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(ask.text)![1]!;
  const booked = await person.post(`${portal}/appointments/market-office/book`, {
    ...{ key: field("key"), day: field("day"), time: field("time"), service: field("service"), case: field("case") },
  });
  assert.match(booked.text, /Your application/);
  const second = booked.url.split("/").at(-1)!;

  // it was to be now, and nobody came
  const db = running.schemas.of("appointments");
  const now = new Date(Date.now() - 60_000).toISOString();
  await db.run(
    sql`insert into booking_step (booking, n, step, starts_at, actor, at) values (${second}, 2, 'moved', ${now}, 'test', ${now})`,
  );
  const day = (await appointments.dayOf({ counter: "market-office", day: taipeiDate(new Date(now)), officer })).bookings;
  assert.deepEqual(
    day.map((one) => one.case),
    [id],
  );
  await appointments.record({ id: second, officer, step: "missed" });
  await noted("missed");
  assert.match((await person.get(`${portal}/cases/${id}`)).text, /You did not come on [\s\S]*Book a time/);
  const clerk = { subject: people.find(({ label }) => label === "household-officer")!.subject, name: "clerk" };
  const post = { ...clerk, posts: [{ role: "household-officer", agency: "moi", area: null }] };
  const seen = await cases.viewAsOfficer({ id, agency: "moi", person: post });
  assert.ok(seen.actions.some(({ type, data }) => type === "counter-visit" && data.what === "missed"));

  // they come without a time after they had booked another one: the visit is made, and the time is free again
  const third = await freeTime(3, 2, "market-office");
  await bookFor(id, third);
  const { place } = await cases.acts({ id, person: post });
  await cases.act({ id, person: post, place, act: { act: "report", report: { isHere: "yes" } } });
  const standing = async () =>
    (await appointments.bookingsOf(own.subject, { limit: 9 })).some((one) => one.case === id && one.stands);
  await settled(async () => !(await standing()));
  await refusedWith("appointment.case-not-waiting", bookFor(id, await freeTime(4, 2, "market-office")));
  const withdrawn = await submitted("13");
  await bookFor(withdrawn, third);
  await cases.withdraw({ id: withdrawn, subject: own.subject });
  await settled(
    async () => !(await appointments.bookingsOf(own.subject, { limit: 9 })).some((one) => one.case === withdrawn && one.stands),
  );
  await refusedWith("appointment.case-not-waiting", bookFor(withdrawn, await freeTime(5, 2, "market-office")));
});
