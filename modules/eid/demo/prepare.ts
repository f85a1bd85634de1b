import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { instant, type ModuleContext, monthsLater, type Queryable, sql, taipeiDate } from "@troad/kernel";
import { type CardHolder, pkiApi } from "@troad/pki/api";
import { findPeople } from "@troad/population";
import { createPkcs12, generateSigner, parseCertificates, publicKeyPem } from "@troad/trust";
import { demoOfficers, readRoles } from "@troad/web";
import type { Role } from "../api.ts";
import type { Cards } from "../card/cards.ts";
import { stateAfter } from "../domain/card-state.ts";
import { cardsOf, insertCard } from "../store/cards.ts";
import { demoPeople, insertPerson, lockPeople, type PersonRow } from "../store/people.ts";
import type { CardFiles } from "./card-files.ts";

export type DemoSize = { people: number; seed: string };

const years = 5; // as cards of the ministry
/** Six digits cannot withstand an attacker who has the file, however many rounds are used; the attempt counter protects the card. */
const iterations = 10_000;
/** How long a process waits for another one that is preparing the same cards. */
const turnSeconds = 300;

/**
 * Makes sure that the people of the demonstration exist and that each has a working card; writes who they are to demo/people.json. The next
 * start completes whatever a kill interrupted: a card counts once its row exists, and its files are written first.
 */
export async function prepareDemo(ctx: ModuleContext, files: CardFiles, cards: Cards, size: DemoSize): Promise<void> {
  await ctx.db.tx(async (tx) => {
    await lockPeople(tx);
    const present = await demoPeople(tx);
    const chosen = choosePeople(ctx, size);
    for (const person of present.length === 0 ? chosen : newOfficers(present, chosen)) await insertPerson(tx, person);
  }, "long");
  await onePreparesCards(ctx, async () => {
    const people = await demoPeople(ctx.db);
    for (const person of people) await ensureCard(ctx, files, cards, person);
    const entries = people.map((person) => entryOf(person, files));
    files.write(files.people, `${JSON.stringify(entries, null, 2)}\n`);
  });
}

/** Processes that start at the same time take turns, without a transaction: each card needs a call to the authority. */
async function onePreparesCards(ctx: ModuleContext, work: () => Promise<void>): Promise<void> {
  const connection = ctx.db.lane();
  for (let tries = 0; !(await tookTurn(connection)); tries++) {
    if (tries > turnSeconds) throw new Error("another process prepares the cards of the demonstration and does not end");
    await sleep(1_000);
  }
  try {
    await work();
  } finally {
    await connection.one(sql`select pg_advisory_unlock(hashtext('cards'))`);
  }
}

const tookTurn = async (connection: Queryable): Promise<boolean> =>
  (await connection.one<{ taken: boolean }>(sql`select pg_try_advisory_lock(hashtext('cards')) as taken`))?.taken === true;

/** Roles that were added in this version: an existing data folder gets people for them. */
function newOfficers(present: PersonRow[], chosen: PersonRow[]): PersonRow[] {
  const officeOf = ({ roles }: PersonRow): string => JSON.stringify([roles[0]?.role, roles[0]?.agency ?? null]);
  const filled = present.map(officeOf);
  const officers = chosen.filter(({ roles }) => roles[0]?.role !== "citizen");
  const missing = officers.filter((person) => {
    const place = filled.indexOf(officeOf(person));
    if (place >= 0) filled.splice(place, 1);
    return place < 0;
  });
  const free = officers.filter(({ subject }) => !present.some((one) => one.subject === subject));
  return missing.flatMap(({ roles, label }, at) => {
    const person = free[at];
    return person ? [{ ...person, roles, label }] : [];
  });
}

/** A card whose files are lost cannot be used again, so it is revoked and another one is issued. */
async function ensureCard(ctx: ModuleContext, files: CardFiles, cards: Cards, person: PersonRow): Promise<void> {
  const card = (await cardsOf(ctx.db, person.subject)).find(({ action }) => stateAfter(action) !== "revoked");
  if (card && fs.existsSync(files.path(person.subject))) return;
  if (card) await cards.change(card.serial, "revoke", "eid");
  await issueCard(ctx, files, person);
}

