import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { documentsApi } from "@troad/documents/api";
import { eidApi } from "@troad/eid/api";
import { sql } from "@troad/kernel";
import type { Browser } from "../../apps/troad/demo/browser.ts";
import { overdueCases } from "../../modules/cases/store/cases.ts";
import { bytesOf, formOf, hiddenIn } from "./files.ts";
import type { Government } from "./government.ts";
import { refusedWith } from "./refused.ts";

type Person = Parameters<CasesApi["act"]>[0]["person"];
type Act = Parameters<CasesApi["act"]>[0]["act"];
type Scene = { government: Government; anna: Person; otto: Person; officer: Person };
type Doing = { doing(id: string, person: Person, act: Act): Promise<void> };

const service = "stall-handover";

async function standsOn(cases: CasesApi, { id, subject }: { id: string; subject: string }, step: string | null): Promise<void> {
  for (let tries = 0; ; tries++) {
    const now = await cases.view({ id, subject });
    if ((now.step?.id ?? null) === step) return;
    if (tries > 100) assert.fail(`it stands on ${now.step?.id}, not on ${step}: ${JSON.stringify(now.stopped)}`);
    await sleep(50);
  }
}

/** A photo that a party uploaded for the case. */
export async function uploaded(government: Government, folder: string, uploader: string): Promise<string> {
  const documents = government.running.use(documentsApi);
  const begun = await documents.begin({ folder, uploader, name: "photo.png" });
  assert.ok("id" in begun);
  await documents.append({ folder, id: begun.id, seq: 0, bytes: bytesOf("photo.png").toString("base64") });
  await documents.finish({ folder, id: begun.id, accept: ["png"] });
  return begun.id;
}

