import assert from "node:assert/strict";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { checkSchema, sql } from "@troad/kernel";
import type { Browser } from "../../apps/troad/demo/browser.ts";
import { modules } from "../../apps/troad/modules.ts";
import { identifier, statement } from "../../kernel/db/sql.ts";
import { ledgersOf } from "../../kernel/process/ledgers.ts";
import { until } from "./exchange.ts";
import type { Government } from "./government.ts";
import { refusedWith } from "./refused.ts";

type Person = Parameters<CasesApi["acts"]>[0]["person"];
type Erasing = {
  government: Government;
  signedIn: (subject: string) => Promise<Browser>;
  /** Ended cases of Anna: a permit that was granted, and one that was refused for this reason with a letter. */
  granted: string;
  refused: string;
  reason: string;
  officer: Person;
  elsewhere: Person;
};

const casesDb = ({ running }: Government) => running.schemas.of("cases");

/** Lets the time of a case be over, and waits for its erasure. */
export async function eraseNow(government: Government, id: string): Promise<void> {
  const db = casesDb(government);
  await db.run(sql`update case_index set erase_on = '2020-01-01' where id = ${id}::uuid`);
  const isErased = () => db.one(sql`select 1 as found from case_index where id = ${id}::uuid and erased_at is not null`);
  await until(isErased, `the erasure of ${id}`);
}

/** Faults of all chains of the module. */
export async function chainFaults(government: Government): Promise<unknown[]> {
  const db = casesDb(government);
  const ledgers = ledgersOf(
    modules.find(({ name }) => name === "cases"),
    db.schema,
  );
  return (await checkSchema({ q: db, schema: db.schema, ledgers }, () => new Date().toISOString())).faults;
}

/** The tables in which a text stands, wherever in a row. */
async function tablesWith(government: Government, text: string): Promise<string[]> {
  const db = casesDb(government);
  const tables = await db.rows<{ name: string }>(sql`
    select table_name::text as name from information_schema.tables where table_schema = ${db.schema} order by table_name`);
  const found: string[] = [];
  for (const { name } of tables) {
    const look = statement(`select 1 as found from ${identifier(name)} t where position($1 in t::text) > 0 limit 1`);
    if (await db.one(look(text))) found.push(name);
  }
  return found;
}

/** Nobody reads an erased case, and everybody who could read it before is told why. */
async function refusedToAll(
  government: Government,
  { granted, refused, officer, elsewhere }: Erasing,
  letter: string,
): Promise<void> {
  const cases = government.running.use(casesApi);
  const asked: [string, () => Promise<unknown>][] = [
    ["the applicant", () => cases.view({ id: refused, subject: "anna" })],
    ["the holder of a certificate", () => cases.view({ id: granted, subject: "anna" })],
    ["an officer", () => cases.viewAsOfficer({ id: refused, agency: "moj", person: officer })],
    ["an act", () => cases.act({ id: refused, person: officer, place: { step: "", visit: 0 }, act: { act: "note", text: "x" } })],
    ["a letter", () => cases.letter({ id: refused, letter, person: officer })],
  ];
  for (const [who, ask] of asked) {
    const { params } = await refusedWith("case.erased", ask());
    assert.match(String(params.day), /^\d{4}-\d\d-\d\d$/, who);
  }
  await refusedWith("case.not-found", cases.viewAsOfficer({ id: refused, agency: "moj", person: elsewhere }));
  await refusedWith("case.not-found", cases.view({ id: granted, subject: "eve" }));
}

/** The chain with the hashes it had and one readable entry; nothing of the person. */
async function leftOf(government: Government, id: string, hashes: readonly string[]): Promise<void> {
  const db = casesDb(government);
  const chain = await db.rows<{ type: string; actor: string; hash: string; data: Record<string, unknown> }>(
    sql`select type, actor, hash, data from case_action where case_id = ${id}::uuid order by seq`,
  );
  const last = chain.pop();
  assert.deepEqual(
    chain.map(({ hash }) => hash),
    hashes,
  );
  assert.ok(chain.every(({ actor, data }) => actor === "sealed" && Object.keys(data).join() === "sealed"));
  assert.deepEqual([last?.type, last?.data], ["erased", { rule: "keep.rule", months: 24, due: "2020-01-01", readable: 0 }]);
  const left = await db.one(sql`select applicant, subject, likeness from case_index where id = ${id}::uuid`);
  assert.deepEqual(left, { applicant: "", subject: "", likeness: null });
  const named = (await tablesWith(government, id)).filter((table) => !table.startsWith("kernel_"));
  assert.deepEqual(
    named,
    ["case_action", "case_index", "case_letter", "case_measure", "case_reader"],
    "no key, party, answer or opening",
  );
}

/** A draft that nobody has touched for a year goes with all of it; a fresh one of the same service stays. */
async function draftsAbandoned(government: Government): Promise<void> {
  const cases = government.running.use(casesApi);
  const db = casesDb(government);
  const begun = async (subject: string): Promise<string> =>
    (await cases.open({ service: "stall-permit", subject, nationalId: "A123456789", name: subject })).id;
  const [former, fresh] = [await begun("dora"), await begun("emil")];
  await db.run(sql`update case_index set updated_at = updated_at - interval '13 months' where id = ${former}::uuid`);
  const isGone = async () => !(await db.one(sql`select 1 as found from case_index where id = ${former}::uuid`));
  await until(isGone, "the erasure of a draft");
  assert.equal(await db.one(sql`select 1 as found from case_draft where id = ${former}::uuid`), undefined);
  assert.equal((await cases.view({ id: fresh, subject: "emil" })).state, "draft");
}

export async function caseErasure(erasing: Erasing): Promise<void> {
  const { government, signedIn, granted, refused, reason, officer } = erasing;
  const cases = government.running.use(casesApi);
  const { kept, certificate } = await cases.view({ id: granted, subject: "anna" });
  assert.equal(kept?.rule, "keep.rule");
  assert.deepEqual(await tablesWith(government, reason), [], "what was written is nowhere in the clear");
  const { actions } = await cases.view({ id: refused, subject: "anna" });
  const letter = String(actions.find(({ type }) => type === "letter-sent")?.data.document);
  assert.ok((await cases.letter({ id: refused, letter, person: officer })).pdf.length > 1000);

  for (const id of [granted, refused]) await eraseNow(government, id);
  await draftsAbandoned(government);
  await refusedToAll(government, erasing, letter);
  const hashes = actions.map(({ hash }) => hash);
  await leftOf(government, refused, hashes);
  assert.deepEqual(await chainFaults(government), []);

  const { code } = certificate!;
  assert.equal((await cases.certificate(code))?.valid, true);
  assert.equal((await cases.ownCertificate({ id: granted, subject: "anna" }))?.code, code);
  const listed = await cases.listOf("anna", { limit: 100 });
  const query = { posts: officer.posts, limit: 100, shown: 0, actor: officer.subject };
  const found = [...listed, ...(await cases.listForAgency("moj", query))].map(({ id }) => id);
  assert.ok(found.length > 0 && !found.includes(granted) && !found.includes(refused));

  const [someone] = await government.running.use(eidApi).demoPeople();
  const page = await (await signedIn(someone!.subject)).get(`${government.portal}/cases/${refused}`);
  assert.equal(page.status, 410);
  assert.match(page.text, /This application was erased on \d{4}-/);
}
