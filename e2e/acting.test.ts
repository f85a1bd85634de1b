import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { systemClock, taipeiDate } from "@troad/kernel";
import { findPeople } from "@troad/population";
import { createCsr, csrPem, generateSigner } from "@troad/trust";
import { decodeJwt } from "jose";
import type { Page } from "playwright-core";
import { Browser } from "../apps/troad/demo/browser.ts";
import { both, SuiteClient } from "../modules/eid/test/clients.ts";
import type { Installation } from "../modules/eid/test/installation.ts";
import { Recipient } from "../tests/kit/data-recipient.ts";
import type { DemoPerson } from "../tests/kit/demo-people.ts";
import { companyLedBy, companySets, registerCompany } from "../tests/kit/online-companies.ts";
import { filled, terms } from "../tests/kit/online-scene.ts";
import { browserMissing, describeSetting, drawn, type Setting, submit } from "./browser.ts";
import { act, openScene, type Walker } from "./walkers.ts";

/** Who someone is, and for whom they act: mandates in a sign-in, two documents, and the counter of the household office. */
const { government, labelled, walking } = openScene();

type Asked = Parameters<typeof SuiteClient.of>[1];
/** A client whose own pages say nothing: what counts is the address to which the browser is sent. */
const pages = createServer((_request, reply) => reply.end("back"));
before(async () => {
  pages.listen(0, "127.0.0.1");
  await once(pages, "listening");
});
after(() => pages.close());
async function clientOf(change: Asked): Promise<SuiteClient> {
  const redirectUris = [`http://127.0.0.1:${(pages.address() as AddressInfo).port}/callback`];
  const it = { process: government().running, clock: { ...systemClock, shift: () => undefined } };
  return SuiteClient.of({ ...it, people: () => [labelled("low")] } as unknown as Installation, { redirectUris, ...change });
}
async function visits(page: Page, client: SuiteClient, change: Record<string, string | undefined>): Promise<void> {
  await page.goto(await client.address({ login_hint: undefined, ...change }));
}
/** Agrees; what the client makes of the code that the browser then brings to its address. */
async function agrees(page: Page, client: SuiteClient) {
  await page.locator("form[action$='/agree'] button").click();
  await page.waitForURL(`${client.redirectUri}*`);
  const { status, body } = await client.redeem(new URL(page.url()).searchParams.get("code")!);
  assert.equal(status, 200, JSON.stringify(body));
  const claims = decodeJwt(String(body.id_token)) as { sub: string; act?: { sub: string }; acr: string };
  return { claims, token: String(body.access_token) };
}

async function gives({ page, see }: Walker, holder: DemoPerson): Promise<void> {
  await page.goto(`${government().portal}/me/mandates/give`);
  await page.locator("#nationalId").fill(holder.nationalId);
  await page.locator("main [name=name]").fill(holder.name);
  const all = page.locator("[name=scope][value=all]");
  if ((await all.count()) > 0) await all.check();
  await see("acting-give");
  await submit(page, "main form");
  await page.waitForURL(/\/me\/mandates\/[0-9a-f-]{36}$/);
}

async function atTheCounter({ page, see }: Walker, person: DemoPerson, { lang }: Setting): Promise<string> {
  const main = async () => (await page.locator("main").textContent()) ?? "";
  const texts = lang === "en" ? { locked: "Locked", open: "In use" } : { locked: "已鎖定", open: "使用中" };
  await page.goto(`${government().portal}/work/identities`);
  await submit(page, "main form");
  await page.locator("#nationalId-error").waitFor();
  await see("counter-identity-error");
  await page.locator("#nationalId").fill(person.nationalId);
  await page.locator("main [name=name]").fill(person.name);
  await page.locator("[name=paper][value=passport]").check();
  await submit(page, "main form");
  await see("counter-identity");
  assert.ok((await main()).includes(texts.open));
  await submit(page, act("lock"));
  assert.ok((await main()).includes(texts.locked));
  await see("counter-identity-locked");
  await submit(page, act("unlock"));
  await submit(page, act("code"));
  await see("counter-identity-code");
  assert.ok(!page.url().includes(person.nationalId));
  return (await page.locator(".tr-panel strong").textContent())!;
}

