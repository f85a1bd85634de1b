import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { eidApi } from "@troad/eid/api";
import { type Equipment, equipment, skip } from "../../modules/cards/test/centre.ts";
import { patient } from "../../tests/kit/patience.ts";
import { fillForm } from "../../tests/kit/service-form.ts";
import { allSettings, browserMissing, describeSetting, type Setting, submit } from "../browser.ts";
import { answersOf, dateOf, lately } from "../office-answers.ts";
import { act, openScene, type Walker } from "../walkers.ts";
import * as acts from "./acts.ts";
import { Reader } from "./reader.ts";

/**
 * A card of the New eID, from the application to the next one after it was lost, through the hands of everybody who has a part in it: the citizen
 * on a phone in one language, officers and the centre at desks in the other; the next day the other way round.
 */
let tools: Equipment;
const cannot = browserMissing || skip;
const { government, labelled, walking, until, chooses, files } = openScene(async () => {
  if (cannot) return {};
  tools = await equipment();
  return { env: { SUBSCRIPTIONS_SECONDS: "1", ...tools.env } };
});

const pairs = (["zh-Hant", "en"] as const).map((lang): { phone: Setting; desk: Setting } => ({
  phone: { lang, width: 360, javaScript: true },
  desk: { lang: lang === "en" ? "zh-Hant" : "en", width: 1280, javaScript: true },
}));
const today = Math.floor(Date.now() / 86_400_000);

async function reports({ page }: Walker, id: string, values: Record<string, string>): Promise<void> {
  await until(page, `/desk/${id}`, act("report"));
  for (const [field, value] of Object.entries(values)) {
    const box = page.locator(`${act("report")} [name="${field}"]`);
    if ((await box.count()) > 1) await page.locator(`${act("report")} [name="${field}"][value="${value}"]`).check();
    else await box.fill(value);
  }
  await submit(page, act("report"));
}
/** The household office tells the eID by an event, on which the cards of the holder are suspended. */
async function isHeardOf({ subject }: { subject: string }): Promise<void> {
  const eid = government().running.use(eidApi);
  for (const end = Date.now() + patient(20_000); ; await wait(100)) {
    if ((await eid.cardsOf(subject)).every(({ state }) => state !== "active")) return;
    assert.ok(Date.now() < end, "the loss is not heard of");
  }
}
async function takesCash({ page }: Walker, id: string): Promise<void> {
  await until(page, `/desk/${id}`, act("cash"));
  await submit(page, act("cash"));
}

for (const { phone, desk } of allSettings ? pairs : [pairs[today % 2]!])
  test(
    `a citizen gets a New eID, signs in with it, loses it and gets another: ${describeSetting(phone)}; ${describeSetting(desk)}`,
    { skip: cannot },
    () =>
      walking(phone, (onPhone) =>
        walking(desk, async (atDesk) => {
          const { portal } = government();
          const place = { portal, until };
          const pair = pairs.findIndex((one) => one.phone.lang === phone.lang);
          const holder = labelled("mid-low", pair);
          const citizen = await onPhone(holder);
          const reader = new Reader(tools);
          await reader.plugInto(citizen.page);
          const office = [await atDesk(labelled("household-officer")), await atDesk(labelled("household-officer", 1))] as const;
          const centre = [await atDesk(labelled("card-operator")), await atDesk(labelled("card-checker"))] as const;
          const made = async (): Promise<acts.Letter> => {
            const letter = await acts.makes(...centre, place, tools);
            await acts.sends(centre, office, place);
            return letter;
          };

          // an exchange for a card with another photo is applied for in person
          const exchange = await files(office[0], "id-card-renewal", holder, ({ card }) =>
            Object.assign(card!, { reason: "photo" }),
          );
          await reports(office[0], exchange, { oldCardShown: "yes", entryMadeHere: "no", ...dateOf("takenOn", lately()) });
          await chooses(office[0], exchange, "accepted", "人貌與相片相符");
          await takesCash(office[0], exchange);
          await acts.sendsOwnPhoto(citizen, place);
          await acts.marks(office[0], place, holder.name, true);
          await acts.stocks(await atDesk(labelled("card-keeper")), centre[1], place, `EE0000${pair}001`);
          const first = await made();
          await acts.handsOver(office[1], { activates: false });
          await acts.activates(citizen, place, first);
          reader.insert(first);
          assert.equal(await acts.usesReader(citizen, portal, "cards-signed-in"), undefined);

          // it is lost: what signs in with it from then on is refused
          await citizen.page.goto(`${portal}/services/lost-id-card`);
          await submit(citizen.page, "form[action$='/start']");
          const filled = answersOf("lost-id-card", ({ loss }) => Object.assign(loss!, { wantsNew: "yes" }));
          await fillForm(citizen.page, filled.service, filled.path, { signer: holder.name, seen: async () => undefined });
          await submit(citizen.page, "main form:not(.tr-header__form)");
          const loss = /\/cases\/([0-9a-f-]{36})/.exec(citizen.page.url())![1]!;
          await reports(office[0], loss, { isHere: "yes", identityProofShown: "yes", ...dateOf("takenOn", lately()) });
          await isHeardOf(holder);
          assert.match((await acts.usesReader(citizen, portal)) ?? "", /suspended|停用/);
          await chooses(office[0], loss, "accepted", "人貌與歷次相片相符");
          await takesCash(office[0], loss);
          await acts.marks(office[0], place, holder.name, false);
          const second = await made();
          await acts.handsOver(office[1], { activates: true });
          assert.match((await acts.usesReader(citizen, portal, "cards-old-refused")) ?? "", /revoked|廢止/);
          reader.insert(second);
          assert.equal(await acts.usesReader(citizen, portal, "cards-second"), undefined);
          await acts.showsAge(citizen, await atDesk(labelled("counter-clerk")), place);
        }),
      ),
  );
