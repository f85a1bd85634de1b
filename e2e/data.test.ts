import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { peopleApi } from "@troad/people/api";
import type { Page } from "playwright-core";
import type { DemoPerson } from "../tests/kit/demo-people.ts";
import { root } from "../tests/kit/government.ts";
import { fillForm } from "../tests/kit/service-form.ts";
import { openService } from "../tests/kit/service-report.ts";
import { browserMissing, describeSetting, downloaded, type Setting, settings, submit } from "./browser.ts";
import { act, openScene, type Walker } from "./walkers.ts";

/** Open data as its people meet them: an agency, citizens, a developer, the head of an agency, and a company that applies for data. */
const { government, labelled, walking, until, chooses } = openScene();

const good = "序號,縣市,經度,緯度,容納人數\n1,新北市,121.46,25.01,120\n2,臺北市,121.56,25.03,80\n3,臺北市,121.57,25.04,50\n";
const bad = "負責人姓名,電話\n王小明,0912-345-678\n";
const reasons = {
  downgrade: "清冊載有收容人之個別需求，涉及個人隱私",
  refused: "申請目的未說明如何保護個人資料",
  granted: "補充之保護措施足夠",
};
const setOf = (setting: Setting): string =>
  `shelters-${setting.lang.toLowerCase()}-${setting.width}-${setting.javaScript ? "s" : "n"}`;
const text = async (page: Page): Promise<string> => (await page.locator("main").textContent()) ?? "";

/** The service by which this module's data are applied for: what asks it for its sets. */
const services = path.join(root, "content", "services");
const service = fs.readdirSync(services).find((id) => {
  const file = path.join(services, id, "service.json");
  return fs.existsSync(file) && fs.readFileSync(file, "utf8").includes('"opendata.deliver"');
})!;

const business = { business: "04595257", name: "好茶有限公司" };
/** The mandate of who represents the company, as an officer confirmed it; asked again, it is the same. */
async function mandateOf(holder: DemoPerson): Promise<string> {
  const term = { since: new Date(Date.now() - 3_600_000).toISOString(), until: null };
  const mandate = { kind: "representative" as const, holder: holder.subject, principal: business, services: null, basis: "章程" };
  const by = labelled("mandate-officer").subject;
  const { id } = await government()
    .running.use(peopleApi)
    .confirmMandate({ key: "data", by, mandate: { ...mandate, ...term } });
  return id;
}

for (const setting of settings)
  test(
    `a data set is published, found, taken back to application, refused to a company and then given to it: ${describeSetting(setting)}`,
    {
      skip: browserMissing,
    },
    () =>
      walking(setting, async (as) => {
        const name = setOf(setting);
        const officer = await as(labelled("data-officer"));
        await publishes(officer, name);
        const citizen = await as(labelled("none"));
        await finds(citizen, name);
        await develops(citizen, name);
        await downgrades(officer, await as(labelled("data-head")), name);
        await citizen.page.goto(`${government().portal}/data/${name}`);
        assert.ok((await text(citizen.page)).includes(reasons.downgrade), "everybody sees why");
        await citizen.see("data-set-downgraded");

        const company = await as(labelled("low"));
        const id = await applies(company, labelled("low"), name);
        await refusedAndGranted(company, { officer: await as(labelled("data-officer", 1)), id }, await as(labelled("data-head")));
        await receives(company, id, name);
        await ends(officer, company, name);
      }),
  );

