import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { eidApi } from "@troad/eid/api";
import { peopleApi } from "@troad/people/api";
import { Browser } from "../../apps/troad/demo/browser.ts";
import { openConsentApi } from "./consent-api.ts";
import { redirectUri } from "./data-recipient.ts";
import { type Citizen, until } from "./exchange.ts";
import { areValid, backFrom, filled, type OnlineScene, terms, ticked, wanted } from "./online-scene.ts";

const dayMs = 86_400_000;

/** A standing consent does not grow with what the recipient may ask for, and shrinks with it. */
export async function fieldAddedLater(scene: OnlineScene): Promise<void> {
  const { bank, citizen, receiver, at, signedIn, decide, agree } = scene;
  const standing = await bank.start(wanted, { standing: true });
  await bank.fetch(standing, await agree(standing, await signedIn(citizen.subject)));
  const more = [...wanted, { set: "visits", fields: ["visits"] }];
  const body = {
    client: bank.id,
    set: more.map(({ set }) => set),
    ...filled(more, ticked),
    ...terms,
    webhook: receiver.address,
  };
  const applicant = await scene.applicant();
  await applicant.post(at("/my-data/applications/apply"), { ...body });
  await assert.rejects(bank.start(more), /mydata\.request-wider/, "not before the review");
  await decide(bank, 2, "approved");
  const got = await bank.open((await bank.post(`/consents/${standing.id}/data`, {})).text);
  assert.deepEqual(
    [Object.keys(got.data).sort(), Object.keys(got.data["household-now"]!.records[0]!)],
    [["household-now", "vehicles"], ["name"]],
  );
  assert.equal(
    (await bank.post(`/consents/${standing.id}/data`, { sets: more })).code,
    "request.invalid",
    "nothing can be added to it",
  );
  const asked = await bank.start(more);
  assert.match((await (await signedIn(citizen.subject)).get(asked.address)).text, /What of .+ do you agree to give/);
  const fewer = [wanted[0]!];
  const less = {
    client: bank.id,
    set: ["household-now"],
    ...filled(fewer, ["household-now.name"]),
    ...terms,
    webhook: receiver.address,
  };
  await applicant.post(at("/my-data/applications/apply"), less);
  await decide(bank, 3, "approved");
  assert.equal((await bank.post(`/consents/${standing.id}/data`, {})).code, "mydata.request-wider");
}

/** A ward agrees to nothing, the guardian does for them. */
export async function guardianAgrees(scene: OnlineScene, other: Citizen, ward: Citizen): Promise<void> {
  const { government, clock, bank, signedIn, subjectOf } = scene;
  const people = government.running.use(peopleApi);
  const confirmer = subjectOf("mandate-officer");
  const mandate = {
    kind: "guardian" as const,
    holder: other.subject,
    principal: { subject: ward.subject },
    services: null,
    basis: "court",
  };
  const since = new Date(clock.now().getTime() - 60_000).toISOString();
  const { id } = await people.confirmMandate({ key: "ward", by: confirmer, mandate: { ...mandate, since, until: null } });
  const one = [{ set: "household-now", fields: ["name"] }];
  const [own, forWard, late] = [await bank.start(one), await bank.start(one), await bank.start(one)];
  const alone = await signedIn(ward.subject);
  const refused = await alone.post(own.address, { act: "agree", field: "household-now.name" });
  assert.equal(refused.status, 403);
  assert.match(refused.text, /Someone else decides for you/);
  const guardian = await signedIn(other.subject);
  const page = await guardian.get(forWard.address);
  assert.ok(page.text.includes(ward.name));
  const whose = await guardian.post(forWard.address, { act: "agree", field: "household-now.name" });
  assert.equal(whose.status, 422);
  assert.match(whose.text, /href="#whose"/);
  const answered = await guardian.post(forWard.address, { act: "agree", field: "household-now.name", whose: id });
  const got = await bank.open((await bank.fetch(forWard, backFrom(answered).get("code")!)).text);
  assert.equal(got.data["household-now"]!.records[0]!.name!.value, ward.name);
  await areValid(page, whose, answered);
  await people.endMandate({ id, by: confirmer, reason: "court" });
  assert.equal((await guardian.post(late.address, { act: "agree", field: "household-now.name", whose: id })).status, 403);
}

