import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import ICAL from "ical.js";
import nodeIcal from "node-ical";
import { calendarOf } from "../calendar.ts";
import { changesOf, entriesOf, type KeptEntry } from "../domain/diary.ts";
import { payment, recordOf } from "./records.ts";

const at = "2026-11-30T01:00:00.000Z";
const words = {
  ...{ name: "繳稅期限", description: "登入稅單簿查看金額與繳納方式；".repeat(6), url: "https://gov.example/tax/passbook" },
  summary: (tax: string) => `${tax === "vehicle" ? "使用牌照稅" : "地價稅"}繳納期限`,
};
const uidOf = (place: string) => `uid-${Buffer.from(place).toString("hex").slice(0, 60)}`;
const kept = (entries: ReturnType<typeof changesOf>): KeptEntry[] => entries.map((one) => ({ ...one, at }));
const land = recordOf({
  number: "L2",
  tax: "land-value",
  object: "臺北市示範段 1 地號",
  payFrom: "2026-11-01",
  due: "2026-11-30",
});
const entries = kept(changesOf([], entriesOf([recordOf(), land], "2026-11-30", uidOf)));
const text = calendarOf(entries, words, "gov.example");

/** Reads strictly: what the library would repair is an error. */
function strictly(source: string) {
  const component = new ICAL.Component(ICAL.parse(source) as unknown[]);
  return component.getAllSubcomponents("vevent").map((one) => {
    const event = new ICAL.Event(one, { strictExceptions: true });
    return { event, component: one };
  });
}

test("ical.js and node-ical read every entry as a whole day in Taipei, on the day that it is (sebbo2002/ical-generator#580)", () => {
  const events = strictly(text);
  assert.equal(events.length, entries.length);
  for (const { event, component } of events) {
    const entry = entries.find(({ uid }) => event.uid === `${uid}@gov.example`)!;
    assert.equal(event.startDate.isDate, true);
    assert.equal(event.startDate.toString(), entry.day);
    assert.equal(event.endDate.toString(), new Date(Date.parse(entry.day) + 86_400_000).toISOString().slice(0, 10));
    assert.equal(component.getFirstProperty("dtstart")!.type, "date");
  }
  const read = Object.values(nodeIcal.sync.parseICS(text)).filter((one) => one?.type === "VEVENT");
  assert.equal(read.length, entries.length);
  for (const one of read) {
    assert.equal((one as { datetype?: string }).datetype, "date");
    const day = (one as { start: Date }).start;
    const local = `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
    assert.ok(
      entries.some(({ day: known }) => known === local),
      local,
    );
  }
});

test("a day stays the day in whatever zone the program runs", () => {
  const program = `import { calendarOf } from ${JSON.stringify(new URL("../calendar.ts", import.meta.url).href)};
    const words = { name: "n", description: "d", url: "https://gov.example/x", summary: (tax) => tax };
    const entry = { uid: "u", sequence: 0, day: "2026-11-30", tax: "vehicle", state: "confirmed", at: "2026-11-30T01:00:00.000Z" };
    console.log(calendarOf([entry], words, "gov.example"));`;
  for (const TZ of ["Asia/Taipei", "America/Los_Angeles", "Pacific/Kiritimati", "UTC"]) {
    const env = { ...process.env, TZ, NODE_OPTIONS: "--disable-warning=ExperimentalWarning" };
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { env, encoding: "utf8" });
    assert.match(stdout, /DTSTART;VALUE=DATE:20261130\r?\n/, `${TZ} ${stderr}`);
    assert.match(stdout, /DTEND;VALUE=DATE:20261201\r?\n/, TZ);
  }
});

test("no line is longer than 75 octets with Chinese in it, lines end as they must, and nothing of the person is there", () => {
  assert.ok(text.endsWith("\r\n") || text.endsWith("END:VCALENDAR"));
  const lines = text.split("\r\n");
  assert.ok(
    lines.some((line) => line.startsWith(" ")),
    "something was folded",
  );
  for (const line of lines) assert.ok(Buffer.byteLength(line) <= 75, line);
  for (const secret of ["王小明", "A123456789", "7120", "7,120", "LA115", "AB•", "示範段"])
    assert.ok(!text.includes(secret), secret);
  const unfolded = text.replaceAll("\r\n ", "");
  assert.ok(unfolded.includes(words.description.slice(0, 60)), "characters are not cut apart");
});

test("an entry keeps its UID, its SEQUENCE grows with each change and with nothing else, and what is paid is CANCELLED", () => {
  const place = entries.find(({ tax, day }) => tax === "vehicle" && day === "2026-04-30")!;
  assert.equal(place.state, "confirmed");
  const later = "2026-12-01";
  assert.deepEqual(changesOf(entries, entriesOf([recordOf(), land], "2026-11-30", uidOf)), [], "the same again changes nothing");
  const paid = recordOf({ payments: [payment(7_832, "2026-11-30", 712)] });
  const changes = changesOf(entries, entriesOf([paid, land], later, uidOf));
  assert.deepEqual(
    changes.map(({ uid, sequence, state }) => ({ uid, sequence, state })),
    [{ uid: place.uid, sequence: 1, state: "cancelled" }],
  );
  const written = calendarOf(kept(changes), words, "gov.example");
  assert.match(written, /STATUS:CANCELLED\r\n/);
  assert.match(written, /SEQUENCE:1\r\n/);
  const { event } = strictly(written)[0]!;
  assert.equal(event.uid, `${place.uid}@gov.example`);
});

test("a levy that was only expected keeps its place when it is assessed on another day", () => {
  const expected = entries.find(({ tax, day }) => tax === "vehicle" && day === "2027-05-03")!;
  const next = recordOf({ number: "LA116-1", year: 2027, period: "116 年", payFrom: "2027-04-01", due: "2027-05-04" });
  const changes = changesOf(entries, entriesOf([recordOf(), next, land], "2027-04-02", uidOf));
  const moved = changes.find(({ uid }) => uid === expected.uid);
  assert.deepEqual([moved?.day, moved?.sequence], ["2027-05-04", 1]);
});
