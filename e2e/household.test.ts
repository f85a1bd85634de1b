import assert from "node:assert/strict";
import { test } from "node:test";
import { sql, taipeiDate } from "@troad/kernel";
import { patient } from "../tests/kit/patience.ts";
import { fillForm } from "../tests/kit/service-form.ts";
import { browserMissing, describeSetting, type Setting, submit } from "./browser.ts";
import { answersOf } from "./office-answers.ts";
import { act, openScene } from "./walkers.ts";

/** A child is reported by the hospital, named by the mother, agreed on by the father, and registered by the household office. */
const { government, labelled, walking, until, chooses, files } = openScene({ env: { SUBSCRIPTIONS_SECONDS: "1" } });

const phone: Setting = { lang: "zh-Hant", width: 360, javaScript: true };
const desk: Setting = { lang: "en", width: 1280, javaScript: false };

for (const [index, setting] of [phone, desk].entries())
  test(
    `a child is reported by the hospital, named by its parents and registered: ${describeSetting(setting)}`,
    {
      skip: browserMissing,
    },
    () =>
      walking(setting, async (as) => {
        const [mother, father] = [labelled("mother"), labelled("father")];
        const today = taipeiDate(new Date());
        // the hospital
        const hospital = await as(labelled("birth-reporter"));
        await files(hospital, "birth-notice", mother, ({ certificate, birth }) => {
          certificate!.number = `BC-2026-900${index}`;
          Object.assign(birth!, { "birthDate-year": today.slice(0, 4), "birthDate-month": today.slice(5, 7) });
          Object.assign(birth!, { "birthDate-day": today.slice(8), order: String(2 + index), children: "2" });
        });

        // the mother is asked for the name
        const parent = await as(mother);

        const db = government().running.schemas.of("cases");
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
        await parent.page.goto(`${government().portal}/me`);
        await parent.see("birth-mother-me");
        await parent.page.goto(`${government().portal}/cases/${id}`);
        await parent.see("birth-mother-case");
        await parent.page.locator(`main a[href*="/cases/${id}/"]`).first().click();
        const named = answersOf("birth-registration", ({ father: one, name }) => {
          Object.assign(one!, { fatherName: father.name, fatherId: father.nationalId });
          name!.givenName = index === 0 ? "安安" : "樂樂";
        });
        await fillForm(parent.page, named.service, named.path, {
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
        await chooses(office, id, "accepted", "雙胞胎，已核對出生通報。");
        await until(parent.page, `/cases/${id}`, ".tr-tag--green");
        await parent.see("birth-granted");
        const child = await government()
          .running.schemas.ofAgency("registers", "moi")
          .one<{ data: { name: string; father: string } }>(sql`
          select data from record where register = 'person' and data ->> 'mother' = ${mother.nationalId} and entry is not null
          order by recorded_at desc limit 1`);
        assert.equal(child?.data.father, father.nationalId);
        assert.equal(child?.data.name, `${father.name[0]}${index === 0 ? "安安" : "樂樂"}`);
      }),
  );