function choosePeople(ctx: ModuleContext, { people, seed }: DemoSize): PersonRow[] {
  const offices: Role[] = demoOfficers(readRoles(ctx.content)).map(({ role, agency }) => ({ role, agency }));
  const found = findPeople({ seed, size: people, today: taipeiDate(ctx.clock.now()) }, offices.length);
  const citizens = (["low", "mid-low", "none"] as const).flatMap((label) =>
    found.students[label].map(({ person }) => rowOf(person, label, { role: "citizen", agency: null })),
  );
  for (const label of ["mother", "father"] as const) {
    const one = found[label];
    if (one) citizens.push(rowOf(one.person, label, { role: "citizen", agency: null }));
  }
  for (const { person } of found.grandmothers) citizens.push(rowOf(person, "grandmother", { role: "citizen", agency: null }));
  for (const [label, one] of [
    ["car-owner", found.carOwner],
    ["car-owners-spouse", found.carOwnersSpouse],
    ["teenager", found.teenager],
    ["teenagers-parent", found.teenagersParent],
    ...Object.entries(found.further),
  ] as const)
    if (one) citizens.push(rowOf(one.person, label, { role: "citizen", agency: null }));
  const officers = offices.flatMap((role, index) => {
    const one = found.staff[index];
    return one ? [rowOf(one.person, role.role, role)] : [];
  });
  return [...citizens, ...officers];
}

const rowOf = (person: { subject: string; name: string; nationalId: string }, label: string, role: Role): PersonRow => ({
  subject: person.subject,
  name: person.name,
  national_id: person.nationalId,
  roles: [role],
  label,
});

async function issueCard(ctx: ModuleContext, files: CardFiles, person: PersonRow): Promise<void> {
  const pki = ctx.use(pkiApi);
  const notAfter = monthsLater(ctx.clock.now(), 12 * years);
  const holder: CardHolder = {
    name: person.name,
    subscriberNo: subscriberNumber(ctx),
    nationalIdTail: person.national_id.slice(-4),
  };
  const make = async (profile: "eid-auth" | "eid-sign", file: string) => {
    const key = await generateSigner("P-256");
    const issued = await pki.issueCard({ publicKey: publicKeyPem(key), profile, holder, notAfter: notAfter.toISOString() });
    const [certificate, ...chain] = parseCertificates(issued.chain.join(""));
    files.write(
      file,
      await createPkcs12({
        key,
        certificate: certificate!,
        chain,
        password: files.pinOf(person.subject),
        friendlyName: person.name,
        iterations,
      }),
    );
    return issued;
  };
  const sign = await make("eid-sign", files.signingPath(person.subject));
  const auth = await make("eid-auth", files.path(person.subject));
  await ctx.db.tx(async (tx) => {
    await insertCard(tx, {
      serial: auth.serial,
      subject: person.subject,
      certificate: auth.certificate,
      signSerial: sign.serial,
      signCertificate: sign.certificate,
      medium: "file",
      at: instant(ctx.clock),
      notAfter: auth.notAfter,
    });
    await tx.audit({ actor: "eid", action: "eid.card-issue", target: auth.serial, detail: { subject: person.subject } });
  });
}

/** Sixteen digits that reveal nothing about the person, like the subscriber number of MOICA. */
const subscriberNumber = (ctx: ModuleContext): string =>
  String(ctx.ids.random(8).readBigUInt64BE() % 10n ** 16n).padStart(16, "0");

function entryOf(person: PersonRow, files: CardFiles) {
  const { role = "citizen", agency = null } = person.roles[0] ?? {};
  return {
    role,
    name: person.name,
    p12: files.path(person.subject),
    pin: files.pinOf(person.subject),
    subject: person.subject,
    ...(agency ? { agency } : {}),
    label: person.label,
  };
}
