import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { notifyApi } from "@troad/notify/api";
import { payApi } from "@troad/pay/api";
import { Browser } from "../apps/troad/demo/browser.ts";
import market from "./fixtures/market/module.ts";
import { documentsSupplied, formWithDocuments, sixtyFiles } from "./kit/case-documents.ts";
import { caseErasure } from "./kit/case-erasure.ts";
import { answeredLater, lockedInTheBrowser } from "./kit/case-fills.ts";
import { drawnOnce } from "./kit/case-lots.ts";
import { openedByNotice } from "./kit/case-notices.ts";
import { permitInTheBrowser } from "./kit/case-permit.ts";
import { type Government, root, startGovernment } from "./kit/government.ts";
import { refusedWith } from "./kit/refused.ts";

/** A service of every kind of step that people act in, from a folder: who may do what, in which order, until when. */
let government: Government;
let cases: CasesApi;
before(async () => {
  government = await startGovernment({
    content: [path.join(root, "tests", "fixtures", "village")],
    modules: [market],
    env: { CASES_ERASE_SECONDS: "1" },
  });
  cases = government.running.use(casesApi);
});
after(() => government.stop());

type Person = Parameters<CasesApi["acts"]>[0]["person"];
const citizen = (subject: string, nationalId: string, name: string): Person => ({ subject, nationalId, name, posts: [] });
const anna = citizen("anna", "A123456789", "安娜");
const otto = citizen("otto", "B123456780", "奧托");
const posts = (area: string | null) => [{ role: "inspector", agency: "moj", area }];
const inspector = (subject: string, area: string | null = "63"): Person => ({ subject, name: subject, posts: posts(area) });
const [ida, ivo, ina] = [inspector("ida"), inspector("ivo"), inspector("ina", null)];

/** A case that Anna submitted with Otto as her partner. */
async function submitted(bank = "700"): Promise<string> {
  const { id } = await cases.open({ service: "stall-permit", subject: "anna", nationalId: "A123456789", name: "安娜" });
  const answer = (page: string, values: Record<string, unknown>) => cases.answer({ id, subject: "anna", page, values });
  await answer("place", { district: "6300001", goods: "<b>茶</b>" });
  const account = { "account-bank": bank, "account-account": "0001234567890" };
  assert.deepEqual((await answer("partner", { partnerId: "B123456780", partnerName: "奧托", ...account })).errors, []);
  await cases.submit({ id, subject: "anna" });
  return id;
}
type Act = Parameters<CasesApi["act"]>[0]["act"];
const doing = async (id: string, person: Person, act: Act): Promise<void> =>
  cases.act({ id, person, act, place: (await cases.acts({ id, person })).place });
const names = async (id: string, person: Person): Promise<string[]> =>
  (await cases.acts({ id, person })).acts.map(({ act }) => act);
const stateOf = async (id: string) => {
  const { state, step, ended } = await cases.view({ id, subject: "anna" });
  return { state, step: step?.id ?? null, ended };
};
async function endedAs(id: string, end: string): Promise<void> {
  for (let tries = 0; (await stateOf(id)).ended !== end || (await stateOf(id)).step !== null; tries++) {
    if (tries > 100) assert.fail(`it did not end as ${end}: ${JSON.stringify(await stateOf(id))}`);
    await sleep(50);
  }
}

/** Pays the fee that a case asks for, as its applicant does on the page of the payment service. */
async function pay(id: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const { fee, step } = await cases.view({ id, subject: "anna" });
    if (step?.id === "fee" && fee?.address) {
      assert.equal(fee.amount, 300);
      await new Browser("en").post(`${government.portal}${fee.address}`, {});
      return;
    }
    if (tries > 100) assert.fail("no fee was asked for");
    await sleep(50);
  }
}

