import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { sql } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { roadApi } from "@troad/road/api";
import { Browser } from "../apps/troad/demo/browser.ts";
import { openLedger } from "../kernel/ledger/ledger.ts";
import { foldApplication } from "../modules/road/domain/application.ts";
import { accessLedger, insertAccess } from "../modules/road/store/access.ts";
import { addressesBefore, dataBefore, dataBeforeUnusable, expected } from "./kit/before.ts";
import { chainFaults, eraseNow } from "./kit/case-erasure.ts";
import { assertAuditChains, assertLogGrew } from "./kit/chains.ts";
import { demoPeopleOf } from "./kit/demo-people.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { refusedWith } from "./kit/refused.ts";
import { hasRouteFor, routesOf } from "./kit/routes.ts";

const skip = dataBeforeUnusable() ?? false;
let government: Government;
before(async () => {
  if (!skip)
    government = await startGovernment({
      data: dataBefore(),
      env: { PEOPLE: String(expected.people), CASES_ERASE_SECONDS: "1" },
    });
});
after(() => government?.stop());

const { subject } = expected;
const page = async (address: string): Promise<{ status: number; text: string }> => {
  const answer = await fetch(`${government.portal}${address}`, { headers: { "accept-language": "en", accept: "text/html" } });
  return { status: answer.status, text: await answer.text() };
};

test("a case of before has the actions it had, and its draft is still open", { skip }, async () => {
  const cases = government.running.use(casesApi);
  const decided = await cases.view({ id: expected.case, subject });
  assert.equal(decided.state, "decided");
  assert.deepEqual(
    decided.actions.map(({ hash }) => hash),
    expected.actions,
  );
  assert.equal((await cases.view(expected.draft)).state, "draft");
});

test("the demonstration of before gets the officers that came later, and keeps its people", { skip }, async () => {
  const people = await government.running.use(eidApi).demoPeople();
  assert.equal(people.filter(({ role }) => role.role === "provider-officer" && role.agency === "moi").length, 2);
  assert.ok(people.some((person) => person.subject === subject));
});

test("audit chains and the public log of before go on", { skip }, async () => {
  assert.ok((await assertAuditChains(government.running)) > 20);
  assert.ok((await assertLogGrew(government.running, expected.checkpoint)) >= 6);
  assert.equal((await government.running.use(roadApi).logStatus()).verifierKey, expected.verifierKey);
});

test("the proof of every exchange of before verifies, and an altered copy does not", { skip }, async () => {
  const mydata = government.running.use(mydataApi);
  const uses = (await mydata.usesOf(subject, { limit: 10 })).map(({ exchangeId }) => exchangeId);
  assert.deepEqual(uses, expected.uses);
  for (const exchange of uses) {
    const { container, log, state } = await mydata.checkUse(subject, exchange);
    assert.deepEqual([state, container?.valid, log?.valid], ["sealed", true, true], exchange);
    assert.equal((await mydata.checkUse(subject, exchange, { tamper: true })).container?.valid, false);
  }
});

test("applications for access of before are what they were", { skip }, async () => {
  const road = government.running.use(roadApi);
  for (const [state, id] of Object.entries(expected.access))
    assert.equal((await road.application({ id, agency: "ndu" })).state, state);
});

test("an application of before that nobody has decided is shown, leads to the service, and ends when it is withdrawn", {
  skip,
}, async () => {
  const { running, portal } = government;
  const [db, id] = [running.schemas.of("road"), "undecided-before"];
  const terms = {
    ...{ purpose: "to decide", legalBasis: "article 15", fields: ["name"], endpoints: [] },
    ...{ volume: 10, validUntil: null, consentRequired: true },
  };
  const parties = { consumer: "TWDEMO/EDU/NDU/AID", provider: "TWDEMO/GOV/MOI/REGISTERS/household" };
  // as the program of before stored it, in its chain
  const first = {
    type: "applied" as const,
    at: new Date().toISOString(),
    actor: subject,
    data: { ...parties, agency: "ndu", terms },
  };
  const ledger = openLedger(accessLedger, { log: running.log, broken: { inc: () => undefined } as never, schema: "road" });
  await db.tx(async (tx) => {
    assert.ok(await insertAccess(tx, id, foldApplication([{ ...first, seq: 1, hash: "" }])));
    await ledger.append(tx, id, undefined, first);
  });
  const officer = (await demoPeopleOf(government)).find(({ label }) => label === "case-officer")!;
  const browser = new Browser("en");
  await browser.post(`${portal}/auth/demo`, { subject: officer.subject, return: "/work" });
  const shown = await browser.get(`${portal}/access/${id}`);
  assert.match(shown.text, /Not decided[\s\S]*href="\/services\/data-access"/);
  assert.ok((await browser.get(`${portal}/access?state=submitted`)).text.includes(`/access/${id}`));
  assert.ok(!(await running.use(roadApi).agreements()).some((one) => one.id === id));
  const ended = await browser.post(`${portal}/access/${id}/withdraw`, {});
  assert.match(ended.text, /Withdrawn/);
  assert.equal((await running.use(roadApi).application({ id, agency: "moi" })).state, "withdrawn");
});

test("addresses printed before lead to what they led to: certificate, payment slip, invoice proof", { skip }, async () => {
  const certificate = await page(`/verify/${expected.certificate.code}`);
  assert.equal(certificate.status, 200);
  assert.ok(certificate.text.includes("tr-evidence--ok"));
  const slip = await page(expected.slip);
  assert.equal(slip.status, 200);
  assert.ok(slip.text.includes("NT$22,700"));
  const proof = await page(expected.invoiceProof);
  assert.equal(proof.status, 200);
  assert.ok(proof.text.includes("1,050"));
  assert.equal((await page(expected.invoiceProof.replace("AUIx", "AUJx").slice(0, -3))).status, 404);
});

test("every address of before still has a route: none of them is dead", { skip }, async () => {
  const routes = routesOf(government.running.app);
  assert.ok(addressesBefore.length > 150);
  assert.deepEqual(
    addressesBefore.filter(({ method, path }) => !hasRouteFor(routes, method, path)),
    [],
  );
  const discovery = await page("/eid/oidc/.well-known/openid-configuration");
  assert.equal(discovery.status, 200);
});

// what this test erases, others read
test("a case of before is erased when its time is over, and the record says what stays readable in its chain", {
  skip,
}, async () => {
  const db = government.running.schemas.of("cases");
  const { erase_on: due } = (await db.one<{ erase_on: string | null }>(
    sql`select erase_on from case_index where id = ${expected.case}::uuid`,
  ))!;
  assert.match(String(due), /^20[34]\d-/, "it gets the day that its rule gives");
  await eraseNow(government, expected.case);
  await refusedWith("case.erased", government.running.use(casesApi).view({ id: expected.case, subject }));
  const last = await db.one<{ type: string; data: Record<string, unknown> }>(
    sql`select type, data from case_action where case_id = ${expected.case}::uuid order by seq desc limit 1`,
  );
  assert.deepEqual([last?.type, last?.data.readable], ["erased", expected.actions.length]);
  assert.deepEqual(await chainFaults(government), []);
  assert.ok((await page(`/verify/${expected.certificate.code}`)).text.includes("tr-evidence--ok"));
});
