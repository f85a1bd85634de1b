import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { casesApi } from "@troad/cases/api";
import { nationalIdOf } from "@troad/population";
import { cardProof } from "@troad/web";
import { type DemoPerson, demoPeopleOf } from "../tests/kit/demo-people.ts";
import { type Filer, returnsOf } from "../tests/kit/tax-returns.ts";
import { browserMissing, describeSetting, type Setting, submit } from "./browser.ts";
import { type Shop, shopFiles } from "./shop-return.ts";
import { act, fillPage, form, openScene } from "./walkers.ts";

const child = { childName: "小明" };
/** The phone in one language, the desk in the other: a couple files once, so each walk has people of its own. */
const walked: Setting[] = [
  { lang: "zh-Hant", width: 360, javaScript: true },
  { lang: "en", width: 1280, javaScript: false },
];
const filer = ({ subject, name, nationalId }: DemoPerson): Filer => ({ subject, name, nationalId, posts: [], proof: cardProof });

/** In May of 2026 both returns are filed in time, whenever the test runs: no interest of a day makes an amount that the payment service takes for a fault. */
const shiftMs = Date.parse("2026-05-13T12:00:00+08:00") - Date.now();
const scene = openScene({ clock: { now: () => new Date(Date.now() + shiftMs) } });

describe("a couple files, is asked about a child, gets the notice, pays", { skip: browserMissing }, () => {
  for (const [at, setting] of walked.entries())
    test(describeSetting(setting), async () => {
      const government = scene.government();
      const cases = government.running.use(casesApi);
      const steps = returnsOf(cases, government.portal);
      const citizens = (await demoPeopleOf(government)).filter(({ role, nationalId }) => role.role === "citizen" && nationalId);
      const [wife, husband, ex] = citizens.slice(at * 3, at * 3 + 3) as [DemoPerson, DemoPerson, DemoPerson];
      const childId = nationalIdOf("A", "male", 7_100_000 + at);
      await scene.walking(setting, async (as) => {
        const { page, see } = await as(wife);
        await page.goto(`${government.portal}/services/income-tax-return/begin`);
        if (!/\/form\//.test(page.url())) await submit(page, form);
        await fillPage(page, { year: "2025", married: "yes", senior: "no" });
        await fillPage(page, { spouseName: husband.name, spouseId: husband.nationalId, spouseSenior: "no" });
        if ((await page.locator('[name="children-0-childName"]').count()) === 0)
          await Promise.all([page.waitForEvent("load"), page.locator(`${form} button[name]`).first().click()]);
        await fillPage(page, {
          ...{ "children-0-childName": child.childName, "children-0-childId": childId },
          ...{ "children-0-stage": "school", "children-0-childDisabled": "no" },
        });
        await submit(page, form);
        await fillPage(page, { agree: "yes" });
        const id = /\/cases\/([0-9a-f-]{36})/.exec(page.url())![1]!;

        const other = await as(husband);
        await scene.until(other.page, `/signatures/${id}`, act("sign"));
        await other.see("return-sign");
        await submit(other.page, act("sign"));

        await scene.until(page, `/cases/${id}`, `a[href^="/cases/${id}/fill"]`);
        await page.goto(`${government.portal}/cases/${id}/fill`);
        await see("return-income");
        await fillPage(page, { salary: "2000000", incomeReason: "another employer" });
        await submit(page, form);
        await fillPage(page, { itemize: "no" });
        await submit(page, form);
        await scene.until(page, `/cases/${id}`, `a[href^="/cases/${id}/fill"]`);
        await page.goto(`${government.portal}/cases/${id}/fill`);
        await see("return-declare");
        assert.equal(await page.locator("main table").first().locator("tbody tr").count(), 5, "all ways of reckoning");
        await fillPage(page, { "account-bank": "700", "account-account": "0001234567890", declared: "yes" });
        await submit(page, form);
        await steps.come(id, filer(wife), "pay");

        // another return names the child; she keeps it, the other gives it up
        const pages = { year: { year: "2025", married: "no", senior: "no" }, children: {}, adults: { "adults-count": "0" } };
        pages.children = {
          ...{ "children-count": "1", "children-0-childName": child.childName, "children-0-childId": childId },
          ...{ "children-0-stage": "school", "children-0-childDisabled": "no" },
        };
        const second = await steps.begin("income-tax-return", filer(ex), pages);
        await steps.come(second, filer(ex), "income");
        await steps.answer(second, filer(ex), {
          income: await steps.asOffered(second, filer(ex), "income"),
          deductions: await steps.asOffered(second, filer(ex), "deductions", { itemize: "no" }),
        });
        await steps.come(second, filer(ex), "file");
        const account = { "account-bank": "700", "account-account": "0001234567890", declared: "yes" };
        await steps.answer(second, filer(ex), { declare: account });
        await steps.come(second, filer(ex), "child");
        await steps.answer(second, filer(ex), { claim: { keepsChild: "release", claimWhy: "the child lives with her" } });
        await steps.come(id, filer(wife), "child");
        await page.goto(`${government.portal}/cases/${id}/fill`);
        await see("return-child");
        assert.match((await page.locator("main").textContent())!, new RegExp(childId));
        await fillPage(page, { keepsChild: "keep", claimWhy: "the child lives with us" });
        await submit(page, form);

        const officer = await as(scene.labelled("tax-officer", 2));
        await scene.until(officer.page, `/desk/${id}`, "input[name=outcome], select[name=outcome], button[name=outcome]");
        await officer.see("return-officer");
        const person: Filer = {
          subject: "officer-e2e",
          name: "officer",
          posts: [{ role: "tax-officer", agency: "ntbt", area: null }],
        };
        await steps.doing(id, person, { act: "choose", outcome: "stays", reasons: "the other return gave it up" });
        await steps.come(id, filer(wife), "pay");
        await scene.until(page, `/cases/${id}`, 'main a[href*="/pay/"]');
        await see("return-notice");
        await steps.pay(id, filer(wife));
        await steps.come(id, filer(wife), null);
        await page.goto(`${government.portal}/cases/${id}`);
        await see("return-paid");
      });
    });
});

const shops: Shop[] = [
  { ban: "12345675", name: "示範便利商店股份有限公司" },
  { ban: "10458574", name: "示範書局股份有限公司" },
];
describe("a shop files its 401 from its invoices, has the receipt, hears of the officer, pays", { skip: browserMissing }, () => {
  for (const [at, setting] of walked.entries())
    test(describeSetting(setting), async () => {
      const citizens = (await demoPeopleOf(scene.government())).filter(
        ({ role, nationalId }) => role.role === "citizen" && nationalId,
      );
      await scene.walking(setting, (as) => shopFiles(scene, as, { shop: shops[at]!, owner: citizens[6 + at]!, setting, at }));
    });
});
