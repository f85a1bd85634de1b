import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import type { ServicePath } from "@troad/flow";
import type { DemoPerson } from "../tests/kit/demo-people.ts";
import { bytesOf } from "../tests/kit/files.ts";
import { root } from "../tests/kit/government.ts";
import { fillForm } from "../tests/kit/service-form.ts";
import { openService, pathsOf } from "../tests/kit/service-report.ts";
import { browserMissing, describeSetting, drawn, settings, submit } from "./browser.ts";
import { act, openScene, type Walker } from "./walkers.ts";

/** What several people do with one application, each in a browser of their own: parties, officers, social workers, committees. */
const { government, labelled, walking, until, chooses } = openScene();

/** Fills in the form of a service and submits it; gives the id of the case. */
async function applies({ page, see }: Walker, service: string, { name }: DemoPerson, change: (path: ServicePath) => void) {
  const folder = path.join(root, "content", "services", service);
  const answers = structuredClone(pathsOf(folder)[0]!);
  change(answers);
  await page.goto(`${government().portal}/services/${service}`);
  await see(`${service}-service`);
  await submit(page, "form[action$='/start']");
  await fillForm(page, openService(folder), answers, { signer: name, seen: (at) => see(`${service}-${at}`) });
  await see(`${service}-check`);
  const agree = page.locator("main form input[name=agree][value=yes]");
  if ((await agree.count()) > 0) await agree.check();
  await submit(page, "main form:not(.tr-header__form)");
  return /\/cases\/([0-9a-f-]{36})/.exec(page.url())![1]!;
}

for (const setting of drawn(0))
  test(
    `two founders register a company; an officer asks for a document, gets it, another approves, and they pay: ${describeSetting(setting)}`,
    {
      skip: browserMissing,
    },
    () =>
      walking(setting, async (as) => {
        const [director, partner] = [labelled("low", settings.indexOf(setting) % 3), labelled("none")];
        const founder = (index: number, { name, nationalId }: DemoPerson) => ({
          [`founders-${index}-founderName`]: name,
          [`founders-${index}-founderId`]: nationalId,
          [`founders-${index}-share`]: "250000",
        });
        const one = await as(director);
        const id = await applies(one, "company-registration", director, (answers) => {
          const number = String(settings.indexOf(setting));
          Object.assign(answers.answers.company!, { companyName: `示範茶行${number}有限公司` });
          Object.assign(answers.answers.founders!, founder(0, director), founder(1, partner));
        });
        for (const [person, walker] of [
          [director, one],
          [partner, await as(partner)],
        ] as const) {
          await until(walker.page, `/signatures/${id}`, act("sign"));
          if (person === partner) await walker.see("company-registration-signature");
          await submit(walker.page, act("sign"));
        }
        const [first, second] = [await as(labelled("company-officer")), await as(labelled("company-officer", 1))];
        await until(first.page, `/desk/${id}`, act("ask"));
        await first.see("company-registration-officer");
        await first.page.locator(`details:has(${act("ask")}) > summary`).click();
        await first.page.locator(`${act("ask")} textarea[name=items]`).fill("建物所有權人同意書\nLatest house tax bill");
        await submit(first.page, act("ask"));
        await until(one.page, `/cases/${id}`, act("supply"));
        await one.see("company-registration-asked");
        await one.page.locator(`${act("supply")} textarea[name=text]`).fill("補上同意書");
        await one.page
          .locator(`${act("supply")} input[type=file]`)
          .setInputFiles({ name: "consent.pdf", mimeType: "application/pdf", buffer: bytesOf("plan.pdf") });
        await submit(one.page, act("supply"));
        await chooses(first, id, "complete");
        await chooses(second, id, "granted");
        await until(one.page, `/cases/${id}`, 'a[href*="/pay/sandbox/"]');
        await one.see("company-registration-fee");
        await one.page.locator('a[href*="/pay/sandbox/"]').click();
        await submit(one.page, 'form[action^="/pay/sandbox/"]');
        await until(one.page, `/cases/${id}`, `a[href="/cases/${id}/certificate"]`);
        await one.see("company-registration-granted");
        await one.page.locator(`a[href="/cases/${id}/certificate"]`).click();
        assert.match((await one.page.locator("main").textContent()) ?? "", /9\d{7}/);
        await one.see("company-registration-certificate");
      }),
  );

/** Each walk has an applicant of its own: a status is applied for once. */
const applicants = (): DemoPerson[] => [labelled("low"), labelled("mid-low"), labelled("mid-low", 1), labelled("none", 1)];

for (const setting of drawn(1))
  test(
    `a visit is reported, a case meeting votes, an objection is decided by another officer: ${describeSetting(setting)}`,
    {
      skip: browserMissing,
    },
    () =>
      walking(setting, async (as) => {
        const applicant = applicants()[settings.indexOf(setting) % 4]!;
        const one = await as(applicant);
        const id = await applies(one, "low-income-status", applicant, (answers) => {
          Object.assign(answers.answers, { kin: { estranged: "yes", estrangedWho: "父親離家二十年" } });
        });
        await chooses(await as(labelled("township-officer")), id, "complete");
        const [visitor, colleague] = [await as(labelled("social-worker")), await as(labelled("social-worker", 1))];
        await until(visitor.page, `/desk/${id}`, act("report"));
        await visitor.page.locator(`${act("report")} input[name=livesHere][value=yes]`).check();
        await visitor.page.locator(`${act("report")} input[name=hardship][value=high]`).check();
        await visitor.page.locator(`${act("report")} textarea[name=findings]`).fill("父親多年未往來，建議不列入。");
        await visitor.see("low-income-status-visit");
        await submit(visitor.page, act("report"));
        for (const walker of [visitor, colleague]) {
          await until(walker.page, `/desk/${id}`, act("vote"));
          await walker.page.locator(`${act("vote")} input[name=vote][value=for]`).check();
          if (walker === colleague) await walker.see("low-income-status-meeting");
          await submit(walker.page, act("vote"));
        }
        const [county, other] = [await as(labelled("county-officer")), await as(labelled("county-officer", 1))];
        await until(county.page, `/desk/${id}`, act("choose"));
        assert.match((await county.page.locator("main").textContent()) ?? "", /父親多年未往來/);
        assert.doesNotMatch((await county.page.locator("main").textContent()) ?? "", /cases\.[a-z]+\./, "a text is missing");
        await county.see("low-income-status-officer");
        await chooses(county, id, "refused", "收入超過標準");
        await until(one.page, `/cases/${id}`, ".tr-notice--outcome");
        assert.match((await one.page.locator("main").textContent()) ?? "", /收入超過標準/);
        await one.see("low-income-status-refused");
        await one.page.locator(`${act("objection")} textarea[name=text]`).fill("父親的收入不應列入");
        await submit(one.page, act("objection"));
        // who decided hears no objection
        await until(county.page, `/desk/${id}`, act("note"));
        assert.equal(await county.page.locator(act("choose")).count(), 0);
        await chooses(other, id, "upheld", "重新核定");
        await chooses(county, id, "low", "不列入父親");
        await until(one.page, `/cases/${id}`, `a[href="/cases/${id}/certificate"]`);
        await one.see("low-income-status-granted");
      }),
  );