test("a partner signs, one officer checks, another decides, and a certificate follows", async () => {
  const id = await submitted();
  assert.deepEqual(await stateOf(id), { state: "waiting", step: "consent", ended: null });
  assert.deepEqual(
    await names(id, anna),
    ["withdraw"],
    "registered after one of several signatures (opencrvs/opencrvs-core#5073)",
  );
  await doing(id, otto, { act: "sign", party: "partner" });
  assert.equal((await stateOf(id)).step, "check");

  assert.deepEqual(await names(id, inspector("olga", "64")), [], "scope ignored (opencrvs/opencrvs-core#12456)");
  await doing(id, ida, { act: "choose", outcome: "complete", reasons: "" });
  const refused = await refusedWith("case.act-not-allowed", doing(id, ida, { act: "choose", outcome: "granted", reasons: "" }));
  assert.deepEqual(refused.params, { allowed: "note applicant-died" }, "four eyes");
  await doing(id, ivo, { act: "choose", outcome: "granted", reasons: "" });
  await pay(id);
  await endedAs(id, "granted");
  const [certificate] = await cases.certificatesOf("anna", { limit: 10 });
  assert.deepEqual([certificate?.certificate, certificate?.valid], ["permit", true]);

  // a correction after the decision revokes it, and everybody who checks the certificate sees that
  await doing(id, ida, { act: "correction", reason: "wrong goods" });
  await endedAs(id, "refused");
  assert.deepEqual((await cases.certificate(certificate!.code))?.checks.find(({ ok }) => !ok)?.step, "revocation");
});

