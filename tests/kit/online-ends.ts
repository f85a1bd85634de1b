import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { peopleApi } from "@troad/people/api";
import { Browser } from "../../apps/troad/demo/browser.ts";
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