/** A minor who has an eID agrees to nothing, in no way; a parent does for them, and for nobody who is of age. */
export async function parentAgrees(scene: OnlineScene, adult: Citizen): Promise<void> {
  const { government, clock, bank, at, signedIn, subjectOf } = scene;
  const { running, portal } = government;
  const demo = await running.use(eidApi).demoPeople();
  const named = (label: string) => demo.find((one) => one.label === label) ?? assert.fail(label);
  const [child, parent] = [named("teenager"), named("teenagers-parent")];
  const one = [{ set: "household-now", fields: ["name"] }];
  const start = () => bank.start(one);
  const people = running.use(peopleApi);
  const by = subjectOf("mandate-officer");
  const since = new Date(clock.now().getTime() - 60_000).toISOString();
  const mandate = (key: string, subject: string) =>
    people.confirmMandate({
      ...{ key, by },
      mandate: {
        ...{ kind: "parent", holder: parent.subject, principal: { subject }, services: null },
        ...{ basis: "transcript", since, until: null },
      },
    });
  const own = await start();
  const agrees = async (who: string, { address }: { address: string }, more: object = {}) =>
    (await signedIn(who)).post(address, { act: "agree", field: "household-now.name", ...more });
  const alone = await agrees(child.subject, own);
  assert.equal(alone.status, 403);
  assert.match(alone.text, /not yet 18/);
  // before a mandate is confirmed, living in one household gives a parent nothing
  const early = await agrees(parent.subject, own, { whose: child.subject });
  assert.equal(early.status, 403);
  const { id } = await mandate("parent", child.subject);
  const forged = await agrees(child.subject, own, { whose: id });
  assert.equal(forged.status, 403, "the child with the parent's mandate");
  assert.equal((await agrees(child.subject, own, { whose: "self" })).status, 403);
  // without having been asked by a recipient, by a program of their own
  const api = await openConsentApi(portal);
  const me = { browser: await signedIn(child.subject) };
  const offered = await api.call(me, "GET", `/service/data-agreement/${bank.id}/`);
  const query = `?individualId=${child.subject}&revisionId=${offered.body.revision?.id}`;
  const direct = await api.call(me, "POST", `/service/individual/record/data-agreement/${bank.id}/${query}`);
  assert.equal(direct.code, "mydata.minor", JSON.stringify([offered, direct]));
  const forChild = await start();
  const answered = await agrees(parent.subject, forChild, { whose: id });
  const got = await bank.open((await bank.fetch(forChild, backFrom(answered).get("code")!)).text);
  assert.equal(got.data["household-now"]!.records[0]!.name!.value, child.name);
  // the child sees it, and takes it back: to give less needs nobody's leave
  const listed = await (await signedIn(child.subject)).get(at("/my-data/consents/recipients"));
  assert.ok(listed.text.includes(forChild.id));
  assert.equal((await agrees(parent.subject, await start(), { whose: "self" })).status, 200, "a parent for themselves");
  // attack: the parent of one who is of age, by a mandate that nobody ended
  const grown = await mandate("grown", adult.subject);
  const late = await agrees(parent.subject, await start(), { whose: grown.id });
  assert.equal(late.status, 403);
  assert.equal((await agrees(adult.subject, await start())).status, 200);
}

/** A recipient is warned, suspended, resumed and ended; each counts at once. */
export async function recipientStopped(scene: OnlineScene): Promise<void> {
  const { bank, citizen, clock, receiver, at, signedIn, decide, agree } = scene;
  const one = [{ set: "household-now", fields: ["name"] }];
  const browser = await signedIn(citizen.subject);
  const [standing, open] = [await bank.start(one, { standing: true }), await bank.start(one)];
  await bank.fetch(standing, await agree(standing, browser, ["household-now.name"]));
  await decide(bank, 3, "warned");
  assert.equal((await bank.post(`/consents/${standing.id}/data`, {})).status, 200, "a warning stops nothing");
  clock.shift(dayMs + 60_000);
  await decide(bank, 3, "suspended");
  for (const reply of [
    await bank.post(`/consents/${standing.id}/data`, {}),
    await bank.post("/requests", {
      ...{ key: randomUUID(), sets: one, redirectUri, state: "s".repeat(16), challenge: "c".repeat(43) },
    }),
  ])
    assert.equal(reply.code, "mydata.recipient-suspended");
  assert.notEqual((await (await signedIn(citizen.subject)).get(open.address)).status, 200);
  assert.match((await new Browser("en").get(at("/my-data/recipients"))).text, /Suspended/);
  await decide(bank, 3, "resumed");
  assert.equal((await bank.post(`/consents/${standing.id}/data`, {})).status, 200);
  await decide(bank, 3, "ended");
  const stopped = (await bank.post(`/consents/${standing.id}/data`, {})).code ?? "";
  assert.ok(["mydata.recipient-unknown", "mydata.consent-ended"].includes(stopped), stopped);
  const told = await receiver.heard(standing.id);
  assert.equal((await bank.post(`/consents/${standing.id}/data`, {})).code, "mydata.consent-ended");
  assert.equal(told.data.reason, "recipient-ended");
  const inbox = await until(async () => {
    const page = await (await signedIn(citizen.subject)).get(at("/me/messages"));
    return /Bank was suspended/.test(page.text) && /Bank gets your data no longer/.test(page.text) ? page : undefined;
  }, "both messages");
  assert.ok(inbox);
}