async function publishes({ page, see }: Walker, name: string): Promise<void> {
  await page.goto(`${government().portal}/data-office`);
  await page.locator('main a[href="/data-office/new"]').click();
  await submit(page, "main form");
  await page.locator(".tr-error-summary, .govuk-error-summary").first().waitFor();
  await see("data-new-error");
  const fields = {
    ...{ name, title: `避難收容處所 ${name}`, "title-en": `Shelters ${name}`, description: "各縣市避難收容處所" },
    ...{ "description-en": "Shelters of all counties", keywords: "避難、收容", contact: "02-0000-0000" },
  };
  for (const [field, value] of Object.entries(fields)) await page.locator(`main [name="${field}"]`).fill(value);
  await page.locator("main [name=category]").selectOption("disaster");
  await see("data-new");
  await submit(page, "main form");
  const office = `${government().portal}/data-office/sets/${name}`;
  assert.equal(page.url(), office);
  for (const [content, shot] of [
    [bad, "data-upload-bad"],
    [good, "data-upload-good"],
  ] as const) {
    await page.goto(office);
    await page.locator("main #title").fill("收容處所清冊");
    await page
      .locator("main input[type=file]")
      .setInputFiles({ name: "shelters.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
    await see("data-office-set");
    await submit(page, "form[action$='/upload']");
    await see(shot);
    if (content === bad) {
      assert.match(await text(page), /personal-name/);
      assert.equal(await page.locator("form[action$='/publish']").count(), 0, "a refused file has no button");
    }
  }
  await submit(page, "form[action$='/publish']");
  assert.equal(page.url(), office);
}

async function finds({ page, see }: Walker, name: string): Promise<void> {
  await page.goto(`${government().portal}/data`);
  await see("data-catalogue");
  await page.locator("main [name=q]").fill(name);
  await Promise.all([page.waitForEvent("load"), page.locator("main [name=q]").press("Enter")]);
  await page.locator(`main a[href="/data/${name}"]`).first().click();
  await page.waitForURL(`**/data/${name}`);
  await see("data-set");
  const { bytes } = await downloaded(page, () => page.locator(`main a[href^="/data/${name}/"][href$="file.csv"]`).click());
  assert.equal(bytes.toString("utf8"), good);
  await page.locator("main table a").first().click();
  await page.waitForURL(/\/data\/[^/]+\/[0-9a-f-]{36}$/);
  assert.match(await text(page), /121\.46/);
  await see("data-file");
}

async function develops({ page, see }: Walker, name: string): Promise<void> {
  // who has no key yet is led to where they are made
  await page.goto(`${government().portal}/data/gallery/new`);
  const keys = page.locator('main a[href="/data/api"]');
  if ((await keys.count()) > 0) await keys.click();
  else await page.goto(`${government().portal}/data/api`);
  await page.locator("#label").fill(`app ${name}`);
  await submit(page, "main form:has(#label)");
  assert.match((await page.locator("main pre code").textContent()) ?? "", /^[\w-]{32}$/);
  await see("data-key");
  await page.goto(`${government().portal}/data/gallery`);
  await page.locator('main a[href="/data/gallery/new"]').click();
  await page.locator("#title").fill(`避難地圖 ${name}`);
  await page.locator("#body").fill("最近的避難收容處所");
  await page.locator("#url").fill("http://no-https.example.org/");
  await submit(page, "main form");
  await page.locator("#url-error").waitFor();
  await see("data-gallery-error");
  await page.locator("#url").fill("https://shelters.example.org/");
  await page.locator("#set").fill(name);
  await submit(page, "main form");
  assert.match(await text(page), new RegExp(`避難地圖 ${name}`));
  await see("data-gallery");
}

async function downgrades(officer: Walker, head: Walker, name: string): Promise<void> {
  await officer.page.goto(`${government().portal}/data-office/sets/${name}`);
  const form = officer.page.locator("form[action$='/downgrade']");
  await form.locator("[name=openness]").selectOption("on-application");
  await form.locator("[name=article]").fill("政府資訊公開法第 18 條第 1 項第 6 款");
  await form.locator("[name=reason]").fill(reasons.downgrade);
  await submit(officer.page, "form[action$='/downgrade']");
  await officer.see("data-downgrade-asked");
  await head.page.goto(`${government().portal}/data-office/downgrades`);
  await head.see("data-downgrades");
  await head.page.locator("main button[name=decision][value=approve]").first().click();
  await head.page.waitForLoadState();
}

/** The representative says for whom, fills in the form, and submits it; gives the id of the case. */
async function applies({ page, see }: Walker, person: DemoPerson, name: string): Promise<string> {
  const mandate = await mandateOf(person);
  await page.goto(`${government().portal}/data/${name}`);
  await page.locator(`main a[href="/services/${service}"]`).click();
  await page.waitForURL(`**/services/${service}`);
  await submit(page, "form[action$='/start']");
  await page.locator(`input[name=for][value="${mandate}"]`).check();
  await see("data-apply-for");
  await submit(page, "main form");
  const answers = {
    holder: { holder: "moi" },
    data: { dataSet: name },
    use: { use: "business", purpose: `避難路線規劃 ${name}`, months: "6" },
  };
  const seen = (at: string) => see(`data-apply-${at}`);
  await fillForm(page, openService(path.join(services, service)), { answers } as never, { signer: person.name, seen });
  await see("data-apply-check");
  const agree = page.locator("main form input[name=agree][value=yes]");
  if ((await agree.count()) > 0) await agree.check();
  await submit(page, "main form:not(.tr-header__form)");
  return /\/cases\/([0-9a-f-]{36})/.exec(page.url())![1]!;
}

async function refusedAndGranted(company: Walker, { officer, id }: { officer: Walker; id: string }, head: Walker): Promise<void> {
  await until(officer.page, `/desk/${id}`, act("choose"));
  await officer.see("data-decide");
  await chooses(officer, id, "refused", reasons.refused);
  await until(company.page, `/cases/${id}`, ".tr-notice--outcome");
  const told = await text(company.page);
  assert.ok(told.includes(reasons.refused), told);
  await company.see("data-refused");
  await company.page.locator(`${act("objection")} textarea[name=text]`).fill("資料僅於本公司內部使用，並移除個人欄位。");
  await submit(company.page, act("objection"));
  // who refused hears no objection
  await officer.page.goto(`${government().portal}/desk/${id}`);
  assert.equal(await officer.page.locator(act("choose")).count(), 0);
  await until(head.page, `/desk/${id}`, act("choose"));
  await head.see("data-objection");
  await chooses(head, id, "granted", reasons.granted);
}

async function receives({ page, see }: Walker, id: string, name: string): Promise<void> {
  await until(page, `/cases/${id}`, 'main a[href$="/fill"]');
  await see("data-agreement-waits");
  await page.locator('main a[href$="/fill"]').click();
  await page.locator("[name=agreed]").check();
  await see("data-agreement");
  await submit(page, "main form:has([name=agreed])");
  if (/check$/.test(new URL(page.url()).pathname)) await submit(page, "main form:not(.tr-header__form)");
  await until(page, `/cases/${id}`, 'a[href*="/pay/sandbox/"]');
  await see("data-fee");
  await page.locator('a[href*="/pay/sandbox/"]').click();
  await submit(page, 'form[action^="/pay/sandbox/"]');
  const delivered = `main a[href^="/data/deliveries/${id}/"]`;
  await until(page, "/data/deliveries", delivered);
  await see("data-delivered");
  const { bytes } = await downloaded(page, () => page.locator(delivered).click());
  assert.equal(bytes.toString("utf8"), good, name);
}

/** The agency ends a delivery with a reason, which the company reads. */
async function ends(officer: Walker, company: Walker, name: string): Promise<void> {
  await officer.page.goto(`${government().portal}/data-office/deliveries`);
  await officer.see("data-deliveries-office");
  await officer.page.locator("main table a").first().click();
  await officer.page.locator("#reason").fill(`轉交他人 ${name}`);
  await officer.see("data-delivery-end");
  await submit(officer.page, "form[action^='/data-office/deliveries/']");
  await company.page.goto(`${government().portal}/data/deliveries`);
  assert.match(await text(company.page), new RegExp(`轉交他人 ${name}`));
  await company.see("data-delivery-ended");
}
