import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { eidApi } from "@troad/eid/api";
import { sql, systemClock, taipeiDate } from "@troad/kernel";
import { type PeopleApi, peopleApi } from "@troad/people/api";
import { findPeople, type Person } from "@troad/population";
import { decodeJwt } from "jose";
import { both, SuiteClient } from "../modules/eid/test/clients.ts";
import { Browser, type DemoPerson, type Installation } from "../modules/eid/test/installation.ts";
import { accountOf } from "../modules/eid/test/phone.ts";
import { type Government, startGovernment } from "./kit/government.ts";

/** Acting for others in tokens, and two documents, with the registers of a whole government behind them. */
let government: Government;
let people: PeopleApi;
let client: SuiteClient;
let [mother, daughter, third]: DemoPerson[] = [];
let parents: { mother: Person; father: Person; child: Person };
const hourMs = 3_600_000;
const term = { services: null, since: new Date(Date.now() - hourMs).toISOString(), until: null };

before(async () => {
  government = await startGovernment();
  const { running, data } = government;
  people = running.use(peopleApi);
  const known = JSON.parse(fs.readFileSync(path.join(data, "demo", "people.json"), "utf8")) as DemoPerson[];
  const it = {
    process: running,
    clock: { ...systemClock, shift: () => undefined },
    dataDir: data,
    people: () => known,
  } as unknown as Installation;
  [mother, daughter, third] = known.filter(({ label }) => ["low", "mid-low", "none"].includes(label));
  const found = findPeople({ seed: "t-road", size: 2_000, today: taipeiDate(new Date()) }, 60);
  const members = found.mother!.household.members;
  const child = members.find(({ age, relation }) => age < 12 && relation === "child")!;
  parents = { mother: found.mother!.person, father: found.father!.person, child };
  client = await SuiteClient.of(it, { mandates: { service: null, purpose: both("To apply for someone else") } });
});
after(() => government?.stop());

