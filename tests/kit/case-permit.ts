import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { notifyApi } from "@troad/notify/api";
import type { Browser } from "../../apps/troad/demo/browser.ts";
import type { Government } from "./government.ts";

/** The form of a page that sends this act, as a browser without JavaScript sends it. */
export const hiddenOf = (html: string): { step: string; visit: string } => ({
  step: /name="step" value="([^"]*)"/.exec(html)?.[1] ?? "",
  visit: /name="visit" value="([^"]*)"/.exec(html)?.[1] ?? "",
});

/** What a partner, officers and an applicant do with a permit, as browsers without JavaScript send it. */
export async function permitInTheBrowser(government: Government, signedIn: (subject: string) => Promise<Browser>): Promise<void> {
  const cases = government.running.use(casesApi);
  const { portal } = government;
  const people = await government.running.use(eidApi).demoPeople();
  const [low, none] = ["low", "none"].map((label) => people.find((one) => one.label === label)!);
  const officers = people.filter((one) => one.label === "inspector");
  assert.equal(officers.length, 3, "the third one inspects another district: tests/people.test.ts");
  const partner = (await government.running.use(eidApi).person(none!.subject))!;
  const applicant = await signedIn(low!.subject);
  const place = await applicant.post(`${portal}/services/stall-permit/start`, {});
  const partnerPage = await applicant.post(place.url, { district: "6300001", goods: "<b>tea</b>" });
  const check = await applicant.post(partnerPage.url, {
    ...{ partnerId: partner.nationalId, partnerName: partner.name },
    ...{ "account-bank": "700", "account-account": "0001234567890" },
  });
  assert.match(check.url, /\/check$/);
  const waiting = await applicant.post(check.url, { agree: "yes" });
  assert.match(waiting.text, /Waiting for you|A party has to complete this step/);
  const caseUrl = waiting.url;
  const id = caseUrl.split("/").at(-1)!;

  const other = await signedIn(none!.subject);
  assert.match((await other.get(`${portal}/signatures`)).text, /Market stall permit/);
  assert.equal((await other.get(caseUrl)).status, 404, "the case itself is the applicant's");
  const asked = await other.get(`${portal}/signatures/${id}`);
  assert.match(asked.text, /&lt;b&gt;tea&lt;\/b&gt;/);
  assert.equal((await applicant.get(`${portal}/signatures/${id}`)).status, 200, "the applicant is a party too");
  assert.doesNotMatch((await applicant.get(`${portal}/signatures/${id}`)).text, /Agree and sign/);
  const signed = await other.post(`${portal}/signatures/${id}`, { act: "sign", ...hiddenOf(asked.text) });
  assert.match(signed.text, /Nothing here waits for you/);

  const first = await signedIn(officers[0]!.subject);
  assert.match((await first.get(`${portal}/desk?state=reviewing`)).text, new RegExp(id));
  assert.match((await first.get(`${portal}/work`)).text, /Applications to review/);
  const desk = `${portal}/desk/${id}`;
  const empty = await first.post(`${desk}/act`, { act: "ask", items: " ", ...hiddenOf((await first.get(desk)).text) });
  assert.equal(empty.status, 422);
  assert.match(empty.text, /Fill in this part/);
  await first.post(`${desk}/act`, { act: "ask", items: "A plan\nA photo", ...hiddenOf((await first.get(desk)).text) });
  const missing = await applicant.get(caseUrl);
  assert.match(missing.text, /<li>A plan<\/li><li>A photo<\/li>/);
  assert.match(
    (await applicant.post(`${caseUrl}/act`, { act: "supply", text: " ", ...hiddenOf(missing.text) })).text,
    /Fill in this part/,
  );
  await applicant.post(`${caseUrl}/act`, { act: "supply", text: "Here", ...hiddenOf(missing.text) });
  await first.post(`${desk}/act`, { act: "choose", outcome: "complete", reasons: "", ...hiddenOf((await first.get(desk)).text) });
  assert.doesNotMatch((await first.get(desk)).text, /name="outcome"/, "four eyes");

  const second = await signedIn(officers[1]!.subject);
  const form = hiddenOf((await second.get(desk)).text);
  const unexplained = await second.post(`${desk}/act`, { act: "choose", outcome: "refused", reasons: "", ...form });
  assert.match(unexplained.text, /Give your reasons/);
  await second.post(`${desk}/act`, { act: "choose", outcome: "refused", reasons: "Too narrow", ...form });
  // double submit (opencrvs/opencrvs-core#7477)
  assert.equal(
    (await second.post(`${desk}/act`, { act: "choose", outcome: "refused", reasons: "Too narrow", ...form })).status,
    409,
  );
  for (let tries = 0; (await cases.view({ id, subject: low!.subject })).ended !== "refused" && tries < 100; tries++)
    await sleep(50);
  const refused = await applicant.get(caseUrl);
  assert.match(refused.text, /Object to this decision/);
  // each party has a letter of its own, with the agency's seal in the file; nobody else opens it
  const letters = [...refused.text.matchAll(/\/cases\/[0-9a-f-]+\/letters\/[0-9a-f-]+\.(?:pdf|jwt)/g)].map(
    ([address]) => address,
  );
  assert.equal(letters.length, 1);
  // a legal notice: it is delivered when its receiver opens it, the letter itself included, and nobody else's opening counts
  const notify = government.running.use(notifyApi);
  const key = `case letter ${id} ${letters[0]!.split("/").at(-1)!.replace(/\..*/, "")}`;
  const limitOf = async () => {
    const { acts } = await cases.acts({ id, person: { subject: low!.subject, name: "", posts: [] } });
    return acts.flatMap((one) => (one.act === "objection" ? [one.until] : []));
  };
  assert.match(refused.text, /Not delivered yet/);
  for (
    let tries = 0;
    !(await notify.inbox({ to: low!.subject, limit: 50 })).some(({ template }) => template === "official-notice");
    tries++
  ) {
    assert.ok(tries < 100, "the notice was sent");
    await sleep(50);
  }
  assert.deepEqual([await notify.delivered(key), await limitOf()], [null, [null]]);
  await second.get(`${portal}${letters[0]!.replace("/cases/", "/desk/")}`);
  assert.equal(await notify.delivered(key), null, "an officer's look delivers nothing");
  const pdf = await applicant.get(`${portal}${letters[0]}`);
  const { appealUntil } = (await notify.delivered(key))!;
  for (let tries = 0; (await limitOf())[0] !== appealUntil; tries++) {
    assert.ok(tries < 100, `the objection ends on ${(await limitOf())[0]}, the notice says ${appealUntil}`);
    await sleep(50);
  }
  assert.match((await applicant.get(caseUrl)).text, /Delivered on/);
  assert.match(pdf.text, /^%PDF-1\.7/);
  assert.match(pdf.text, /\/SubFilter\s*\/ETSI\.CAdES\.detached/);
  const office = await second.get(desk);
  const all = [...office.text.matchAll(/\/desk\/[0-9a-f-]+\/letters\/[0-9a-f-]+\.pdf/g)].map(([address]) => address);
  assert.equal(all.length, 2);
  const partners = all.find((address) => address.split("/").at(-1) !== letters[0]!.split("/").at(-1))!;
  assert.equal((await second.get(`${portal}${partners}`)).status, 200);
  assert.equal((await applicant.get(`${portal}${partners.replace("/desk/", "/cases/")}`)).status, 404, "the partner's letter");
  await applicant.post(`${caseUrl}/act`, { act: "objection", text: "It is wide", ...hiddenOf(refused.text) });
  assert.equal((await cases.view({ id, subject: low!.subject })).step?.id, "objection");
}
