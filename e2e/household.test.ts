import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { eidApi } from "@troad/eid/api";
import type { ServicePath } from "@troad/flow";
import { sql, taipeiDate } from "@troad/kernel";
import type { Browser, Page } from "playwright-core";
import { bytesOf } from "../tests/kit/files.ts";
import { type Government, root, startGovernment } from "../tests/kit/government.ts";
import { patient } from "../tests/kit/patience.ts";
import { fillForm } from "../tests/kit/service-form.ts";
import { openService, pathsOf } from "../tests/kit/service-report.ts";
import { browserMissing, choosePerson, describeSetting, launch, look, openPage, type Setting } from "./browser.ts";

/** A child is reported by the hospital, named by the mother, agreed on by the father, and registered by the household office. */
let government: Government;
let browser: Browser;
type Known = { subject: string; label: string; name: string; nationalId: string };
let people: Known[];
before(async () => {
  if (browserMissing) return;
  [government, browser] = [await startGovernment({ env: { SUBSCRIPTIONS_SECONDS: "1" } }), await launch()];
  const eid = government.running.use(eidApi);
  people = await Promise.all(
    (await eid.demoPeople()).map(async (one) => ({ ...one, nationalId: (await eid.person(one.subject))?.nationalId ?? "" })),
  );
});
after(async () => {
  await browser?.close();
  await government?.stop();
});

const labelled = (label: string): Known => people.find((one) => one.label === label) ?? assert.fail(label);
const submit = async (page: Page, form: string): Promise<void> => {
  await Promise.all([page.waitForEvent("load"), page.locator(`${form} button:not([name])`).last().click()]);
};
const act = (name: string): string => `form:has(input[name=act][value="${name}"])`;

async function until(page: Page, address: string, selector: string): Promise<void> {
  const end = Date.now() + patient(30_000);
  for (;;) {
    await page.goto(`${government.portal}${address}`);
    if ((await page.locator(selector).count()) > 0) return;
    if (Date.now() > end) assert.fail(`${address} never has ${selector}: ${await page.locator("main").textContent()}`);
    await page.waitForTimeout(200);
  }
}

const phone: Setting = { lang: "zh-Hant", width: 360, javaScript: true };
const desk: Setting = { lang: "en", width: 1280, javaScript: false };

for (const [index, setting] of [phone, desk].entries())
  test(`a child is reported by the hospital, named by its parents and registered: ${describeSetting(setting)}`, {
    skip: browserMissing,
  }, async () => {
    const opened: Awaited<ReturnType<typeof openPage>>[] = [];
    const as = async ({ subject }: Known) => {
      const one = await openPage(browser, setting);
      opened.push(one);
      await one.page.goto(`${government.portal}/try`);
      await choosePerson(one.page, subject);
      await one.page.waitForURL(/\/(me|work)$/);
      return { page: one.page, see: look(one.page, setting) };
    };
    const [mother, father] = [labelled("mother"), labelled("father")];
    const today = taipeiDate(new Date());
    const folder = (service: string) => path.join(root, "content", "services", service);
    const answersOf = (service: string, change: (answers: ServicePath["answers"]) => void): ServicePath => {
      const walked = structuredClone(pathsOf(folder(service))[0]!);
      change(walked.answers);
      return walked;
    };
    try {
      // the hospital
      const hospital = await as(labelled("birth-reporter"));
      await hospital.page.goto(`${government.portal}/desk/counter`);
      await hospital.see("birth-counter");
      const form = "main form:has([name=nationalId])";
      await hospital.page.locator(`${form} [name=service]`).first().waitFor();
      const services = hospital.page.locator(`${form} [name=service][value=birth-notice]`);
      if ((await services.count()) > 0) await services.check();
      else await hospital.page.locator(`${form} select[name=service]`).selectOption("birth-notice");
      await hospital.page.locator(`${form} [name=nationalId]`).fill(mother.nationalId);
      await hospital.page.locator(`${form} [name=name]`).fill(mother.name);
      await submit(hospital.page, form);
      const born = answersOf("birth-notice", ({ certificate, birth }) => {
        certificate!.number = `BC-2026-900${index}`;
        Object.assign(birth!, { "birthDate-year": today.slice(0, 4), "birthDate-month": today.slice(5, 7) });
        Object.assign(birth!, { "birthDate-day": today.slice(8), order: String(2 + index), children: "2" });
      });
      await fillForm(hospital.page, openService(folder("birth-notice")), born, {
        signer: mother.name,
        seen: (name) => hospital.see(`birth-notice-${name}`),
      });
      await hospital.page
        .locator("main input[type=file]")
        .setInputFiles({ name: "birth.pdf", mimeType: "application/pdf", buffer: bytesOf("plan.pdf") });
      await submit(hospital.page, "main form:has(input[type=file])");
      assert.match(hospital.page.url(), /filed=/);

      // the mother is asked for the name
      const parent = await as(mother);

      const db = government.running.schemas.of("cases");
      const open = async (): Promise<string | undefined> =>
        (
          await db.one<{ id: string }>(sql`
              select id from case_index where service = 'birth-registration' and subject = ${mother.subject}
              order by created_at offset ${index} limit 1`)
        )?.id;
      let id = await open();
      for (const end = Date.now() + patient(30_000); id === undefined && Date.now() < end; id = await open())
        await parent.page.waitForTimeout(200);
      assert.ok(id, "the notice opened a case");
      await parent.page.goto(`${government.portal}/me`);
      await parent.see("birth-mother-me");
      await parent.page.goto(`${government.portal}/cases/${id}`);
      await parent.see("birth-mother-case");
      await parent.page.locator(`main a[href*="/cases/${id}/"]`).first().click();
      const named = answersOf("birth-registration", ({ father: one, name }) => {
        Object.assign(one!, { fatherName: father.name, fatherId: father.nationalId });
        name!.givenName = index === 0 ? "安安" : "樂樂";
      });
      await fillForm(parent.page, openService(folder("birth-registration")), named, {
        signer: mother.name,
        seen: (name) => parent.see(`birth-${name}`),
      });
      await parent.see("birth-check");
      await submit(parent.page, "main form:not(.tr-header__form)");

      // the father agrees
      const other = await as(father);
      await until(other.page, `/signatures/${id}`, act("sign"));
      await other.see("birth-father");
      await submit(other.page, act("sign"));

      // the office reads what its rules say, and registers
      const office = await as(labelled("household-officer"));
      await until(office.page, `/desk/${id}`, act("choose"));
      assert.ok((await office.page.locator("#entry-checks").count()) > 0, "what the rules say is shown");
      await office.see("birth-office");
      await office.page.locator(`${act("choose")} input[name=outcome][value=accepted]`).check();
      await office.page.locator(`${act("choose")} textarea[name=reasons]`).fill("雙胞胎，已核對出生通報。");
      await submit(office.page, act("choose"));
      await until(parent.page, `/cases/${id}`, ".tr-tag--green");
      await parent.see("birth-granted");
      const child = await government.running.schemas
        .ofAgency("registers", "moi")
        .one<{ data: { name: string; father: string } }>(sql`
          select data from record where register = 'person' and data ->> 'mother' = ${mother.nationalId} and entry is not null
          order by recorded_at desc limit 1`);
      assert.equal(child?.data.father, father.nationalId);
      assert.equal(child?.data.name, `${father.name[0]}${index === 0 ? "安安" : "樂樂"}`);
      assert.deepEqual(
        opened.flatMap(({ complaints }) => complaints),
        [],
      );
    } finally {
      for (const { context } of opened) await context.close();
    }
  });
