import assert from "node:assert/strict";
import { mydataApi } from "@troad/mydata/api";
import { registersApi } from "@troad/registers/api";
import type { Asked } from "./data-recipient.ts";
import { type Citizen, until } from "./exchange.ts";
import type { Government } from "./government.ts";
import { areValid, backFrom, filled, type OnlineScene, terms } from "./online-scene.ts";

type Named = Pick<Citizen, "nationalId" | "name">;
export const companySets = [
  { set: "companies", fields: ["number", "name", "capital", "directorName"] },
  { set: "businesses", fields: ["number", "name"] },
];
const needed = ["companies.number", "companies.name"];

/** The register of companies is written as the ministry's gateway writes it for a case; gives the number. */
export async function registerCompany(
  { running }: Government,
  key: string | null,
  values: Record<string, unknown>,
): Promise<string> {
  const endpoint = (await running.use(registersApi).serviceEndpoint("moea", "company"))!;
  const fields = Object.keys(values);
  const right = { id: "test", consentRequired: false, fields, endpoints: [{ method: "POST", path: "/write" }] };
  const id = crypto.randomUUID();
  const reply = await fetch(`${endpoint.url}/write`, {
    method: "POST",
    headers: {
      ...{ authorization: `Bearer ${endpoint.token}`, "content-type": "application/json" },
      ...{ "x-road-client": "TWDEMO/GOV/MOEA/COMPANY", "x-road-id": `company-${id}`, "x-troad-right": JSON.stringify(right) },
    },
    body: JSON.stringify({ writeKey: `company ${id}`, caseId: id, create: key === null, key, values }),
  });
  const answer = (await reply.json()) as { key?: string };
  assert.ok(typeof answer.key === "string", JSON.stringify(answer));
  return answer.key;
}
const ledBy = ({ nationalId, name }: Named) => ({ director: nationalId, directorName: name });
export const companyLedBy = (by: Named, form = "company") => ({
  ...{ name: `${form} of a test`, trade: "design", capital: 500_000, district: null, seat: "test", founders: [] },
  ...{ ...ledBy(by), status: "active", form, coDirector: null, coDirectorName: null, jointly: false },
});

/** A company, a firm of one owner and a partnership of two authorise a bank by those who represent them. */
export async function companiesAuthorise(scene: OnlineScene, second: Citizen, later: Citizen): Promise<void> {
  const { government, rival: bank, citizen, receiver, at, signedIn, decide } = scene;
  const applicant = await scene.applicant();
  const body = { client: bank.id, set: companySets.map(({ set }) => set), ...filled(companySets, needed), ...terms };
  const applied = await applicant.post(at("/my-data/applications/apply"), { ...body, webhook: receiver.address });
  assert.equal(applied.status, 200, applied.text);
  const version = Number(/(\d+)$/.exec(new URL(applied.url).pathname)?.[1]);
  await decide(bank, version, "approved");
  const own = await registerCompany(government, null, companyLedBy(citizen));
  const start = () => bank.start(companySets, { of: "business", standing: true });

  const asked = await start();
  const page = await (await signedIn(citizen.subject)).get(asked.address);
  assert.match(page.text, new RegExp(`value="${own}"`));
  assert.ok(!/ checked/.test(page.text));
  const stranger = await (await signedIn(second.subject)).post(asked.address, { act: "agree", whose: own, field: needed });
  assert.equal(stranger.status, 403, "who does not represent it agrees to nothing");
  const browser = await signedIn(citizen.subject);
  const partial = await browser.post(asked.address, { act: "agree", whose: own, field: ["companies.number"] });
  assert.equal(partial.status, 422);
  const code = backFrom(await browser.post(asked.address, { act: "agree", whose: own, field: needed })).get("code")!;
  const opened = await bank.open((await bank.fetch(asked, code)).text);
  assert.deepEqual(opened.principal, { business: own, name: "company of a test", representatives: [citizen.name] });
  assert.deepEqual(Object.keys(opened.data), ["companies"], "nothing of the set without a tick");
  assert.equal(opened.data.companies!.records[0]!.number!.value, own);
  assert.ok(!JSON.stringify(opened.data).includes(citizen.nationalId));
  const consents = await government.running.use(mydataApi).consentsOf(`business:${own}`, { limit: 10 });
  assert.deepEqual(
    consents.map(({ principal }) => principal?.representatives),
    [[citizen.name]],
  );

  const refused = await start();
  const no = await browser.post(refused.address, { act: "refuse" });
  assert.equal(backFrom(no).get("error"), "refused");

  await leaves(scene, { own, asked, later, start });
  await twoSign(scene, second, later);
  await areValid(page, partial, await browser.get(at("/my-data/companies")));
}

