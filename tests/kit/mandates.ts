import assert from "node:assert/strict";
import type { CasesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import type { PeopleApi } from "@troad/people/api";
import type { Government } from "./government.ts";
import { signedInAs } from "./tampering.ts";

type Person = { subject: string; name: string };
/** A government with the village's stalls, its citizens, two inspectors and who appoints them. */
export type MandateScene = {
  government: Government;
  cases: CasesApi;
  people: PeopleApi;
  citizens: Person[];
  officers: { subject: string }[];
  head: string;
};

const codeOf = (code: string) => ({ code });
const hourMs = 3_600_000;
const term = { since: new Date(Date.now() - hourMs).toISOString(), until: null };

/** A stall that `filer` asks for by mandate, submitted and signed by the partner. */
async function stallFor(
  { government, cases }: MandateScene,
  filer: string,
  mandate: string,
  district = "6300001",
): Promise<string> {
  const person = (await government.running.use(eidApi).person(filer))!;
  const { id: own } = await cases.open({
    ...{ service: "stall-permit", subject: filer, nationalId: person.nationalId, name: person.name, mandate },
  });
  const answer = (page: string, values: Record<string, unknown>) => cases.answer({ id: own, subject: filer, page, values });
  await answer("place", { district, goods: "茶" });
  const account = { "account-bank": "700", "account-account": "0001234567890" };
  await answer("partner", { partnerId: "B123456780", partnerName: "奧托", ...account });
  await cases.submit({ id: own, subject: filer });
  return own;
}
export async function signedByPartner({ cases }: Pick<MandateScene, "cases">, caseId: string): Promise<void> {
  const otto = { subject: "otto", nationalId: "B123456780", name: "奧托", posts: [] };
  const { place } = await cases.acts({ id: caseId, person: otto });
  await cases.act({ id: caseId, person: otto, place, act: { act: "sign", party: "partner" } });
}
const citizenAs = ({ subject, name }: { subject: string; name: string }) => ({ subject, name, posts: [] });

/** A citizen lets an agent act in one service on a page, the agent files there, both see it and both are in the history, until it ends. */
export async function agentActs(scene: MandateScene): Promise<void> {
  const { government, cases, citizens, officers } = scene;
  const signedIn = (subject: string) => signedInAs(government.portal, subject);
  const at = (path: string) => `${government.portal}${path}`;
  const [principal, agent, stranger] = citizens as [(typeof citizens)[0], (typeof citizens)[0], (typeof citizens)[0]];
  const [own, other, third] = await Promise.all([principal, agent, stranger].map(({ subject }) => signedIn(subject)));
  const { nationalId, name } = (await government.running.use(eidApi).person(agent.subject))!;
  const typed = { key: "0190a000-0000-7000-8000-000000000001", nationalId, name, scope: "some", services: "stall-permit" };
  const give = (fields: object) => own!.post(at("/me/mandates/give"), { ...typed, ...fields } as Record<string, string>);
  for (const [fields, field] of [
    [{ name: stranger.name }, "nationalId"],
    [{ scope: "" }, "scope"],
    [{ services: "good-conduct" }, "services"],
    [{ "until-year": "2020", "until-month": "1", "until-day": "1" }, "until"],
  ] as const) {
    const page = await give(fields);
    assert.ok(page.status === 422 && page.text.includes(`id="${field}-error"`), `${field}: ${page.status}`);
  }
  const given = await give({});
  const mandate = given.url.split("/").at(-1)!;
  assert.ok(given.text.includes(agent.name), given.url);
  assert.ok((await other!.get(at("/me/mandates/held"))).text.includes(`/me/mandates/${mandate}`));
  assert.equal((await third!.get(given.url)).status, 404, "of others a stranger learns nothing");
  assert.equal((await third!.post(`${given.url}/end`, {})).status, 404);

  // who may apply for others says for whom, and what is prepared is the agent's until it is submitted
  const asked = await other!.post(at("/services/stall-permit/start"), {});
  assert.ok(asked.text.includes(`value="${mandate}"`) && asked.text.includes(principal.name), asked.url);
  const draft = await other!.post(at("/services/stall-permit/start"), { for: mandate });
  const caseId = /cases\/([0-9a-f-]{36})/.exec(draft.url)![1]!;
  assert.equal((await own!.get(draft.url)).status, 404);
  assert.deepEqual(await cases.listOf(principal.subject, { limit: 10 }), []);
  assert.equal(await stallFor(scene, agent.subject, mandate), caseId, "the same draft");
  const found = await cases.view({ id: caseId, subject: principal.subject });
  assert.deepEqual(
    [found.subject, found.applicant, found.onBehalf],
    [principal.subject, principal.name, { subject: agent.subject, name: agent.name, as: "agent", mandate }],
  );
  assert.equal(found.actions.find(({ type }) => type === "submitted")?.actor, agent.subject);
  for (const browser of [own, other]) {
    assert.ok((await browser!.get(at("/cases"))).text.includes(`/cases/${caseId}`));
    const page = await browser!.get(at(`/cases/${caseId}`));
    assert.ok(page.text.includes(`By ${agent.name}, agent`) && page.text.includes(principal.name), page.url);
  }
  assert.equal((await third!.get(at(`/cases/${caseId}`))).status, 404);
  await signedByPartner(scene, caseId);
  const officer = await (await signedIn(officers[0]!.subject)).get(at(`/desk/${caseId}`));
  assert.ok(officer.text.includes(`By ${agent.name}, agent`) && officer.text.includes(principal.name), "the officer sees both");

  // another service, a mandate of someone else, and one that nobody gave
  const open = (service: string, subject: string, by: string) =>
    cases.open({ service, subject, nationalId, name: "x", mandate: by });
  await assert.rejects(open("good-conduct", agent.subject, mandate), codeOf("case.mandate-ended"));
  await assert.rejects(open("stall-permit", stranger.subject, mandate), codeOf("case.mandate-ended"));
  await assert.rejects(open("stall-permit", agent.subject, caseId), codeOf("case.mandate-ended"));
  assert.deepEqual(await cases.principals({ service: "good-conduct", subject: agent.subject }), []);

  // a second draft stands open when the mandate ends: nothing of either is seen, changed or ended any more
  const second = await cases.open({ service: "stall-permit", subject: agent.subject, nationalId, name, mandate });
  const { place } = await cases.acts({ id: caseId, person: citizenAs(agent) });
  const page = await other!.get(at(`/cases/${caseId}`));
  assert.ok(page.text.includes('value="withdraw"'), "the agent may withdraw");
  await own!.post(`${given.url}/end`, {});
  assert.equal((await other!.get(at(`/cases/${caseId}`))).status, 403);
  const sent = { act: "withdraw", step: place.step, visit: String(place.visit) };
  assert.equal((await other!.post(at(`/cases/${caseId}/act`), sent)).status, 403, "a form that was open acts no more");
  assert.ok(!(await other!.get(at("/cases"))).text.includes(caseId));
  const of = { id: caseId, subject: agent.subject };
  const withdraw = { id: caseId, person: citizenAs(agent), place, act: { act: "withdraw" as const } };
  const ended = codeOf("case.mandate-ended");
  for (const attempt of [
    cases.view(of),
    cases.form(of),
    cases.withdraw(of),
    cases.resume(of),
    cases.act(withdraw),
    cases.submit(of),
  ])
    await assert.rejects(attempt, ended);
  const late = { ...second, subject: agent.subject, page: "place", values: { district: "6300001", goods: "茶" } };
  await assert.rejects(cases.answer(late), ended);
  await assert.rejects(cases.submit({ ...second, subject: agent.subject }), ended);
  await assert.rejects(cases.view({ ...second, subject: principal.subject }), codeOf("case.not-found"));
  // the principal goes on
  const own2 = await cases.acts({ id: caseId, person: citizenAs(principal) });
  assert.deepEqual(
    own2.acts.map(({ act }) => act),
    ["withdraw"],
  );
}

/** An officer decides on no case that they filed by mandate, and the principal who is an officer on none of their own. */
export async function officersAndMandates(scene: MandateScene): Promise<void> {
  const { cases, people, citizens, officers } = scene;
  const [principal] = citizens as [(typeof citizens)[0]];
  const [officer, colleague] = officers as [{ subject: string }, { subject: string }];
  const post = [{ role: "inspector", agency: "moj", area: null }];
  const acting = async (subject: string, caseId: string) =>
    (await cases.acts({ id: caseId, person: { subject, name: "x", posts: post } })).acts.map(({ act }) => act);
  const mandate = { holder: officer.subject, services: null, ...term };
  const { id: given } = await people.giveMandate({ key: "officer", by: principal.subject, mandate });
  const filed = await stallFor(scene, officer.subject, given);
  await signedByPartner(scene, filed);
  assert.deepEqual(await acting(officer.subject, filed), ["withdraw"], "as agent alone");
  assert.ok((await acting(colleague.subject, filed)).includes("choose"));
  // the other way round: the officer is the principal
  const back = { holder: principal.subject, services: ["stall-permit"], ...term };
  const { id: other } = await people.giveMandate({ key: "principal", by: officer.subject, mandate: back });
  const own = await stallFor(scene, principal.subject, other);
  await signedByPartner(scene, own);
  assert.deepEqual(await acting(officer.subject, own), ["withdraw"]);
  assert.ok((await acting(colleague.subject, own)).includes("choose"));
  // without the mandate the officer who filed is still no judge of it
  await people.endMandate({ id: given, by: principal.subject, reason: "principal" });
  await assert.rejects(acting(officer.subject, filed), codeOf("case.mandate-ended"));
}

/** Mandates of children, wards and businesses are confirmed by officers alone, on a page, and never for themselves. */
export async function confirmedMandates(scene: MandateScene): Promise<void> {
  const { government, cases, people, citizens, head } = scene;
  const signedIn = (subject: string) => signedInAs(government.portal, subject);
  const at = (path: string) => `${government.portal}${path}`;
  const [principal, holder] = citizens as [(typeof citizens)[0], (typeof citizens)[0]];
  const known = await government.running.use(eidApi).demoPeople();
  const confirmer = known.find(({ role }) => role.role === "mandate-officer")!;
  const mandate = { kind: "guardian" as const, holder: holder.subject, principal, services: null, ...term, basis: "court 1" };
  const confirm = (by: string, more: object = {}) =>
    people.confirmMandate({
      key: `${by} ${JSON.stringify(more)}`,
      by,
      mandate: { ...mandate, principal: { subject: principal.subject }, ...more },
    });
  const refused = codeOf("people.may-not-confirm");
  await assert.rejects(confirm(holder.subject), refused);
  await assert.rejects(confirm(head), refused);
  await assert.rejects(confirm(confirmer.subject, { holder: confirmer.subject }), refused);
  await assert.rejects(confirm(confirmer.subject, { principal: { subject: confirmer.subject } }), refused);
  await assert.rejects(confirm(confirmer.subject, { kind: "agent" }), refused);
  await assert.rejects(confirm(confirmer.subject, { kind: "representative" }), refused);
  await assert.rejects(
    people.giveMandate({ key: "self", by: holder.subject, mandate: { holder: holder.subject, services: null, ...term } }),
    {
      code: "people.mandate-for-oneself",
    },
  );
  const browser = await signedIn(confirmer.subject);
  const person = (await government.running.use(eidApi).person(holder.subject))!;
  const typed = { kind: "representative", businessNo: "04595257", businessName: "好茶有限公司", basis: "registration form" };
  const named = { nationalId: person.nationalId, name: person.name, scope: "all", key: "0190a000-0000-7000-8000-000000000002" };
  const wrong = await browser.post(at("/work/mandates/confirm"), { ...typed, ...named, businessNo: "1234567x" });
  assert.ok(wrong.status === 422 && wrong.text.includes('id="businessNo-error"'));
  const confirmed = await browser.post(at("/work/mandates/confirm"), { ...typed, ...named });
  assert.ok(confirmed.status === 200 && confirmed.text.includes("好茶有限公司"), confirmed.url);
  assert.equal((await (await signedIn(head)).get(at("/work/mandates"))).status, 403);
  const id = confirmed.url.split("/").at(-1)!;
  const filed = await stallFor(scene, holder.subject, id);
  const view = await cases.view({ id: filed, subject: holder.subject });
  assert.deepEqual([view.subject, view.applicant, view.onBehalf?.as], ["business:04595257", "好茶有限公司", "representative"]);
  assert.equal((await browser.post(`${confirmed.url}/end`, { reason: "" })).status, 422);
  await browser.post(`${confirmed.url}/end`, { reason: "replaced" });
  await assert.rejects(cases.view({ id: filed, subject: holder.subject }), codeOf("case.mandate-ended"));
}