/** An application whose later steps ask the applicant again, and then the person whom the applicant named. */
export async function answeredLater({ government, anna, otto, officer, doing }: Scene & Doing): Promise<void> {
  const cases = government.running.use(casesApi);
  const { subject, name } = anna;
  const { id } = await cases.open({ service, subject, nationalId: anna.nationalId!, name });
  await refusedWith("case.page-unknown", cases.answer({ id, subject, page: "home", values: { keeper: "Eve" } }));
  const { pages } = await cases.form({ id, subject });
  assert.deepEqual(
    pages.map((page) => page.id),
    ["what"],
    "a step asks its own pages alone",
  );
  assert.equal((await cases.answer({ id, subject, page: "what", values: { stall: "7" } })).next, null);
  await cases.submit({ id, subject });
  await standsOn(cases, { id, subject }, "confirm");

  // only the party that the step names may answer, and nobody else knows of it
  await refusedWith("case.not-found", cases.stepForm({ id, person: otto }));
  await refusedWith("case.not-found", cases.stepForm({ id, person: officer }));
  const form = await cases.stepForm({ id, person: anna });
  assert.deepEqual(
    [form.locked, form.answers.keeper],
    [[{ field: "keeper", from: "TWDEMO/GOV/MOI/REGISTERS/household" }], "安娜"],
  );
  const answer = (person: Person, page: string, values: Record<string, string>, place = form.place) =>
    cases.stepAnswer({ id, person, place, page, values });
  const unanswered = await refusedWith("case.incomplete", doing(id, anna, { act: "submit" }));
  assert.equal(unanswered.status, 409);
  await refusedWith("case.page-unknown", answer(anna, "taking", { goods: "tea" }));
  const old = await refusedWith("case.act-not-allowed", answer(anna, "home", {}, { step: "confirm", visit: 2 }));
  assert.deepEqual(old.params, { allowed: "answer submit withdraw" });
  const born = { "born-year": "1990", "born-month": "1", "born-day": "2" };
  // locked prefill edited by the client (opengovsg/FormSG#10001)
  assert.deepEqual(await answer(anna, "home", { keeper: "Eve", remark: "x", ...born }), {
    errors: [],
    next: "heir",
    standing: null,
  });
  const kept = await cases.stepForm({ id, person: anna });
  assert.deepEqual([kept.answers.keeper, kept.answers.remark, kept.open], ["安娜", "x", "heir"]);
  assert.equal((await cases.view({ id, subject })).answers.remark, undefined, "what is not submitted is no part of the case");
  await answer(anna, "heir", { heirId: otto.nationalId!, heirName: otto.name });
  assert.deepEqual(await cases.toSign(otto.nationalId!, { limit: 50 }).then((all) => all.filter((one) => one.id === id)), []);
  await doing(id, anna, { act: "submit" });
  const again = await refusedWith(
    "case.act-not-allowed",
    cases.act({ id, person: anna, place: form.place, act: { act: "submit" } }),
  );
  assert.deepEqual(again.params, { allowed: "withdraw" }, "double submit");

  // the party who was named only now finds the case, and answers for themselves with a file
  assert.ok((await cases.toSign(otto.nationalId!, { limit: 50 })).some((one) => one.id === id));
  await refusedWith("case.act-not-allowed", cases.stepForm({ id, person: anna }));
  const taking = await cases.stepForm({ id, person: otto });
  assert.deepEqual([taking.answers.taken, taking.locked], ["7", [{ field: "taken", from: "answers" }]]);
  const proof = await uploaded(government, id, otto.subject);
  await answer(otto, "taking", { taken: "8", goods: "tea", proof }, taking.place);
  assert.deepEqual((await cases.view({ id, subject })).answers.goods, undefined, "the draft of a party is the party's alone");
  const db = government.running.schemas.of("cases");
  assert.equal((await db.rows(sql`select from case_fill where case_id = ${id}`)).length, 1);
  const late = "2099-01-01";
  assert.ok(
    (await overdueCases(db, late)).some((one) => one.id === id),
    "the limit of the step is looked at",
  );
  await doing(id, otto, { act: "submit" });
  assert.equal((await db.rows(sql`select from case_fill where case_id = ${id}`)).length, 0);
  const { answers, actions } = await cases.view({ id, subject });
  assert.deepEqual([answers.keeper, answers.taken, answers.goods, answers.heirId], ["安娜", "7", "tea", otto.nationalId]);
  const given = actions.filter(({ type, data }) => type === "submitted" && data.step !== undefined);
  assert.deepEqual(
    given.map(({ actor, data }) => [actor, data.step, data.name]),
    [
      ["anna", "confirm", name],
      ["otto", "take", otto.name],
    ],
  );
  assert.ok((await cases.document({ id, document: proof, reader: { subject } })).pieces > 0);

  // who refuses sends the case back: another person is named, who answers and signs, and the former one is no party any more
  await doing(id, otto, { act: "decline", party: "heir", reason: "no" });
  const second = await cases.stepForm({ id, person: anna });
  assert.deepEqual([second.place, second.answers.remark], [{ step: "confirm", visit: 2 }, "x"]);
  const carl = { subject: "carl", nationalId: "C123456781", name: "卡爾", posts: [] };
  await answer(anna, "heir", { heirId: carl.nationalId, heirName: carl.name }, second.place);
  await doing(id, anna, { act: "submit" });
  await refusedWith("case.not-found", cases.stepForm({ id, person: otto }));
  assert.ok(!(await cases.toSign(otto.nationalId!, { limit: 50 })).some((one) => one.id === id));
  const last = await cases.stepForm({ id, person: carl });
  assert.equal(last.open, null, "what was answered before stands until it is changed");
  await doing(id, carl, { act: "submit" });
  await doing(id, carl, { act: "sign", party: "heir" });
  assert.equal((await cases.view({ id, subject })).ended, "granted");
}

/** Where a browser sends the form of a page. */
const actionOf = (text: string): string =>
  (/<form(?=[^>]*method="post")(?=[^>]*action="(\/cases\/[^"]*)")[^>]*>/.exec(text)?.[1] ?? "").replaceAll("&amp;", "&");

type InBrowser = Pick<Scene, "government"> & { signedIn(subject: string): Promise<Browser> };

