import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import type { DemoPerson } from "../tests/kit/demo-people.ts";
import type { Government } from "../tests/kit/government.ts";
import { bought, leadsFirm } from "../tests/kit/tax-returns.ts";
import { type Setting, submit } from "./browser.ts";
import { act, fillPage, form, type openScene, type Walker } from "./walkers.ts";

export type Shop = { ban: string; name: string };
type Scene = ReturnType<typeof openScene>;
/** March and April: payable until the middle of May. */
const period = { id: "11504", day: "2026-04-05" };

/** The shop is led by this person, and has sold and bought by electronic invoices: a tax of 20,000 and more, and of 5,000. */
async function opens(government: Government, shop: Shop, owner: DemoPerson, at: number): Promise<void> {
  await leadsFirm(government, shop, owner);
  const { portal, data } = government;
  const { token } = JSON.parse(fs.readFileSync(path.join(data, "demo", "invoice-shop.json"), "utf8")) as { token: string };
  const track = shop.ban === "12345675" ? "AB" : "DN";
  const sold = [
    { ...bought(`${track}0000001${at}`, shop.ban, "04595257", 400_000), date: period.day },
    { ...bought(`DP9999999${at}`, "12345670", shop.ban, 100_000), date: period.day },
  ];
  const sent = await fetch(`${portal}/invoice/v1/invoices`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(sold),
  });
  assert.equal(((await sent.json()) as { taken: number }).taken, sold.length);
}

/** What stands in the fields of a page, as numbers. */
async function standsIn({ page }: Walker, ...names: string[]): Promise<number[]> {
  const values = await Promise.all(names.map((name) => page.locator(`${form} [name="${name}"]`).inputValue()));
  return values.map((value) => Number(value.replaceAll(",", "")));
}

/** The representative files, the officer finds what is missing, the representative pays; gives the case. */
export async function shopFiles(
  scene: Scene,
  as: (person: DemoPerson) => Promise<Walker>,
  { shop, owner, setting, at }: { shop: Shop; owner: DemoPerson; setting: Setting; at: number },
): Promise<void> {
  const government = scene.government();
  const to = (place: string): string => `${government.portal}${place}`;
  const says = async (walker: Walker, ...texts: string[]): Promise<void> => {
    const text = (await walker.page.locator("main").textContent()) ?? "";
    for (const one of texts) assert.ok(text.includes(one), `${one} on ${walker.page.url()}: ${text.slice(0, 1_500)}`);
  };
  await opens(government, shop, owner, at);
  const shopper = await as(owner);
  const { page, see } = shopper;
  await page.goto(to("/services/business-tax-return-401/begin"));
  if (!/\/form\//.test(page.url())) await submit(page, form);
  await see("return401-period");
  await fillPage(page, { number: shop.ban, period: period.id });
  await submit(page, form);
  const id = /\/cases\/([0-9a-f-]{36})/.exec(page.url())![1]!;

  await scene.until(page, `/cases/${id}`, `a[href^="/cases/${id}/fill"]`);
  await page.goto(to(`/cases/${id}/fill`));
  const [sales = 0, output = 0] = await standsIn(shopper, "sales", "outputTax");
  assert.ok(sales >= 400_000 && output >= 20_000, `${sales} ${output}`);
  await see("return401-sales");
  // what differs is named, and asks for a reason
  await fillPage(page, { outputTax: "12000" });
  await page.locator("#salesReason-error").waitFor();
  await see("return401-differs");
  await fillPage(page, { outputTax: "12000", salesReason: setting.lang === "en" ? "returned goods" : "退貨" });
  assert.deepEqual(await standsIn(shopper, "purchases", "inputTax"), [100_000, 5_000]);
  await see("return401-purchases");
  await submit(page, form);
  await fillPage(page, { barredEntertainment: "600" });
  await see("return401-check");
  await submit(page, form);

  await scene.until(page, `/cases/${id}`, `a[href^="/cases/${id}/fill"]`);
  await page.goto(to(`/cases/${id}/fill`));
  // 12,000 less 5,000 without the 600 that are not deductible; what the invoices show besides is the difference
  await says(shopper, "7,600", (output - 12_000).toLocaleString("en"));
  await see("return401-declare");
  await fillPage(page, { declared: "yes" });
  if (page.url().includes("/fill-check")) await submit(page, form);

  await scene.until(page, `/cases/${id}`, `a[href="/cases/${id}/certificate"]`);
  await page.locator(`a[href="/cases/${id}/certificate"]`).click();
  await page.waitForURL("**/certificate");
  await says(shopper, shop.ban);
  await see("return401-receipt");

  const officer = await as(scene.labelled("tax-officer", 2));
  await scene.until(officer.page, `/desk/${id}`, act("choose"));
  await officer.see("return401-officer");
  await says(officer, owner.name);
  await scene.chooses(officer, id, "corrected", setting.lang === "en" ? "no voucher of the returns" : "查無退貨憑證");
  await scene.until(officer.page, `/desk/${id}`, act("report"));
  await officer.page.fill("[name=addedOutput]", "8000");
  await officer.page.fill("[name=deniedInput]", "0");
  await officer.page.fill("[name=grounds]", "加值型及非加值型營業稅法第 43 條");
  await officer.see("return401-findings");
  await submit(officer.page, act("report"));

  await scene.until(page, `/cases/${id}`, 'main a[href*="/pay/"]');
  await see("return401-notice");
  await page.locator('main a[href*="/pay/"]').first().click();
  await says(shopper, "15,600");
  await see("return401-pay");
  await submit(page, form);
  await scene.until(page, `/cases/${id}`, ".tr-panel");
  await see("return401-paid");
}
