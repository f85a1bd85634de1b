import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "@troad/kernel";
import { villages } from "@troad/population";
import type { Page } from "playwright-core";
import type { DemoPerson } from "../tests/kit/demo-people.ts";
import { patient } from "../tests/kit/patience.ts";
import { fillForm } from "../tests/kit/service-form.ts";
import { browserMissing, choosePerson, describeSetting, picture, type Setting, submit } from "./browser.ts";
import { answersOf, dateOf, lately } from "./office-answers.ts";
import { act, openScene, type Walker } from "./walkers.ts";

/** The household office: what is filed at its counter, and what people report to it. */
const { government, labelled, walking, until, chooses, files } = openScene();

const settings: Setting[] = [
  { lang: "zh-Hant", width: 360, javaScript: true },
  { lang: "en", width: 1280, javaScript: false },
];
/** What an officer saw: answers by name, `yes` and `no` among them. */
async function reports({ page, see }: Walker, id: string, name: string, values: Record<string, string>): Promise<void> {
  await until(page, `/desk/${id}`, act("report"));
  for (const [field, value] of Object.entries(values)) {
    const box = page.locator(`${act("report")} [name="${field}"]`);
    if ((await page.locator(`${act("report")} select[name="${field}"]`).count()) > 0) await box.selectOption(value);
    else if ((await box.count()) > 1) await page.locator(`${act("report")} [name="${field}"][value="${value}"]`).check();
    else await box.fill(value);
  }
  await see(name);
  await submit(page, act("report"));
}

/** The fee is taken in cash at the counter. */
async function takesCash({ page, see }: Walker, id: string, amount: RegExp, name: string): Promise<void> {
  await until(page, `/desk/${id}`, act("cash"));
  assert.match((await page.locator(act("cash")).textContent()) ?? "", amount);
  await see(name);
  await submit(page, act("cash"));
}

/** A person applies by themselves. */
async function applies({ page, see }: Walker, service: string, { name }: DemoPerson, change: Parameters<typeof answersOf>[1]) {
  await page.goto(`${government().portal}/services/${service}`);
  await see(`${service}-service`);
  await submit(page, "form[action$='/start']");
  const filled = answersOf(service, change);
  await fillForm(page, filled.service, filled.path, { signer: name, seen: (at) => see(`${service}-${at}`) });
  await see(`${service}-check`);
  await submit(page, "main form:not(.tr-header__form)");
  return /\/cases\/([0-9a-f-]{36})/.exec(page.url())![1]!;
}

/** The nth case of a person that the notice of another authority opens. */
async function openedCase(service: string, { subject }: DemoPerson, n: number): Promise<string> {
  const db = government().running.schemas.of("cases");
  for (const end = Date.now() + patient(30_000); Date.now() < end; await sleep(200)) {
    const found = await db.one<{ id: string }>(sql`
      select id from case_index where service = ${service} and subject = ${subject} order by created_at offset ${n} limit 1`);
    if (found) return found.id;
  }
  return assert.fail("no notice opened a case");
}

/** Soon nobody signs in with the card of this person any more. */
async function refusesCard(page: Page, { subject }: DemoPerson, name: string): Promise<void> {
  const end = Date.now() + patient(30_000);
  for (;;) {
    await page.context().clearCookies();
    await page.goto(`${government().portal}/try`);
    await choosePerson(page, subject);
    await page.waitForLoadState();
    if (!/\/me$/.test(page.url())) break;
    if (Date.now() > end) assert.fail("the card still signs in");
    await page.waitForTimeout(300);
  }
  await picture(page, name);
}

/** Two people whom the register knows by these names. */
const witnesses = (): Record<string, string> =>
  Object.fromEntries(
    [labelled("auditor"), labelled("operator")].flatMap(({ name, nationalId }, n) => [
      [`witnesses-${n}-name`, name],
      [`witnesses-${n}-nationalId`, nationalId],
    ]),
  );