export async function lockedInTheBrowser({ government, signedIn }: InBrowser): Promise<void> {
  const { portal } = government;
  const cases = government.running.use(casesApi);
  const eid = government.running.use(eidApi);
  const people = await eid.demoPeople();
  const [low, none] = ["low", "none"].map((label) => people.find((one) => one.label === label)!.subject);
  const [applicant, other] = [await signedIn(low!), await signedIn(none!)];
  const [keeper, heir] = [(await eid.person(low!))!, (await eid.person(none!))!];
  const what = await applicant.post(`${portal}/services/${service}/start`, {});
  const check = await applicant.post(`${portal}${actionOf(what.text)}`, { stall: "9" });
  const caseUrl = (await applicant.post(check.url, { agree: "yes" })).url;
  const id = caseUrl.split("/").at(-1)!;
  await standsOn(cases, { id, subject: low! }, "confirm");
  assert.match((await applicant.get(caseUrl)).text, /Confirm who you are[\s\S]*Do this by[\s\S]*Answer the questions/);

  // nothing of the page is open but what the register does not know
  const first = await applicant.get(`${portal}/cases/${id}/fill`);
  assert.match(first.url, /\/fill\/heir$/);
  const home = await applicant.get(`${portal}/cases/${id}/fill/home`);
  assert.match(home.text, new RegExp(`${keeper.name}<br><span class="tr-hint">from [^<]*Household`, "i"));
  assert.doesNotMatch(home.text, /name="keeper"|name="born-year"/);
  const forged = { keeper: "Eve", "born-year": "1900", "born-month": "1", "born-day": "1", remark: "<b>mine</b>" };
  const next = await applicant.post(`${portal}${actionOf(home.text)}`, forged);
  const wrong = await applicant.post(`${portal}${actionOf(next.text)}`, { heirId: "A1", heirName: heir.name });
  assert.match(wrong.text, /There is a problem/);
  assert.match(wrong.text, /value="A1"/);
  const all = await applicant.post(`${portal}${actionOf(wrong.text)}`, { heirId: heir.nationalId, heirName: heir.name });
  assert.match(all.text, /&lt;b&gt;mine&lt;\/b&gt;/);
  assert.match(all.text, new RegExp(`${keeper.name}<br><span class="tr-hint">from `));
  const place = { step: hiddenIn(all.text, "step")[0]!, visit: hiddenIn(all.text, "visit")[0]! };
  assert.equal((await other.get(`${portal}/cases/${id}/fill`)).status, 404, "not named before it is submitted");
  const sent = await applicant.post(`${portal}/cases/${id}/fill-check`, place);
  assert.equal(sent.url, caseUrl);
  assert.match(sent.text, new RegExp(`Answered by ${keeper.name}`));
  const { answers } = await cases.view({ id, subject: low! });
  assert.equal(answers.keeper, keeper.name);
  assert.notEqual(answers.born, "1900-01-01");

  // from an old page: 409, and what is possible instead
  for (const old of [
    await applicant.post(`${portal}${actionOf(home.text)}`, forged),
    await applicant.post(`${portal}/cases/${id}/fill-check`, place),
  ]) {
    assert.equal(old.status, 409);
    assert.match(old.text, /What you can do now:[\s\S]*Withdraw/);
  }
  assert.match((await other.get(`${portal}/signatures`)).text, /Handing over a stall/);
  assert.match((await other.get(`${portal}/signatures/${id}`)).text, /Say what you will sell[\s\S]*Answer the questions/);
  const taking = await other.get(`${portal}/cases/${id}/fill/taking`);
  assert.match(taking.text, /9<br><span class="tr-hint">from earlier answers in this application/);
  await other.post(`${portal}/language`, { lang: "zh-Hant", return: "/me" });
  assert.match(
    (await other.get(`${portal}/cases/${id}/fill/taking`)).text,
    /9<br><span class="tr-hint">資料來自這件申請先前填寫的內容/,
  );
  const form = formOf({ taken: "10", goods: "tea" }, { "proof-file": "photo.png" });
  const ready = await other.upload(`${portal}${actionOf(taking.text)}`, form);
  assert.match(ready.text, /photo\.png/);
  const stranger = await signedIn(people.find(({ label }) => label === "inspector")!.subject);
  assert.ok([403, 404].includes((await stranger.upload(`${portal}${actionOf(taking.text)}`, form)).status));
  await other.post(`${portal}/cases/${id}/fill-check`, { step: "take", visit: "1" });
  assert.equal((await cases.view({ id, subject: low! })).answers.taken, "9");
  assert.equal((await government.running.use(documentsApi).list({ folder: id })).length, 1, "who may not answer leaves no file");
}