test("of two officers at once one acts, the other is told what is allowed; what came from an old page changes nothing", async () => {
  const id = await submitted();
  await doing(id, otto, { act: "sign", party: "partner" });
  const { place } = await cases.acts({ id, person: ida });
  const choose = (person: Person) =>
    cases.act({ id, person, place, act: { act: "choose", outcome: "doubtful", reasons: "unclear" } });
  const done = await Promise.allSettled([choose(ida), choose(ivo)]);
  assert.deepEqual(done.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  // who checked does not decide, so the other one goes on
  const other = done[0]?.status === "fulfilled" ? ivo : ida;
  await refusedWith("case.act-not-allowed", choose(ina));
  assert.equal((await stateOf(id)).step, "look");
  await refusedWith("case.report-incomplete", doing(id, ida, { act: "report", report: {} }));
  await doing(id, ida, { act: "report", report: { safe: "no" } });
  // completed after reassignment (camunda/camunda-bpm-platform#4865)
  await doing(id, other, { act: "assign", to: "ina", name: "Ina" });
  await refusedWith("case.act-not-allowed", doing(id, other, { act: "choose", outcome: "refused", reasons: "unsafe" }));
  await refusedWith("case.reasons-missing", doing(id, ina, { act: "choose", outcome: "refused", reasons: " " }));
  await doing(id, ina, { act: "choose", outcome: "refused", reasons: "unsafe" });
  await endedAs(id, "refused");

  // who decided hears no objection against it
  await doing(id, anna, { act: "objection", reason: "It is safe now" });
  await refusedWith("case.act-not-allowed", doing(id, ina, { act: "choose", outcome: "upheld", reasons: "x" }));
  await doing(id, inspector("ilse", null), { act: "choose", outcome: "upheld", reasons: "repaired" });
  await endedAs(id, "granted");
});

test("an officer is shown applications that may be the same, until they are withdrawn", async () => {
  const [first, id] = [await submitted(), await submitted()];
  await doing(id, otto, { act: "sign", party: "partner" });
  const seenBy = async (person: Person) => {
    const { alike } = await cases.viewAsOfficer({ id, agency: "moj", person });
    return alike.find((one) => one.id === first);
  };
  assert.deepEqual([(await seenBy(ida))?.state, (await seenBy(ida))?.reached], ["waiting", true]);
  await doing(first, otto, { act: "sign", party: "partner" });
  assert.deepEqual([(await seenBy(ida))?.state, (await seenBy(ida))?.reached], ["reviewing", true]);
  await doing(first, anna, { act: "withdraw" });
  assert.equal(await seenBy(ida), undefined);
});

test("what is missing is asked for once and supplied; a council votes, and its members each once", async () => {
  const id = await submitted();
  await doing(id, otto, { act: "sign", party: "partner" });
  await doing(id, ida, { act: "ask", items: ["A plan of the stall"], text: "" });
  assert.equal((await stateOf(id)).step, "missing");
  await refusedWith("case.act-not-allowed", doing(id, otto, { act: "supply", text: "x", documents: [] }));
  await doing(id, anna, { act: "supply", text: "Here it is", documents: [] });
  await refusedWith("case.act-not-allowed", doing(id, ida, { act: "ask", items: ["More"], text: "" }));
  await doing(id, ida, { act: "extend", reason: "holidays" });
  await refusedWith("case.act-not-allowed", doing(id, ida, { act: "extend", reason: "again" }));
  await doing(id, ida, { act: "choose", outcome: "disputed", reasons: "neighbours" });
  await doing(id, ina, { act: "vote", vote: "for" });
  await refusedWith("case.act-not-allowed", doing(id, ina, { act: "vote", vote: "for" }));
  await doing(id, inspector("ilse", null), { act: "vote", vote: "for" });
  await pay(id);
  await endedAs(id, "granted");
});

/** A case that waits for its fee. */
async function withFee(): Promise<{ id: string; address: string }> {
  const id = await submitted();
  await doing(id, otto, { act: "sign", party: "partner" });
  await doing(id, ida, { act: "choose", outcome: "complete", reasons: "" });
  await doing(id, ivo, { act: "choose", outcome: "granted", reasons: "" });
  for (let tries = 0; (await cases.view({ id, subject: "anna" })).fee === null && tries < 100; tries++) await sleep(50);
  const { fee } = await cases.view({ id, subject: "anna" });
  return { id, address: fee!.address! };
}
const paymentOf = (address: string): string => address.split("/").at(-1)!;

test("an application withdrawn while its fee is open needs none, and a payment that comes all the same goes back", async () => {
  const { id, address } = await withFee();
  await doing(id, anna, { act: "withdraw" });
  await new Browser("en").post(`${government.portal}${address}`, {});
  const payments = government.running.use(payApi);
  for (let tries = 0; !(await payments.refunds({ limit: 100 })).some((one) => one.payment === paymentOf(address)); tries++) {
    if (tries > 100) assert.fail("nothing goes back");
    await sleep(50);
  }
  assert.equal((await stateOf(id)).state, "withdrawn");
});

test("an officer closes the case of an applicant who has died: its fee is cancelled, and nobody is written to", async () => {
  const { id, address } = await withFee();
  const died = { act: "applicant-died", reason: "household register, 2026-11-20" } as const;
  for (const person of [anna, otto]) await refusedWith("case.act-not-allowed", doing(id, person, died));
  const { place } = await cases.acts({ id, person: ida });
  await refusedWith("case.not-found", cases.act({ id, person: inspector("olga", "64"), place, act: died }));
  const mails = async (): Promise<number> =>
    (await government.running.use(notifyApi).inbox({ to: "anna", limit: 100 })).filter(({ link }) => link?.endsWith(id)).length;
  const before = await mails();
  await doing(id, ida, died);
  await endedAs(id, "closed");
  const payments = government.running.use(payApi);
  for (let tries = 0; (await payments.payment(paymentOf(address)))?.state !== "cancelled"; tries++) {
    if (tries > 100) assert.fail("the fee stays open");
    await sleep(50);
  }
  const { actions } = await cases.view({ id, subject: "anna" });
  assert.deepEqual(
    actions.slice(-2).map(({ type }) => type),
    ["applicant-died", "ended"],
  );
  assert.equal(await mails(), before);
  await refusedWith("case.act-not-allowed", doing(id, ida, died));
});

test("money that an account does not take comes back, and the case says so", async () => {
  const id = await submitted("999");
  await doing(id, otto, { act: "sign", party: "partner" });
  await doing(id, ida, { act: "choose", outcome: "complete", reasons: "" });
  await doing(id, ivo, { act: "choose", outcome: "refused", reasons: "no" });
  await endedAs(id, "refused");
  await doing(id, anna, { act: "objection", reason: "please" });
  await doing(id, ina, { act: "choose", outcome: "upheld", reasons: "right" });
  await endedAs(id, "refused");
  const { actions } = await cases.view({ id, subject: "anna" });
  assert.equal(actions.at(-1)?.data.outcome, "returned");
});

test("a partner who refuses closes the case; nobody but the parties and the office finds it", async () => {
  const id = await submitted();
  await refusedWith("case.act-not-allowed", doing(id, citizen("eve", "C123456781", "夏娃"), { act: "sign", party: "partner" }));
  await doing(id, otto, { act: "decline", party: "partner", reason: "<i>no</i>" });
  await endedAs(id, "closed");
  await refusedWith("case.act-not-allowed", doing(id, anna, { act: "objection", reason: "x" }));
});

test("the applicant withdraws while nothing is decided, and everything after that is refused", async () => {
  const id = await submitted();
  await doing(id, otto, { act: "sign", party: "partner" });
  await doing(id, anna, { act: "withdraw" });
  assert.equal((await stateOf(id)).state, "withdrawn");
  await refusedWith("case.act-not-allowed", doing(id, ida, { act: "choose", outcome: "complete", reasons: "" }));
});

const signedIn = async (subject: string): Promise<Browser> => {
  const browser = new Browser("en");
  await browser.post(`${government.portal}/auth/demo`, { subject, return: "/me" });
  return browser;
};
test("in the browser: a partner signs, an officer asks, the applicant supplies, another officer refuses with reasons, an objection follows", () =>
  permitInTheBrowser(government, signedIn));

test("the steps of a service are a picture, a list in words and a BPMN file", async () => {
  const browser = new Browser("en");
  const page = await browser.get(`${government.portal}/services/stall-permit/steps`);
  assert.match(page.text, /<svg[^>]*role="img"/);
  assert.match(page.text, /Objection upheld → Pay out/);
  const file = await browser.get(`${government.portal}/services/stall-permit/steps.bpmn`);
  assert.match(file.text, /<bpmn:definitions/);
  assert.equal((await browser.get(`${government.portal}/services/nothing/steps`)).status, 404);
});

test("in the browser: files, an address, cooks one after another and a signature go through a case without JavaScript", () =>
  formWithDocuments({ government, signedIn, submitted }));

test("sixty files of 10 MB in one form are refused, and nothing of them is kept", () => sixtyFiles({ government, signedIn }));

test("the applicant supplies documents; others leave none in the case", () =>
  documentsSupplied({ government, signedIn, submitted, doing, anna, otto, officer: ida }));

test("a later step is answered by the party that it names, once, in its time, and what it brings no client changes", () =>
  answeredLater({ government, anna, otto, officer: ida, doing }));

// opengovsg/FormSG#10001
test("in the browser: a locked answer is shown with its source and kept, whatever is sent for it, and an old page is told what is possible", () =>
  lockedInTheBrowser({ government, signedIn }));

test("a notice of another authority opens one case of the person it names, by a right that names it, and nothing else does", () =>
  openedByNotice({ government, signedIn, officer: ida, elsewhere: inspector("olga", "64") }));

test("a lot is drawn once, by one officer, and anyone can draw it again from the chain", () =>
  drawnOnce({ government, officers: [ida, ivo] }));

test("when its time is over a case is erased: its chain and its certificate hold, and nobody reads what it knew", async () => {
  const { id: granted, address } = await withFee();
  await new Browser("en").post(`${government.portal}${address}`, {});
  await endedAs(granted, "granted");
  const [refused, reason] = [await submitted(), "too narrow for the fire brigade 7c1"];
  await doing(refused, otto, { act: "sign", party: "partner" });
  await doing(refused, ida, { act: "choose", outcome: "complete", reasons: "" });
  await doing(refused, ivo, { act: "choose", outcome: "refused", reasons: reason });
  await endedAs(refused, "refused");
  await caseErasure({ government, signedIn, granted, refused, reason, officer: ida, elsewhere: inspector("olga", "64") });
});
