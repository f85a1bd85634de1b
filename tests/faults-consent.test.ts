import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { shiftedClock } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { agree, ask, assertHasText, gatewayEndpoints, student, useOf, usesOfConsent } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";

const clock = shiftedClock();
const citizen = student();
let government: Government;
let gateway: string;
before(async () => {
  government = await startGovernment({ clock });
  gateway = gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;
});
after(() => government.stop());

/** The register refuses with `code`; the citizen reads of an attempt that got nothing. */
async function refused(
  id: string,
  question: { consent: string; fields?: string[]; person?: string },
  code: string,
): Promise<void> {
  const asked = question.person === undefined ? citizen : { ...citizen, nationalId: question.person };
  const answer = await ask({
    gateway,
    citizen: asked,
    id,
    consent: question.consent,
    ...(question.fields ? { fields: question.fields } : {}),
  });
  assert.equal(answer.status, 403, JSON.stringify(answer.body));
  assert.equal(answer.body.code, code);
  assert.equal(answer.error, undefined, "a refusal by the service is an answer of the service");
  assert.equal("record" in answer.body, false);
  const titles = answer.body.titles as Record<string, string>;
  assert.match(titles["zh-Hant"]!, /\p{Script=Han}/u);
  assert.match(titles.en!, /^[A-Z][\x20-\x7e’]+\.$/);
  assertHasText(government.running, code);
  const use = await useOf(government.running, citizen, id, ["consumer", "provider"]);
  assert.deepEqual([use.outcome, use.code], ["refused", code]);
}

test("a consent that holds is answered, listed as given, and allows one use", async () => {
  const { token, consentId } = await agree(government.running, { citizen, key: "holds" });
  const answer = await ask({ gateway, citizen, id: "consent-holds", consent: token });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const use = await useOf(government.running, citizen, "consent-holds", ["consumer", "provider"]);
  assert.deepEqual([use.outcome, use.code, use.fields, use.consent], ["answered", null, ["name", "householdNo"], consentId]);

  const again = await ask({ gateway, citizen, id: "consent-again", consent: token });
  assert.deepEqual([again.status, again.body.code], [409, "consent.used"]);
  assert.equal((await useOf(government.running, citizen, "consent-again", ["provider"])).outcome, "refused");
});

test("a consent for other data than asked is refused", async () => {
  const { token } = await agree(government.running, { citizen, key: "other-data", fields: ["householdNo"] });
  await refused("consent-other-data", { consent: token }, "consent.other-data");
});

test("a consent for another service is refused", async () => {
  const { token } = await agree(government.running, {
    citizen,
    key: "other-service",
    provider: "TWDEMO/GOV/MOE/REGISTERS/enrolment",
  });
  await refused("consent-other-service", { consent: token }, "consent.other-data");
});

test("a consent that was given to another consumer is refused", async () => {
  const { token } = await agree(government.running, { citizen, key: "other-consumer", to: "TWDEMO/GOV/MODA/PORTAL" });
  await refused("consent-other-consumer", { consent: token }, "consent.other-consumer");
});

test("a consent about oneself opens nobody else's data", async () => {
  const { token } = await agree(government.running, { citizen, key: "other-subject" });
  await refused("consent-other-subject", { consent: token, person: student(1).nationalId }, "consent.other-subject");
});

test("a consent with one letter altered is refused", async () => {
  const { token, consentId } = await agree(government.running, { citizen, key: "altered", fields: ["householdNo"] });
  const [head, payload, signature] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload!, "base64url").toString()) as { requests: { fields: string[] }[] };
  claims.requests[0]!.fields = ["name", "householdNo"];
  const widened = [head, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
  await refused("consent-altered", { consent: widened }, "consent.signature");
  const { usedUp } = (await government.running.use(mydataApi).consentsOf(citizen.subject, { limit: 50 })).find(
    ({ id }) => id === consentId,
  )!;
  assert.equal(usedUp, false);
});

test("without any consent the provider's gateway refuses, and nothing is asked of the register", async () => {
  const answer = await ask({ gateway, citizen, id: "consent-none" });
  assert.deepEqual([answer.status, answer.error], [500, "Server.ServerProxy.ConsentMissing"]);
  assertHasText(government.running, "Server.ServerProxy.ConsentMissing");
});

test("a withdrawn consent is refused from the moment that the list says so", async () => {
  const { token, consentId } = await agree(government.running, { citizen, key: "withdrawn" });
  await government.running.use(mydataApi).withdraw(citizen.subject, consentId);
  clock.shift(6_000); // a register may know the list of five seconds ago
  await refused("consent-withdrawn", { consent: token }, "consent.withdrawn");
  const consent = (await government.running.use(mydataApi).consentsOf(citizen.subject, { limit: 50 })).find(
    ({ id }) => id === consentId,
  )!;
  assert.notEqual(consent.withdrawnAt, null);
});

test("an expired consent is refused, also when the machine slept through its end", async () => {
  const { token, consentId } = await agree(government.running, { citizen, key: "expired", minutes: 15 });
  clock.shift(16 * 60_000);
  await refused("consent-expired", { consent: token }, "consent.expired");
  assert.deepEqual(
    (await usesOfConsent(government.running, citizen, consentId)).map(({ outcome }) => outcome),
    ["refused"],
  );
});

test("nobody but the person concerned is told", async () => {
  const stranger = student(1);
  assert.deepEqual(await government.running.use(mydataApi).usesOf(stranger.subject, { limit: 100 }), []);
  await assert.rejects(government.running.use(mydataApi).checkUse(stranger.subject, "consent-holds"), /mydata.use-unknown/);
});