/** Who has left neither uses nor gives a consent; who came later sees and withdraws it. */
async function leaves(
  { government, rival: bank, citizen, receiver, at, signedIn }: OnlineScene,
  { own, asked, later, start }: { own: string; asked: Asked; later: Citizen; start: () => Promise<Asked> },
): Promise<void> {
  const before = await start();
  const browser = await signedIn(citizen.subject);
  const code = backFrom(await browser.post(before.address, { act: "agree", whose: own, field: needed })).get("code")!;
  await registerCompany(government, own, ledBy(later));
  assert.equal((await bank.fetch(before, code)).code, "mydata.representative-left", "a code of one who has left");
  const after = await start();
  const given = await browser.post(after.address, { act: "agree", whose: own, field: needed });
  assert.equal(given.status, 403, "given by one who has left");
  assert.equal((await browser.get(at(`/my-data/companies/${own}`))).status, 403);
  const withdraw = at(`/my-data/companies/${own}/${asked.id}/withdraw`);
  assert.equal((await browser.post(withdraw, {})).status, 404);
  assert.equal((await bank.post(`/consents/${asked.id}/data`, {})).status, 200, "it is the company's, not the one's who left");
  const successor = await signedIn(later.subject);
  const seen = await successor.get(at(`/my-data/companies/${own}`));
  assert.ok(seen.text.includes(asked.id), seen.text);
  await areValid(seen, await successor.post(withdraw, {}));
  assert.equal((await bank.post(`/consents/${asked.id}/data`, {})).code, "mydata.consent-ended");
  assert.equal((await receiver.heard(asked.id)).data.reason, "withdrawn");
}

/** Two sign where the register says so; one of them withdraws, at once and for all (wso2/product-is#28465). */
async function twoSign({ government, rival: bank, citizen, at, signedIn }: OnlineScene, second: Citizen, later: Citizen) {
  const together = { coDirector: second.nationalId, coDirectorName: second.name, jointly: true };
  const number = await registerCompany(government, null, { ...companyLedBy(citizen, "partnership"), ...together });
  const field = ["businesses.number", "businesses.name"];
  const asked = await bank.start([companySets[1]!], { of: "business", standing: true });
  const [first, other] = [await signedIn(citizen.subject), await signedIn(second.subject)];
  const waiting = await first.post(asked.address, { act: "agree", whose: number, field });
  assert.ok(waiting.text.includes(second.name), waiting.text);
  assert.equal((await bank.fetch(asked, "early")).code, "mydata.request-pending", "one signature is none");
  assert.ok(
    (await first.post(asked.address, { act: "agree", whose: number, field })).text.includes(second.name),
    "nor is one twice",
  );
  const foreign = await (await signedIn(later.subject)).post(asked.address, { act: "agree", whose: number, field });
  assert.equal(foreign.status, 403);
  const shown = await other.get(asked.address);
  assert.ok(shown.text.includes(citizen.name));
  const wider = await other.post(asked.address, { act: "agree", whose: number, field: [field[0]!] });
  assert.equal(wider.status, 409, "the second signs what the first did");
  const code = backFrom(await other.post(asked.address, { act: "agree", whose: number, field })).get("code")!;
  const opened = await bank.open((await bank.fetch(asked, code)).text);
  assert.deepEqual(
    (opened.principal as { representatives: string[] }).representatives.toSorted(),
    [citizen.name, second.name].toSorted(),
  );
  const done = await first.post(at(`/my-data/companies/${number}/${asked.id}/withdraw`), {});
  assert.match(done.text, /Withdrawn/);
  assert.equal((await bank.post(`/consents/${asked.id}/data`, {})).code, "mydata.consent-ended");
  assert.match((await other.get(at(`/my-data/companies/${number}`))).text, /Withdrawn/);
  await until(async () => (await bank.post(`/consents/${asked.id}/erased`, {})).status === 204 || undefined, "erased");
  await areValid(waiting, shown, done);
}