const hint = ({ subject }: { subject: string }) => ({ login_hint: `demo:${subject}` });
/** Signs in up to the question for whom; gives the page and what answers it. */
async function asked(holder: { subject: string }) {
  const browser = new Browser();
  const { url, response } = await browser.follow(await browser.request(await client.address(hint(holder))), client.redirectUri);
  assert.match(url, /\/act-for\//);
  const text = await response.text();
  const answer = async (mandate: string) => {
    const said = await browser.post(url, { mandate });
    return { status: said.status, ...(await browser.follow(said, client.redirectUri)) };
  };
  return { browser, text, answer };
}
async function acts(holder: { subject: string }, mandate: string) {
  const { browser, answer } = await asked(holder);
  const { url } = await answer(mandate);
  const arrived = await browser.follow(await browser.post(`${url}/agree`, {}), client.redirectUri);
  const { body } = await client.redeem(new URL(arrived.url).searchParams.get("code")!);
  const claims = decodeJwt(String(body.id_token)) as { sub: string; act?: { sub: string } };
  return { claims, token: String(body.access_token), browser };
}
const give = (by: string, holder: string): Promise<{ id: string }> =>
  people.giveMandate({ key: crypto.randomUUID(), by, mandate: { ...term, holder } });

test("a daughter acts for her mother: sub is the mother, act.sub the daughter, both of the client's sector; both see it, and its end ends it", async () => {
  const own = (await acts(daughter!, "self")).claims;
  const hers = (await acts(mother!, "self")).claims;
  assert.equal(own.act, undefined);
  const { id } = await give(mother!.subject, daughter!.subject);
  const { claims, token } = await acts(daughter!, id);
  assert.deepEqual([claims.sub, claims.act], [hers.sub, { sub: own.sub }]);
  assert.ok(![mother!.subject, daughter!.subject].some((raw) => JSON.stringify(claims).includes(raw)));
  const info = (await (await client.userinfo(token)).json()) as { sub: string; name: string; act?: object };
  assert.deepEqual([info.sub, info.name], [hers.sub, mother!.name]);
  const it = client.it;
  for (const [person, text] of [
    [mother!, `${daughter!.name} acted for you`],
    [daughter!, `Acted for ${mother!.name}`],
  ] as const) {
    const page = await (await (await accountOf(it, person)).request(`${it.process.origin}/eid/history`)).text();
    assert.ok(page.includes(text), text);
  }
  await people.endMandate({ id, by: mother!.subject, reason: "principal" });
  assert.equal((await client.userinfo(token)).status, 401);
});

test("a mandate that ended while the form was open acts no more, neither at the choice nor at the agreement", async () => {
  const first = await give(mother!.subject, daughter!.subject);
  const open = await asked(daughter!);
  assert.ok(open.text.includes(first.id));
  await people.endMandate({ id: first.id, by: mother!.subject, reason: "principal" });
  assert.equal((await open.answer(first.id)).status, 422);
  const second = await give(mother!.subject, daughter!.subject);
  const later = await asked(daughter!);
  const { url } = await later.answer(second.id);
  await people.endMandate({ id: second.id, by: mother!.subject, reason: "principal" });
  assert.equal((await later.browser.post(`${url}/agree`, {})).status, 409);
});

test("a proxy who grants a proxy gives no more than their own: the third acts for the proxy, never for the principal", async () => {
  const { id } = await give(mother!.subject, daughter!.subject);
  const own = await give(daughter!.subject, third!.subject);
  const { text, answer } = await asked(third!);
  assert.ok(text.includes(own.id) && !text.includes(id) && !text.includes(`>${mother!.name}<`));
  assert.equal((await answer(id)).status, 422);
});

test("an officer removed a minute ago confirms nothing", async () => {
  const demo = await government.running.use(eidApi).demoPeople();
  const officer = demo.find(({ role }) => role.role === "mandate-officer")!.subject;
  const db = government.running.schemas.of("people");
  const mandate = {
    ...term,
    kind: "parent" as const,
    holder: mother!.subject,
    principal: { subject: daughter!.subject },
    basis: "seen",
  };
  await people.confirmMandate({ key: "still", by: officer, mandate });
  const minuteAgo = new Date(Date.now() - 60_000).toISOString();
  await db.run(
    sql`insert into post_end (post, ended_by, reason, at) select id, 'head', 'moved', ${minuteAgo} from officer_post where subject = ${officer}`,
  );
  await assert.rejects(people.confirmMandate({ key: "no more", by: officer, mandate }), { code: "people.may-not-confirm" });
});

test("a parent acts for a small child as the register has it; a father without parental responsibility and a parent of an adult do not", async () => {
  const { father, child } = parents;
  const eid = government.running.schemas.of("eid");
  await eid.run(sql`
    insert into person (subject, name, national_id, roles, label)
    values (${child.subject}, ${child.name}, ${child.nationalId}, '[{"role":"citizen","agency":null}]', '') on conflict do nothing`);
  const confirmed = async (principal: string): Promise<string> => {
    const id = crypto.randomUUID();
    await government.running.schemas.of("people").run(sql`
      insert into mandate (id, key, kind, principal, holder, since, given_by, basis, at)
      values (${id}, ${id}, 'parent', ${principal}, ${father.subject}, ${term.since}, 'officer', 'register', ${term.since})`);
    return id;
  };
  const [small, adult] = [await confirmed(child.subject), await confirmed(daughter!.subject)];
  const { claims } = await acts(father, small);
  assert.ok(claims.act);
  assert.equal((await (await asked(father)).answer(adult)).status, 422, "of an 18-year-old");
  const registers = government.running.schemas.of("registers_moi");
  await registers.run(sql`
    insert into record (register, subject, data, valid_from, recorded_at, version)
    select register, subject, data || '{"responsibility":"mother"}'::jsonb, current_date, now(), version + 1 from record
    where register = 'person' and subject = ${child.nationalId} order by version desc limit 1`);
  assert.equal((await (await asked(father)).answer(small)).status, 422, "without parental responsibility");
});

test("the NHI card number with the household number proves who someone is, and the answer never says which number was wrong", async () => {
  const plain = await SuiteClient.of(client.it);
  const begin = async () => {
    const browser = new Browser();
    const change = { acr_values: "urn:troad:eid:acr:documents", login_hint: undefined };
    const { url } = await browser.follow(await browser.request(await plain.address(change)), plain.redirectUri);
    return { browser, ...(await browser.follow(await browser.post(`${url}/documents`, {}), plain.redirectUri)) };
  };
  const { father } = parents;
  const right = { nationalId: father.nationalId, card: father.nhiCardNo, issued: "", household: father.householdNo };
  const answers = new Set<string>();
  const { browser, url } = await begin();
  assert.match(url, /\/prove-documents\//);
  for (const change of [
    { card: "000000000000" },
    { household: "F0000001" },
    { household: "", issued: "2001-01-01" },
    { nationalId: "A100000001" },
  ]) {
    const answer = await browser.post(url, { ...right, ...change });
    answers.add(`${answer.status} ${(await answer.text()).replaceAll(/value="[^"]*"|nonce-\S+/g, "")}`);
  }
  assert.equal(answers.size, 1, [...answers].join("\n").slice(0, 500));
  assert.match([...answers][0]!, /^422/);
  const done = await (await browser.post(url, right)).text();
  const onward = /href="([^"]+\/continue\?challenge=[^"]+)"/.exec(done)?.[1];
  assert.ok(onward, done.slice(0, 500));
  const arrived = await plain.arrive(onward.replaceAll("&amp;", "&"), browser);
  const { body } = await plain.redeem(arrived.searchParams.get("code")!);
  const claims = decodeJwt(String(body.id_token));
  assert.deepEqual([claims.acr, claims.amr], ["urn:troad:eid:acr:documents", ["kba"]]);
});
