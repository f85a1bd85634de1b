import assert from "node:assert/strict";
import { eidApi } from "@troad/eid/api";
import { Browser } from "../../apps/troad/demo/browser.ts";
import { markupFaults } from "../../e2e/crawl/html-rules.ts";
import { headOf, portrait } from "../../modules/cards/test/photos.ts";
import { until } from "./exchange.ts";
import type { Government } from "./government.ts";

/** What follows a granted identity card: officers take in the photo and count the stock on their pages, and the holder sees their own page. */
export async function walkCardOrder(government: Government, holder: string, today: string): Promise<void> {
  const people = await government.running.use(eidApi).demoPeople();
  const signedIn = async (role: string): Promise<Browser> => {
    const browser = new Browser("en");
    const { subject } = people.find((one) => one.role.role === role) ?? assert.fail(role);
    await browser.post(`${government.portal}/auth/demo`, { subject, return: "/" });
    return browser;
  };
  const officer = await signedIn("household-officer");
  const list = `${government.portal}/work/card-orders`;
  let href = "";
  await until(async () => {
    href = /href="[^"]*(\/work\/card-orders\/[0-9a-f-]{36})"/.exec((await officer.get(list)).text)?.[1] ?? "";
    return href !== "";
  }, "the order of the replaced card");
  const order = `${government.portal}${href}`;
  const send = async (file: Buffer): Promise<number> => {
    const form = new FormData();
    form.set("file", new Blob([new Uint8Array(file)], { type: "image/jpeg" }), "photo.jpg");
    const cookie = officer.cookiesFor(order).map(({ name, value }) => `${name}=${value}`);
    const headers = { cookie: cookie.join("; "), origin: government.portal, accept: "text/html" };
    return (await fetch(`${order}/photo`, { method: "POST", body: form, headers, redirect: "manual" })).status;
  };
  assert.equal(await send(Buffer.from("GIF89a")), 422);
  assert.equal(await send(portrait({ takenOn: "2019-01-01", background: 90 })), 303);
  assert.match((await officer.get(order)).text, /The background is not white[\s\S]*Older than two years/);
  assert.equal(await send(portrait({ dpi: 300, takenOn: today })), 303);
  const marks = headOf(531);
  assert.match((await officer.post(order, { act: "accept", crown: "1", chin: "100" })).text, /not between 3.2 and 3.6 cm/);
  const accepted = await officer.post(order, { act: "accept", crown: String(marks.crown), chin: String(marks.chin) });
  assert.match(accepted.text, /Ready to be made/);
  const [keeper, checker] = [await signedIn("card-keeper"), await signedIn("card-checker")];
  const stock = `${government.portal}/work/cards`;
  await keeper.post(stock, { act: "announce", first: "RC00000001", count: "5" });
  const delivery = /name="delivery" value="([^"]+)"/.exec((await keeper.get(stock)).text)?.[1] ?? assert.fail("no box");
  await keeper.post(stock, { act: "count", delivery, counted: "5" });
  const counted = await checker.post(stock, { act: "count", delivery, counted: "5" });
  assert.match(counted.text, /Received/);
  const operator = await signedIn("card-operator");
  assert.match((await operator.post(`${government.portal}/work/card-batches/plan`, {})).text, /No reader and no printer/);
  const own = new Browser("en");
  await own.post(`${government.portal}/auth/demo`, { subject: holder, return: "/" });
  const shown = [
    ...[await officer.get(list), await officer.get(order), await keeper.get(stock)],
    ...[
      await operator.get(`${government.portal}/work/card-batches`),
      await operator.get(`${government.portal}/work/card-parcels`),
    ],
    await own.get(`${government.portal}/me/card`),
  ];
  for (const one of shown) assert.deepEqual(await markupFaults(one.text, new URL(one.url).pathname), []);
  assert.match(shown.at(-1)!.text, /What is on the card/);
  assert.equal((await (await signedIn("card-keeper")).get(list)).status, 403);
}
