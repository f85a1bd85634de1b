import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { auditLedger, checkSchema, readAudit } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import { eidApi } from "../api.ts";
import { Browser, type DemoPerson, type Installation, install } from "./installation.ts";
import { openCard, program } from "./web-eid-app.ts";

let it: Installation;
let app: ReturnType<typeof program>;
before(async () => {
  it = await install();
  app = program(it);
});
after(() => it?.stop());

const person = (place: number): DemoPerson => it.people()[place]!;

test("a suspended card is refused until it is resumed, a revoked one for ever", async () => {
  const [api, pki] = [it.process.use(eidApi), it.process.use(pkiApi)];
  const { serial } = await openCard(person(3));
  await api.suspendCard(serial);
  assert.equal((await pki.statusOf(serial)).reason, "certificateHold");
  assert.equal((await app.prove(person(3))).body.code, "eid.card-suspended");
  await api.resumeCard(serial);
  assert.equal((await app.prove(person(3))).status, 200);
  await api.revokeCard(serial);
  assert.equal((await app.prove(person(3))).body.code, "eid.card-revoked");
  await assert.rejects(api.resumeCard(serial), { code: "eid.card-revoked" });
  assert.equal((await api.cardsOf(person(3).subject))[0]!.state, "revoked");
});

test("a card that the authority suspended by itself is refused too", async () => {
  const { serial } = await openCard(person(4));
  await it.process.use(pkiApi).revoke(serial, "certificateHold");
  assert.equal((await app.prove(person(4))).body.code, "eid.card-suspended");
  await it.process.use(pkiApi).revoke(serial, "removeFromCRL");
  assert.equal((await app.prove(person(4))).status, 200);
});

test("wrong PINs are counted, told beside the field, lock the card, and a restart gives none back", async () => {
  const browser = new Browser();
  const { subject, pin } = person(5);
  const address = `${it.process.origin}/eid/sign-in/card`;
  const wrong = pin === "000000" ? "000001" : "000000";
  const tryPin = async (value: string) => {
    const response = await browser.post(address.replace(/^https?:\/\/[^/]+/, it.process.origin), { subject, pin: value });
    return { status: response.status, page: await response.text() };
  };
  assert.match((await tryPin("12345")).page, /id="pin-error"[^>]*>.*The PIN has six digits/s);
  assert.match((await tryPin(wrong)).page, /id="pin-error"[^>]*>.*Attempts left: 2\./s);
  assert.equal((await tryPin(pin)).status, 303);
  const api = it.process.use(eidApi);
  assert.equal((await api.cardsOf(subject))[0]!.pinTriesLeft, 3);
  await tryPin(wrong);
  await tryPin(wrong);
  await it.restart();
  const third = await tryPin(wrong);
  assert.deepEqual([third.status, /so the card is locked/.test(third.page)], [423, true]);
  assert.equal((await tryPin(pin)).status, 423);
  await it.restart();
  assert.equal((await tryPin(pin)).status, 423);
  const [card] = await it.process.use(eidApi).cardsOf(subject);
  assert.equal(card!.pinTriesLeft, 0);
  await it.process.use(eidApi).unlockPin(card!.serial);
  assert.equal((await tryPin(pin)).status, 303);
});

test("a try is counted before the card file is looked at, so a crash costs one", async () => {
  const { subject, pin, p12 } = person(6);
  const bytes = fs.readFileSync(p12);
  fs.writeFileSync(p12, "not a card");
  const broken = await new Browser().post(`${it.process.origin}/eid/sign-in/card`, { subject, pin });
  fs.writeFileSync(p12, bytes);
  assert.equal(broken.status, 500);
  assert.equal((await it.process.use(eidApi).cardsOf(subject))[0]!.pinTriesLeft, 2);
});

test("thirty guesses at once get three tries between them", async () => {
  const { subject, pin } = person(7);
  const guess = (offset: number): string => String((Number(pin) + 1 + offset) % 1_000_000).padStart(6, "0");
  const results = await Promise.all(
    Array.from(
      { length: 30 },
      async (_, index) =>
        (await new Browser().post(`${it.process.origin}/eid/sign-in/card`, { subject, pin: guess(index) })).status,
    ),
  );
  assert.deepEqual(results.filter((status) => status === 422).length, 2);
  assert.deepEqual(results.filter((status) => status === 423).length, 28);
});

test("restarts leave people and cards as they are, and replace a card whose file is lost", async () => {
  const before = fs.readFileSync(path.join(it.dataDir, "demo", "people.json"), "utf8");
  const one = await openCard(person(0));
  const two = await openCard(person(1));
  fs.rmSync(person(1).p12);
  await it.restart();
  assert.equal(fs.readFileSync(path.join(it.dataDir, "demo", "people.json"), "utf8"), before);
  assert.equal((await openCard(person(0))).serial, one.serial);
  const cards = await it.process.use(eidApi).cardsOf(person(1).subject);
  assert.deepEqual(
    cards.map(({ state }) => state),
    ["active", "revoked"],
  );
  assert.equal(cards[1]!.serial, two.serial);
  assert.equal((await app.prove(person(1))).status, 200);
});

/** Of whom the demonstration has one: the agency, perhaps with the area of the post. */
type Demo = string | null | { agency: string };

test("the demonstration has students of each kind and an officer of each office", async () => {
  const people = await it.process.use(eidApi).demoPeople();
  const count = (label: string): number => people.filter((one) => one.label === label).length;
  assert.ok(count("low") >= 3 && count("mid-low") >= 2 && count("none") >= 2);
  const offices = people.filter(({ role }) => role.role !== "citizen").map(({ role }) => `${role.role} ${role.agency}`);
  const folder = path.join(import.meta.dirname, "..", "..", "..", "content", "roles");
  const wanted = fs.readdirSync(folder).flatMap((role) => {
    const { demo } = JSON.parse(fs.readFileSync(path.join(folder, role, "role.json"), "utf8")) as { demo: Demo[] };
    return demo.map((one) => `${role} ${typeof one === "object" && one ? one.agency : one}`);
  });
  assert.deepEqual(offices.sort(), wanted.sort());
});

test("the audit chain holds, and neither it nor card actions can be rewritten", async () => {
  const db = it.process.schemas.of("eid");
  const checked = await checkSchema({ q: db, schema: db.schema, ledgers: [auditLedger] }, () => new Date().toISOString());
  assert.deepEqual(checked.faults, []);
  const entries = await readAudit(db, undefined, 1000);
  const actions = new Set(entries.map(({ action }) => action));
  for (const action of [
    "eid.card-issue",
    "eid.card-proof",
    "eid.card-refused",
    "eid.pin-wrong",
    "eid.pin-lock",
    "eid.pin-unlock",
    "eid.sign-in",
    "eid.card-suspend",
    "eid.card-revoke",
  ])
    assert.ok(actions.has(action), action);
  const told = JSON.stringify(entries);
  const { nationalId } = (await it.process.use(eidApi).person(person(0).subject))!;
  assert.ok(!told.includes(nationalId) && !told.includes(person(0).name));
  await assert.rejects(
    db.rows({ text: "update card_action set action = 'resume'", values: [], name: "t1" }),
    /permission denied/,
  );
});
