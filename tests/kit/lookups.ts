import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { eidApi } from "@troad/eid/api";
import { nationalIdOf } from "@troad/population";
import type { MandateScene } from "./mandates.ts";
import { signedInAs } from "./tampering.ts";

/** A form asks registers for the name of a person and of a business: only the name, seen by whom it is about, and a few an hour. */
export async function namesLookedUp({ government, cases, citizens }: MandateScene): Promise<void> {
  const eid = government.running.use(eidApi);
  const [asker, guest, curious] = (await Promise.all([0, 4, 5].map((at) => eid.person(citizens[at]!.subject)))) as [
    NonNullable<Awaited<ReturnType<typeof eid.person>>>,
    NonNullable<Awaited<ReturnType<typeof eid.person>>>,
    NonNullable<Awaited<ReturnType<typeof eid.person>>>,
  ];
  const opened = ({ subject, nationalId, name }: typeof asker) =>
    cases.open({ service: "stall-guest", subject, nationalId, name });
  const { id } = await opened(asker);
  const answer = (values: Record<string, unknown>) => cases.answer({ id, subject: asker.subject, page: "guest", values });
  const shown = await answer({ "guest-number": guest.nationalId });
  assert.deepEqual(shown.errors, [
    { field: "guest", code: "field.not-confirmed", params: { name: guest.name, number: guest.nationalId }, part: "number" },
  ]);
  const other = await answer({ "guest-number": guest.nationalId, "guest-confirmed": asker.nationalId });
  assert.equal(other.errors[0]?.code, "field.not-confirmed", "another number confirms nothing");
  const confirmed = await answer({ "guest-number": guest.nationalId, "guest-confirmed": guest.nationalId });
  assert.deepEqual(confirmed.errors, []);
  const { answers } = await cases.form({ id, subject: asker.subject });
  assert.deepEqual(answers.guest, { number: guest.nationalId, name: guest.name });
  const business = await answer({ "firm-number": "04595257" });
  assert.deepEqual(
    business.errors.map(({ field, code }) => [field, code]),
    [["firm", "field.not-registered"]],
  );

  // the person looked up sees who asked, once; the one who asked has read no more than the name
  const browser = await signedInAs(government.portal, guest.subject);
  for (let tries = 0; ; tries++) {
    const page = await browser.get(`${government.portal}/my-data`);
    const seen = page.text.split("Guest at a stall (test)").length - 1;
    if (seen === 1) break;
    if (tries > 100 || seen > 1) assert.fail(`seen ${seen} times: ${page.text.replaceAll(/<[^>]*>|\s+/g, " ").slice(0, 3_000)}`);
    await sleep(100);
  }

  // going through numbers comes to an end: from then on not even a known one is answered
  const { id: mine } = await opened(curious);
  const codes: (string | undefined)[] = [];
  for (let serial = 1; serial <= 41; serial++) {
    const number = nationalIdOf("Z", "male", 1_000_000 + serial);
    const values = { "guest-number": number };
    codes.push((await cases.answer({ id: mine, subject: curious.subject, page: "guest", values })).errors[0]?.code);
  }
  assert.deepEqual([codes[0], codes[39], codes[40]], ["field.not-registered", "field.not-registered", "field.register-silent"]);
  const late = { id: mine, subject: curious.subject, page: "guest", values: { "guest-number": guest.nationalId } };
  assert.equal((await cases.answer(late)).errors[0]?.code, "field.register-silent");
}
