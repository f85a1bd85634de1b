import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { Browser } from "../../apps/troad/demo/browser.ts";
import { type Asked, Recipient } from "../../tests/kit/data-recipient.ts";
import type { DemoPerson } from "../../tests/kit/demo-people.ts";
import { companyLedBy, companySets, registerCompany } from "../../tests/kit/online-companies.ts";
import { filled } from "../../tests/kit/online-scene.ts";
import { browserMissing, describeSetting, downloaded, drawn, submit } from "../browser.ts";
import { openScene, type Walker } from "../walkers.ts";

/** My data as its people meet it: a copy, recipients, a company, a counter, a use that is asked about. */
const { government, labelled, walking, until } = openScene();

type Sets = { set: string; fields: string[] }[];
const counter = "banqiao-household";
const press = async (page: Page, selector: string): Promise<void> => {
  await Promise.all([page.waitForEvent("load"), page.locator(selector).first().click()]);
};
const text = async (page: Page): Promise<string> => (await page.locator("main").textContent()) ?? "";
const box = (name: string, value: string): string => `main input[name="${name}"][value="${value}"]`;

/** A recipient whose sets officers have approved. */
async function approved(name: string, sets: Sets, needed: readonly string[], standing = false): Promise<Recipient> {
  const at = (place: string): string => `${government().portal}${place}`;
  const as = async (label: string): Promise<Browser> => {
    const browser = new Browser("en");
    await browser.post(at("/auth/demo"), { subject: labelled(label).subject, return: "/" });
    return browser;
  };
  const by = labelled("provider-officer").subject;
  const recipient = await Recipient.of(government(), { by, name, now: () => new Date() });
  const terms = standing
    ? { term: "standing", answers: "9", days: "1", months: "12", retentionDays: "30", webhook: "" }
    : { term: "once", answers: "", days: "", months: "", retentionDays: "30", webhook: "" };
  const applied = await (await as("provider-officer")).post(at("/my-data/applications/apply"), {
    ...{ client: recipient.id, set: sets.map(({ set }) => set), ...filled(sets, needed), ...terms },
  });
  assert.equal(applied.status, 200, applied.text.replaceAll(/<[^>]+>|\s+/g, " ").slice(0, 900));
  const decided = await (await as("road-operator")).post(at(`/work/my-data-recipients/${recipient.id}/1`), {
    decision: "approved",
    reason: "fits",
  });
  assert.equal(decided.status, 200);
  return recipient;
}

const codeIn = async (page: Page): Promise<string> => {
  const href = await page.locator('main a[href*="bank.example/back"]').getAttribute("href");
  return new URL(href ?? "").searchParams.get("code") ?? "";
};

for (const setting of drawn(7))
  test(
    `a person takes a copy, gives data to others and takes it back, shows some at a counter and asks about a use: ${describeSetting(setting)}`,
    {
      skip: browserMissing,
    },
    () =>
      walking(setting, async (as) => {
        const person = labelled("low");
        const citizen = await as(person);
        await copies(citizen);
        await gives(
          citizen,
          "Hospital",
          [{ set: "low-income-status", fields: ["status", "category"] }],
          "low-income-status.status",
        );
        await gives(
          citizen,
          "School",
          [{ set: "school-enrolment", fields: ["schoolName", "status"] }],
          "school-enrolment.schoolName",
        );
        await takesBack(citizen);
        await companyGives(citizen, person);
        await showsAtCounter(citizen, await as(labelled("household-officer")));
        await asksAboutUse(citizen, await as(labelled("auditor")));
      }),
  );

async function copies({ page, see }: Walker): Promise<void> {
  await page.goto(`${government().portal}/my-data/download`);
  await submit(page, "main form");
  await see("mydata-download-error");
  await page.locator(box("set", "household-now")).check();
  await submit(page, "main form");
  await see("mydata-download-check");
  await submit(page, "main form");
  await page.waitForURL(/\/my-data\/download\/[0-9a-f-]{36}$/);
  await see("mydata-download-ready");
  const { bytes } = await downloaded(page, () => page.locator('main a[href$="/my-data.zip"]').click());
  assert.equal(bytes.subarray(0, 2).toString(), "PK");
}

/** Refused, then agreed to in part: what is needed, and not the rest. */
async function gives({ page, see }: Walker, name: string, sets: Sets, needed: string): Promise<void> {
  const recipient = await approved(name, sets, [needed]);
  const refused = await recipient.start(sets);
  await page.goto(refused.address);
  await see(`mydata-request-${name.toLowerCase()}`);
  await press(page, "main button[name=act][value=refuse]");
  assert.equal((await recipient.fetch(refused, "any")).code, "mydata.request-refused");
  const asked = await recipient.start(sets);
  await page.goto(asked.address);
  await press(page, "main button[name=act][value=agree]");
  await see(`mydata-request-${name.toLowerCase()}-error`);
  await page.locator(box("field", needed)).check();
  await press(page, "main button[name=act][value=agree]");
  await see(`mydata-request-${name.toLowerCase()}-agreed`);
  const opened = await recipient.open((await recipient.fetch(asked, await codeIn(page))).text);
  const [record] = opened.data[sets[0]!.set]!.records;
  assert.deepEqual(Object.keys(record ?? {}), [needed.split(".")[1]], "nothing that was not ticked");
}