const options = { skip: browserMissing };
for (const setting of drawn(0))
  test(`a daughter acts for her mother; both see it, and the mother ends it: ${describeSetting(setting)}`, options, () =>
    walking(setting, async (as) => {
      const [mother, daughter] = [labelled("none"), labelled("low")];
      const client = await clientOf({ mandates: { service: null, purpose: both("To apply for someone else") } });
      const hers = await as(mother);
      await gives(hers, daughter);
      const { page, see } = await as(daughter);
      await visits(page, client, { prompt: undefined });
      await page.waitForURL(/\/act-for\//);
      await see("act-for");
      await submit(page, "main form");
      await page.locator("#mandate-error").waitFor();
      await see("act-for-error");
      await page.getByLabel(mother.name, { exact: true }).first().check();
      await submit(page, "main form");
      await see("act-for-agree");
      const { claims, token } = await agrees(page, client);
      assert.ok(claims.act && claims.act.sub !== claims.sub);

      await page.goto(`${government().portal}/eid/history`);
      await see("acting-history");
      assert.ok((await page.locator("main").textContent())!.includes(mother.name));
      await hers.page.goto(`${government().portal}/eid/history`);
      await hers.see("acted-for-history");
      assert.ok((await hers.page.locator("main").textContent())!.includes(daughter.name));
      assert.equal((await client.userinfo(token)).status, 200);
      await submit(hers.page, "form[action$='/delegations/end']");
      assert.equal((await client.userinfo(token)).status, 401);

      await visits(page, client, { prompt: undefined, state: "again" });
      await page.locator("[name=mandate][value=self]").check();
      await submit(page, "main form");
      assert.equal((await agrees(page, client)).claims.act, undefined);
    }),
  );

for (const setting of drawn(1))
  test(`a father proves who he is by two documents: ${describeSetting(setting)}`, options, () =>
    walking(setting, async (as) => {
      const client = await clientOf({});
      const { page, see } = await as(labelled("father"));
      await page.context().clearCookies();
      const { father } = findPeople({ seed: "t-road", size: 2_000, today: taipeiDate(new Date()) }, 60);
      await visits(page, client, { acr_values: "urn:troad:eid:acr:documents" });
      const way = page.locator("details:has(form[action$='/documents'])");
      await way.locator("summary").click();
      await way.locator("button").click();
      await page.waitForURL(/\/prove-documents\//);
      await see("documents");
      const { nationalId, nhiCardNo, householdNo } = father!.person;
      const fill = async (card: string): Promise<void> => {
        for (const [name, value] of Object.entries({ nationalId, card, household: householdNo }))
          await page.locator(`#${name}`).fill(value);
        await submit(page, "main form");
      };
      await fill("000000000000");
      await page.locator("#nationalId-error").waitFor();
      await see("documents-error");
      await fill(nhiCardNo);
      await see("documents-done");
      await page.locator("main a[href*='/continue?challenge=']").click();
      assert.equal((await agrees(page, client)).claims.acr, "urn:troad:eid:acr:documents");
    }),
  );

for (const setting of drawn(2))
  test(
    `the office knows someone by their face, and hands out a code for a new device: ${describeSetting(setting)}`,
    options,
    () =>
      walking(setting, async (as) => {
        const person = labelled("mid-low");
        const code = await atTheCounter(await as(labelled("household-officer")), person, setting);
        const { page, see } = await as(labelled("father"));
        await page.context().clearCookies();
        await page.goto(`${government().portal}/eid/enrol`);
        await page.locator("[name=nationalId]").fill(person.nationalId);
        await page.locator("[name=code]").fill("AAAAAAAAAA");
        await submit(page, "main form");
        await see("enrol-error");
        await page.locator("[name=nationalId]").fill(person.nationalId);
        await page.locator("[name=code]").fill(code);
        await submit(page, "main form");
        await page.waitForURL("**/eid/account");
        await see("enrol-account");
      }),
  );

for (const setting of drawn(3))
  test(
    `an officer refuses an application for a certificate with a reason, another looks at the checks of certificates: ${describeSetting(setting)}`,
    options,
    () =>
      walking(setting, async (as) => {
        const csr = csrPem(await createCsr({ subject: { CN: "x" }, signer: await generateSigner("P-256") }));
        const asked = {
          profile: "tls",
          member: "COM/12345678",
          organization: "好銀行股份有限公司",
          hosts: ["gateway.bank.example"],
          key: "file",
        };
        const body = JSON.stringify({ ...asked, contact: "02-2345-6789", csr });
        await fetch(`${government().portal}/pki/applications`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
        });
        const { page, see } = await as(labelled("road-operator"));
        await page.goto(`${government().portal}/work/certificates`);
        await see("certificates");
        await page.locator("main a[href^='/work/certificates/']").first().click();
        await page.waitForURL(/certificates\/[0-9a-f-]{36}$/);
        await see("certificate-application");
        const refuse = async (): Promise<void> => {
          await Promise.all([page.waitForEvent("load"), page.locator("button[value=refuse]").click()]);
        };
        await refuse();
        await page.locator("#reason-error").waitFor();
        await see("certificate-application-error");
        await page.locator("#reason").fill("查無此公司");
        await refuse();
        assert.match((await page.locator("main").textContent()) ?? "", /查無此公司/);
        const other = await as(labelled("provider-officer"));
        await other.page.goto(`${government().portal}/work/identity-checks`);
        await other.see("identity-checks");
      }),
  );

/** The three kinds of business that the register knows, each a data set of its own. */
const kinds = [
  { set: "companies", form: "company", called: "company" },
  { set: "businesses", form: "sole", called: "firm of one owner" },
  { set: "limited-partnerships", form: "limited-partnership", called: "limited partnership" },
];

for (const [at, { set, form, called }] of kinds.entries())
  for (const setting of drawn(4 + at))
    test(
      `the representative of a ${called} refuses a bank, forgets a needed field, agrees in part and withdraws: ${describeSetting(setting)}`,
      options,
      () =>
        walking(setting, async (as) => {
          const sets = [{ set, fields: companySets[0]!.fields }];
          const bank = await companyBank(sets);
          const person = labelled("low");
          const number = await registerCompany(government(), null, companyLedBy(person, form));
          const { page, see } = await as(person);
          const answer = async (value: "agree" | "refuse") => {
            await Promise.all([page.waitForEvent("load"), page.locator(`button[value=${value}]`).click()]);
          };
          const back = async () =>
            new URL((await page.locator('main a[href^="https://bank.example"]').getAttribute("href"))!).searchParams;
          const start = () => bank.start(sets, { of: "business", standing: true });
          await page.goto((await start()).address);
          await see("company-request");
          assert.equal(await page.locator("main :checked").count(), 0);
          await answer("refuse");
          assert.equal((await back()).get("error"), "refused");
          const asked = await start();
          await page.goto(asked.address);
          await page.locator(`[name=whose][value="${number}"]`).check();
          await page.locator(`[name=field][value="${set}.number"]`).check();
          await answer("agree");
          await page.locator(`#set-${set}-error`).waitFor();
          await see("company-request-error");
          await page.locator(`[name=field][value="${set}.name"]`).check();
          await answer("agree");
          await see("company-request-done");
          const given = await bank.open((await bank.fetch(asked, (await back()).get("code")!)).text);
          assert.deepEqual(Object.keys(given.data[set]!.records[0]!).sort(), ["name", "number"], "capital was not given");
          await page.goto(`${government().portal}/my-data/companies`);
          await see("companies");
          await page.locator("#number").fill("1");
          await submit(page, "main form");
          await page.locator("#number-error").waitFor();
          await page.locator("#number").fill(number);
          await submit(page, "main form");
          await page.waitForURL(`**/my-data/companies/${number}`);
          await see("company");
          await submit(page, `form[action$="/${asked.id}/withdraw"]`);
          assert.equal((await bank.post(`/consents/${asked.id}/data`, {})).code, "mydata.consent-ended");
        }),
    );

/** A bank that may ask for the registration of one kind of business: applied for and approved on the pages. */
async function companyBank(sets: typeof companySets): Promise<Recipient> {
  const at = (place: string) => `${government().portal}${place}`;
  const signedIn = async ({ subject }: DemoPerson) => {
    const browser = new Browser("en");
    await browser.post(at("/auth/demo"), { subject, return: "/" });
    return browser;
  };
  const applicant = labelled("provider-officer");
  const bank = await Recipient.of(government(), { by: applicant.subject, name: "Bank", now: () => new Date() });
  const [{ set }] = sets as [(typeof sets)[number]];
  const body = { client: bank.id, set, ...filled(sets, [`${set}.number`, `${set}.name`]), ...terms };
  await (await signedIn(applicant)).post(at("/my-data/applications/apply"), body);
  const decision = { decision: "approved", reason: "checked" };
  await (await signedIn(labelled("road-operator"))).post(at(`/work/my-data-recipients/${bank.id}/1`), decision);
  return bank;
}
