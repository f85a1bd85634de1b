import assert from "node:assert/strict";
import { taipeiDate } from "@troad/kernel";
import type { Equipment } from "../../modules/cards/test/centre.ts";
import { headOf, portrait } from "../../modules/cards/test/photos.ts";
import { Wallet } from "../../tests/kit/wallet.ts";
import { downloaded, submit } from "../browser.ts";
import type { Walker } from "../walkers.ts";
import { numberAt } from "../wallet/acts.ts";

export type Until = (page: Walker["page"], address: string, selector: string) => Promise<void>;
export type Letter = { blank: string; pin1: string; pin2: string; puk: string; code: string };
type Place = { portal: string; until: Until };

export const mainOf = async ({ page }: Walker): Promise<string> =>
  ((await page.locator("main").textContent()) ?? "").replaceAll(/\s+/g, " ");
const button = (act: string): string => `main button[name=act][value="${act}"]`;

/** Presses the button of an act on the page that is open, after its fields were filled in. */
async function act({ page }: Walker, name: string, values: Record<string, string> = {}): Promise<void> {
  const form = page.locator(`main form:has(button[name=act][value="${name}"])`).first();
  for (const [field, value] of Object.entries(values)) await form.locator(`[name="${field}"]`).fill(value);
  await Promise.all([page.waitForEvent("load"), form.locator(`button[value="${name}"]`).click()]);
}
async function sendsPhoto({ page }: Walker, buffer: Buffer): Promise<void> {
  await page.locator("#file").setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer });
  await submit(page, "main form[enctype]");
}
const goodPhoto = (): Buffer => portrait({ dpi: 300, takenOn: taipeiDate(new Date()) });

/** The citizen sends a photo from the phone: one that is too old and too dark is answered with what is wrong, then a right one. */
export async function sendsOwnPhoto(citizen: Walker, { until }: Place): Promise<void> {
  const { page, see } = citizen;
  await until(page, "/me/card", "#file");
  await see("cards-own-photo");
  await sendsPhoto(citizen, Buffer.from("GIF89a"));
  await page.locator("#file-error").waitFor();
  await sendsPhoto(citizen, portrait({ takenOn: "2019-01-01", background: 90 }));
  assert.ok((await page.locator("main .tr-list--bullet li").count()) > 1, await mainOf(citizen));
  await see("cards-own-photo-faulty");
  await sendsPhoto(citizen, goodPhoto());
  assert.equal(await page.locator("main .tr-list--bullet li").count(), 1);
  await see("cards-own-photo-sent");
}

/** The officer compares the face and marks crown and chin; takes the photo in at the office where the holder sent none. */
export async function marks(officer: Walker, { portal, until }: Place, name: string, fromHolder: boolean): Promise<void> {
  const { page, see } = officer;
  const link = `main a[href*="/work/card-orders/"]:has-text("${name}")`;
  await until(page, "/work/card-orders", link);
  await see("cards-orders");
  await page.locator(link).first().click();
  await page.waitForURL(/\/card-orders\/[0-9a-f-]{36}$/);
  assert.ok(page.url().startsWith(portal));
  if (!fromHolder) await sendsPhoto(officer, goodPhoto());
  await act(officer, "accept", { crown: "1", chin: "100" });
  await page.locator(".tr-error-summary").waitFor();
  await see("cards-order-refused");
  const { crown, chin } = headOf(531);
  await act(officer, "accept", { crown: String(crown), chin: String(chin) });
  assert.equal(await page.locator(button("accept")).count(), 0, "it is decided");
  await see("cards-order-accepted");
}

/** A box of blanks from this number on comes and is counted by two. */
export async function stocks(keeper: Walker, checker: Walker, { portal }: Place, first: string): Promise<void> {
  await keeper.page.goto(`${portal}/work/cards`);
  await act(keeper, "announce", { first, count: "5" });
  await act(keeper, "count", { counted: "4" });
  await checker.page.goto(`${portal}/work/cards`);
  await act(checker, "count", { counted: "5" });
  await act(keeper, "count", { counted: "5" });
  assert.equal(await keeper.page.locator(button("count")).count(), 0, "the box is received");
  await keeper.see("cards-stock");
}