for (const [at, setting] of settings.entries()) {
  const options = { skip: browserMissing };
  test(`a couple marries at the counter, and a certificate is printed: ${describeSetting(setting)}`, options, () =>
    walking(setting, async (as) => {
      const [one, other] = [labelled("none", at), labelled("low", at)];
      const anyone = (await as(one)).page;
      await anyone.goto(`${government().portal}/services/marriage-registration`);
      assert.equal(await anyone.locator("form[action$='/start']").count(), 0, "a marriage is not begun online");
      const officer = await as(labelled("household-officer"));
      const id = await files(officer, "marriage-registration", one, (answers) => {
        Object.assign(answers.couple!, { partnerName: other.name, partnerId: other.nationalId });
        Object.assign(answers.witnesses!, witnesses());
        Object.assign(answers.paper!, { wantsCertificate: "yes" });
      });
      const seen = { bothHere: "yes", bothIntend: "yes", contractShown: "yes", prefixAgreed: "no" };
      await reports(officer, id, "marriage-confirm", seen);
      await until(officer.page, `/desk/${id}`, act("choose"));
      assert.match(
        (await officer.page.locator("main").textContent()) ?? "",
        setting.lang === "en" ? /Can be entered/ : /可以登記/,
      );
      await officer.see("marriage-decide");
      await chooses(officer, id, "accepted");
      await until(officer.page, `/desk/${id}`, `${act("choose")} input[value=paid]`);
      await officer.see("marriage-fee");
      await chooses(officer, id, "paid");
      await until(officer.page, `/desk/${id}`, `a[href="/desk/${id}/certificate"]`);
      await officer.page.goto(`${government().portal}/desk/${id}/certificate`);
      assert.match((await officer.page.locator("main").textContent()) ?? "", new RegExp(`${one.name}[^]*${other.name}`));
      await officer.see("marriage-certificate");
      const spouse = await as(one);
      await until(spouse.page, `/cases/${id}`, ".tr-panel");
      await spouse.see("marriage-registered");
    }),
  );

  test(`the couple that married divorces by agreement: ${describeSetting(setting)}`, options, () =>
    walking(setting, async (as) => {
      const [one, other] = [labelled("none", at), labelled("low", at)];
      const officer = await as(labelled("household-officer", 1));
      const id = await files(officer, "divorce-registration", one, (answers) => {
        Object.assign(answers.couple!, { partnerName: other.name, partnerId: other.nationalId });
        Object.assign(answers.witnesses!, witnesses());
      });
      await reports(officer, id, "divorce-confirm", { bothHere: "yes", bothIntend: "yes", agreementShown: "yes" });
      await until(officer.page, `/desk/${id}`, act("choose"));
      await officer.see("divorce-decide");
      await chooses(officer, id, "accepted");
      const spouse = await as(one);
      await until(spouse.page, `/cases/${id}`, ".tr-panel");
      await spouse.see("divorce-registered");
    }),
  );

  test(`a family moves, and the office finds the door: ${describeSetting(setting)}`, options, () =>
    walking(setting, async (as) => {
      const village = villages().at(at === 0 ? 0 : -1)!;
      const mother = labelled("mother");
      const walker = await as(mother);
      const id = await applies(walker, "move-in-registration", mother, ({ place, when }) => {
        Object.assign(place!, { "home-district": village.code.slice(0, 8), "home-line": `示範路${at + 2}號` });
        Object.assign(when!, dateOf("movedOn", lately()));
      });
      const officer = await as(labelled("household-officer", 1));
      await reports(officer, id, "move-door", { villageCode: village.code, address: `示範里示範路${at + 2}號` });
      await until(officer.page, `/desk/${id}`, act("choose"));
      await officer.see("move-decide");
      await chooses(officer, id, "accepted");
      await until(walker.page, `/cases/${id}`, ".tr-panel");
      await walker.see("move-registered");
    }),
  );

  test(`a grandmother dies, and her card is refused minutes later: ${describeSetting(setting)}`, options, () =>
    walking(setting, async (as) => {
      const [dying, friend] = [labelled("grandmother", at), labelled("father")];
      const before = await as(dying);
      const hospital = await as(labelled("birth-reporter"));
      await files(hospital, "death-notice", friend, ({ certificate, death }) => {
        certificate!.number = `DC-2026-900${at}`;
        Object.assign(death!, { personName: dying.name, personId: dying.nationalId, capacity: "burial-manager" });
        Object.assign(death!, dateOf("diedOn", lately()));
      });
      // who was given the certificate is asked for the rest
      const walker = await as(friend);
      const id = await openedCase("death-registration", friend, at);
      await walker.page.goto(`${government().portal}/cases/${id}`);
      await walker.see("death-asked");
      await walker.page.locator(`main a[href*="/cases/${id}/"]`).first().click();
      const rest = answersOf("death-registration", () => undefined);
      await fillForm(walker.page, rest.service, rest.path, { signer: friend.name, seen: (name) => walker.see(`death-${name}`) });
      await submit(walker.page, "main form:not(.tr-header__form)");
      const officer = await as(labelled("household-officer"));
      await until(officer.page, `/desk/${id}`, act("choose"));
      await officer.see("death-decide");
      await chooses(officer, id, "accepted");
      await until(walker.page, `/cases/${id}`, ".tr-panel");
      await walker.see("death-registered");
      await refusesCard(before.page, dying, `death-card-${setting.lang}-${setting.width}`);
    }),
  );

  test(`a lost card is void at once, and a new one needs a face: ${describeSetting(setting)}`, options, () =>
    walking(setting, async (as) => {
      const loser = labelled("mid-low", at);
      const walker = await as(loser);
      const id = await applies(walker, "lost-id-card", loser, ({ loss }) => Object.assign(loss!, { wantsNew: "yes" }));
      const officer = await as(labelled("household-officer"));
      const photo = dateOf("takenOn", lately());
      await reports(officer, id, "card-come", { isHere: "yes", identityProofShown: "yes", ...photo });
      await until(officer.page, `/desk/${id}`, act("choose"));
      await officer.see("card-decide");
      await chooses(officer, id, "accepted", "人貌與歷次相片相符");
      await takesCash(officer, id, /200/, "card-fee");
      await until(officer.page, `/desk/${id}`, ".tr-panel");
      await officer.see("card-issued");
      await refusesCard(walker.page, loser, `lost-card-${setting.lang}-${setting.width}`);
    }),
  );

  test(`a name changes once nothing stands against it: ${describeSetting(setting)}`, options, () =>
    walking(setting, async (as) => {
      const person = labelled("low", 2);
      const walker = await as(person);
      const id = await applies(walker, "name-change", person, ({ name }) =>
        Object.assign(name!, { given: ["安安", "平平"][at] }),
      );
      const officer = await as(labelled("household-officer"));
      await reports(officer, id, "name-bars", { bars: "none", proof: "yes" });
      await until(officer.page, `/desk/${id}`, act("choose"));
      await officer.see("name-decide");
      await chooses(officer, id, "accepted", "特殊原因屬實");
      await until(walker.page, `/cases/${id}`, ".tr-panel");
      await walker.see("name-changed");
    }),
  );

  test(`a clerk prints a transcript and takes the fee: ${describeSetting(setting)}`, options, () =>
    walking(setting, async (as) => {
      const [person, officer] = [labelled("father"), await as(labelled("household-officer", 1))];
      const id = await files(officer, "household-transcript", person, ({ kind }) => Object.assign(kind!, { copies: "3" }));
      await chooses(officer, id, "accepted");
      await takesCash(officer, id, /45/, "transcript-fee");
      await until(officer.page, `/desk/${id}`, `a[href="/desk/${id}/certificate"]`);
      await officer.page.goto(`${government().portal}/desk/${id}/certificate`);
      const text = (await officer.page.locator("main").textContent()) ?? "";
      assert.match(text, new RegExp(person.nationalId));
      await officer.see("transcript-printed");
      const check = await officer.page.locator('main a[href*="/verify/"]').getAttribute("href");
      await officer.page.goto(check ?? assert.fail("no address to check it"));
      assert.match((await officer.page.locator("main").textContent()) ?? "", new RegExp(person.nationalId));
      await officer.see("transcript-verified");
    }),
  );
}