/** A bank may ask again and again, until the person takes it back. */
async function takesBack({ page, see }: Walker): Promise<void> {
  const sets: Sets = [{ set: "household-now", fields: ["name", "address"] }];
  const bank = await approved("Savings", sets, ["household-now.name"], true);
  const asked = await bank.start(sets, { standing: true });
  await page.goto(asked.address);
  for (const field of ["household-now.name", "household-now.address"]) await page.locator(box("field", field)).check();
  await press(page, "main button[name=act][value=agree]");
  assert.equal((await bank.fetch(asked, await codeIn(page))).status, 200);
  assert.equal((await bank.post(`/consents/${asked.id}/data`, {})).status, 200);
  await page.goto(`${government().portal}/my-data/consents/recipients`);
  await see("mydata-consents-recipients");
  await press(page, `main form[action*="${asked.id}"] button`);
  await see("mydata-consent-withdrawn");
  assert.equal((await bank.post(`/consents/${asked.id}/data`, {})).code, "mydata.consent-ended");
}

async function companyGives({ page, see }: Walker, person: DemoPerson): Promise<void> {
  const bank = await approved("Business", companySets, ["companies.number", "companies.name"], true);
  const own = await registerCompany(government(), null, companyLedBy(person));
  const agreed = async (): Promise<Asked> => {
    const asked = await bank.start(companySets, { of: "business", standing: true });
    await page.goto(asked.address);
    await see("mydata-company-request");
    const whose = page.locator(box("whose", own));
    if ((await whose.count()) > 0 && (await whose.getAttribute("type")) !== "hidden") await whose.check();
    for (const field of ["companies.number", "companies.name"]) await page.locator(box("field", field)).check();
    await press(page, "main button[name=act][value=agree]");
    return asked;
  };
  const asked = await agreed();
  const opened = await bank.open((await bank.fetch(asked, await codeIn(page))).text);
  assert.equal(opened.data.companies?.records[0]?.number?.value, own);
  await page.goto(`${government().portal}/my-data/companies/${own}`);
  await see("mydata-company");
  await press(page, `main form[action*="${asked.id}"] button`);
  assert.equal((await bank.post(`/consents/${asked.id}/data`, {})).code, "mydata.consent-ended");
}

async function showsAtCounter({ page, see }: Walker, clerk: Walker): Promise<void> {
  await page.goto(`${government().portal}/my-data/counter`);
  await page.locator(box("set", "household-now")).check();
  await submit(page, "main form");
  await see("mydata-counter-error");
  await page.locator(box("counter", counter)).check();
  await submit(page, "main form");
  await submit(page, "main form");
  await page.waitForURL(/\/my-data\/counter\/[0-9a-f-]{36}$/);
  await see("mydata-counter-code");
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await text(page))?.[0] ?? assert.fail(await text(page));
  await clerk.page.goto(`${government().portal}/work/my-data`);
  await clerk.page.locator("main [name=code]").fill("2222-2222");
  await submit(clerk.page, "main form");
  await clerk.see("mydata-office-error");
  await clerk.page.locator("main [name=code]").fill(code);
  await submit(clerk.page, "main form");
  await clerk.see("mydata-office-shown");
  assert.ok((await text(clerk.page)).includes(labelled("low").nationalId));
}

async function asksAboutUse({ page, see }: Walker, auditor: Walker): Promise<void> {
  await page.goto(`${government().portal}/my-data`);
  await see("mydata-uses");
  await press(page, 'main .tr-timeline a[href^="/my-data/"]');
  await see("mydata-proof");
  await press(page, 'main a[href$="/ask"]');
  await page.locator(box("kind", "complain")).check();
  await submit(page, "main form");
  await see("mydata-ask-error");
  await page.locator("main [name=body]").fill("請問為什麼讀取？");
  await submit(page, "main form");
  await auditor.page.goto(`${government().portal}/work/my-data-questions`);
  await press(auditor.page, 'main a[href*="/my-data-questions/"]');
  await auditor.page.locator("main [name=body]").fill("依您的同意提供給櫃檯。");
  await submit(auditor.page, "main form");
  await auditor.see("mydata-question-answered");
  await until(page, "/my-data/questions", "main");
  assert.match(await text(page), /依您的同意提供給櫃檯/);
  await see("mydata-questions");
}