/** The centre makes a batch of one: planned, made by the job, checked, its letter printed. Gives the letter. */
export async function makes(operator: Walker, checker: Walker, { portal, until }: Place, tools: Equipment): Promise<Letter> {
  const { page, see } = operator;
  await page.goto(`${portal}/work/card-batches`);
  await see("cards-batches");
  await submit(page, 'main form[action$="/plan"]');
  await page.waitForURL(/\/card-batches\/[0-9a-f-]{36}$/);
  const batch = new URL(page.url()).pathname;
  await until(checker.page, batch, button("pass"));
  await checker.see("cards-batch-check");
  await act(checker, "pass");
  await page.goto(portal + batch);
  await see("cards-batch-letters");
  const { bytes } = await downloaded(page, () => page.locator('a[href$="/letters.jsonl"]').click());
  assert.doesNotMatch(bytes.toString(), /pin1|puk/, "what is downloaded is sealed");
  const { sealed } = JSON.parse(bytes.toString().trim()) as { sealed: string };
  await act(operator, "letters");
  assert.equal(await page.locator('a[href$="/letters.jsonl"]').count(), 0, "the letter is gone here");
  return (await tools.read(sealed)) as Letter;
}

/** A parcel goes out after two counts that agree, and is received by two. */
export async function sends(out: readonly [Walker, Walker], office: readonly [Walker, Walker], { portal }: Place): Promise<void> {
  const [operator, checker] = out;
  await operator.page.goto(`${portal}/work/card-parcels`);
  await operator.see("cards-parcels");
  await submit(operator.page, 'main form[action$="/pack"]');
  const { href } = new URL(operator.page.url());
  await act(operator, "out", { counted: "1" });
  await operator.see("cards-parcel-out");
  await checker.page.goto(href);
  await act(checker, "out", { counted: "1" });
  for (const [at, officer] of office.entries()) {
    await officer.page.goto(href);
    if (at === 0) await officer.see("cards-parcel-in");
    await act(officer, "in", { counted: "1" });
  }
  await office[1].see("cards-parcel-arrived");
}

/** At the office, on the parcel's page that is open: the face is compared, and the card handed over. */
export async function handsOver(officer: Walker, { activates }: { activates: boolean }): Promise<void> {
  await act(officer, "hand-over");
  if (activates) await act(officer, "activate");
  assert.equal(await officer.page.locator(button("activate")).count(), activates ? 0 : 1);
}

/** With the code of the letter, after a wrong one. */
export async function activates(citizen: Walker, { portal }: Place, { code }: Letter): Promise<void> {
  const { page, see } = citizen;
  await page.goto(`${portal}/me/card`);
  await act(citizen, "activate", { code: code === "00000000" ? "11111111" : "00000000" });
  await page.locator("#code-error").waitFor();
  await see("cards-activate-refused");
  await act(citizen, "activate", { code });
}

/** Signs in with what lies in the reader. Gives what the page says where it does not let them in. */
export async function usesReader({ page, see }: Walker, portal: string, name?: string): Promise<string | undefined> {
  await page.context().clearCookies();
  await page.goto(`${portal}/auth/sign-in?return=/me/card`);
  const block = page.locator("[data-web-eid]");
  await block.locator("button").click();
  const refused = block.locator("[role=alert]:not([hidden])");
  await Promise.race([page.waitForURL(/\/me\/card$/), refused.waitFor()]);
  if (name !== undefined) await see(name);
  return (await refused.count()) === 0 ? undefined : ((await refused.textContent()) ?? "");
}

/** The new card goes into a wallet, and a clerk asks it for an age. */
export async function showsAge(citizen: Walker, clerk: Walker, { portal }: Place): Promise<void> {
  const { page } = citizen;
  await page.goto(`${portal}/me/wallet`);
  await page.locator('button[value="offer"]').first().click();
  const offer = page.locator('a[href^="openid-credential-offer:"]');
  const link = (await offer.getAttribute("href")) ?? assert.fail("no offer");
  const code = /\b\d{6}\b/.exec(((await page.locator("main strong[translate=no]").first().textContent()) ?? "").trim())?.[0];
  const wallet = new Wallet();
  const [copy] = await wallet.receive(link, code ?? assert.fail("no code"), 1);
  await clerk.page.goto(`${portal}/work/age-check`);
  await submit(clerk.page, "main form");
  const asked = (await clerk.page.locator("main code").textContent()) ?? "";
  const { body } = await wallet.show(await wallet.asked(asked), copy!);
  await clerk.page.reload();
  await clerk.page.locator("#number").fill(await numberAt(body.redirect_uri!));
  await submit(clerk.page, "main form");
  assert.match(await mainOf(clerk), /At least 18: yes|已滿 18 歲/);
  await clerk.see("cards-age");
}
