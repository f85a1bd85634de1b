import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { eidApi } from "@troad/eid/api";
import { mydataApi } from "@troad/mydata/api";
import { roadApi } from "@troad/road/api";
import { openPkcs12, publicKeyPem } from "@troad/trust";
import { request } from "undici";
import { gatewayEndpoints, until } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";

/** A university asks over the road whose certificate it was given. */
const provider = "TWDEMO/GOV/MOI/EID/certificate-owner";
let government: Government;
before(async () => {
  government = await startGovernment({ env: { IDENTITY_RATE: "6" } });
});
after(() => government?.stop());

async function ask(
  id: string,
  body: object,
): Promise<{ status: number; body: { belongs?: boolean; type?: string; code?: string } }> {
  const { consumer } = gatewayEndpoints(government, "TWDEMO/EDU/NDU");
  const headers = { "content-type": "application/json", "x-road-client": "TWDEMO/EDU/NDU/AID", "x-road-id": id };
  const answer = await request(`${consumer}/r1/${provider}/check`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: answer.statusCode, body: (await answer.body.json()) as never };
}

test("yes for the owner of a card in force, no for everybody else; by a right alone, so many a minute, and the person sees it", async () => {
  type Person = { subject: string; p12: string; pin: string };
  const people = JSON.parse(fs.readFileSync(path.join(government.data, "demo", "people.json"), "utf8")) as Person[];
  const eid = government.running.use(eidApi);
  const [one, other] = [people[0]!, people[1]!];
  const [owner, stranger] = [(await eid.person(one.subject))!, (await eid.person(other.subject))!];
  const opened = await openPkcs12(fs.readFileSync(one.p12.replace(/\.p12$/, "-sign.p12")), one.pin);
  assert.ok(opened.ok && publicKeyPem(opened.value.key) !== "");
  const certificate = opened.value.certificate.pem;
  assert.notEqual((await ask("before-right", { nationalId: owner.nationalId, certificate })).status, 200);
  const agreement = {
    ...{ id: "ndu-owner-1", consumer: "EDU/NDU/AID", provider: "GOV/MOI/EID/certificate-owner", fields: [] },
    ...{ purpose: "purpose.told", legalBasis: "電子簽章法第 6 條", consentRequired: false, validUntil: null },
    endpoints: [{ method: "POST", path: "/check" }],
  };
  await government.running.use(roadApi).enterAgreements({ agreements: [agreement], actor: "operator" });
  await until(
    async () => (await ask("begin", { nationalId: "x", certificate })).body.code === "identity.question-invalid",
    "the right",
  );
  const asked = async (id: string, nationalId: string) => (await ask(id, { nationalId, certificate })).body.belongs;
  assert.equal(await asked("owner", owner.nationalId), true);
  assert.equal(await asked("stranger", stranger.nationalId), false);
  const [card] = await eid.cardsOf(one.subject);
  await eid.suspendCard(card!.serial);
  assert.equal(await asked("suspended", owner.nationalId), false);
  await eid.resumeCard(card!.serial);
  const uses = () => government.running.use(mydataApi).usesOf(one.subject, { limit: 50 }, owner.nationalId);
  await until(
    async () => (await uses()).some((use) => use.exchangeId === "owner" && use.provider === provider),
    "the person's list",
  );
  assert.ok(!(await uses()).some(({ exchangeId }) => exchangeId === "stranger"));
  const answers = [];
  for (let n = 0; n < 6; n++) answers.push((await ask(`many-${n}`, { nationalId: owner.nationalId, certificate })).body.code);
  assert.ok(answers.includes("identity.too-many"), answers.join());
});
