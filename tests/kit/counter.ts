import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { eidApi } from "@troad/eid/api";
import { notifyApi } from "@troad/notify/api";
import { formOf } from "./files.ts";
import { type MandateScene, signedByPartner } from "./mandates.ts";
import { signedInAs } from "./tampering.ts";

/** An officer files at the counter for a person who is present, with the paper that they signed; the case names both, and the person is told. */
export async function counterFiling({ government, cases, citizens, officers }: MandateScene): Promise<void> {
  const at = (path: string) => `${government.portal}${path}`;
  const eid = government.running.use(eidApi);
  const applicant = (await eid.person(citizens[3]!.subject))!;
  const [clerk, colleague] = (await Promise.all(officers.map(({ subject }) => eid.person(subject)))) as [
    typeof applicant,
    typeof applicant,
  ];
  const [office, other, citizen] = (await Promise.all(
    [clerk, colleague, applicant].map(({ subject }) => signedInAs(government.portal, subject)),
  )) as [Awaited<ReturnType<typeof signedInAs>>, Awaited<ReturnType<typeof signedInAs>>, Awaited<ReturnType<typeof signedInAs>>];
  assert.equal((await citizen.get(at("/desk/counter"))).status, 403);
  assert.ok((await office.get(at("/work"))).text.includes('href="/desk/counter"'), "the way there stands in the menu");

  const typed = { service: "stall-permit", nationalId: applicant.nationalId, name: applicant.name };
  for (const wrong of [{ name: "someone else" }, { nationalId: clerk.nationalId, name: clerk.name }]) {
    const page = await office.post(at("/desk/counter"), { ...typed, ...wrong });
    assert.ok(page.status === 422 && page.text.includes('id="nationalId-error"'), JSON.stringify(wrong));
  }
  assert.ok((await office.post(at("/desk/counter"), { ...typed, service: "good-conduct" })).text.includes('id="service-error"'));
  let page = await office.post(at("/desk/counter"), typed);
  const id = /counter\/([0-9a-f-]{36})/.exec(page.url)![1]!;
  assert.ok((await office.get(at("/desk/counter"))).text.includes(id), "a draft is found again");
  for (const browser of [other, citizen]) assert.ok([403, 404].includes((await browser.get(page.url)).status));
  page = await office.post(page.url, { district: "6300001", goods: "茶" });
  const account = { "account-bank": "700", "account-account": "0001234567890" };
  page = await office.post(page.url, { partnerId: "B123456780", partnerName: "奧托", ...account });
  assert.ok(page.url.endsWith(`/desk/counter/${id}/check`), page.url);
  assert.deepEqual(await cases.listOf(applicant.subject, { limit: 10 }), [], "nothing is filed yet");
  for (const file of [undefined, "zip.png"] as const) {
    const refused = await office.upload(page.url, formOf({}, file ? { "paper-file": file } : {}));
    assert.ok(refused.status === 422 && refused.text.includes('id="paper-error"'), file);
  }
  const person = { subject: clerk.subject, name: clerk.name, posts: [] };
  await assert.rejects(cases.fileAtCounter({ id, officer: person, paper: [] }), { code: "case.not-at-counter" });
  const inspecting = { ...person, posts: [{ role: "inspector", agency: "moj", area: null }] };
  await assert.rejects(cases.fileAtCounter({ id, officer: inspecting, paper: [crypto.randomUUID()] }), {
    code: "case.paper-missing",
  });
  const filed = await office.upload(page.url, formOf({}, { "paper-file": "plan.pdf" }));
  assert.ok(filed.url.includes(`filed=${id}`) && filed.status === 200, filed.url);

  const own = await citizen.get(at(`/cases/${id}`));
  assert.ok(own.text.includes(`By officer ${clerk.name}, at the counter`) && own.text.includes(applicant.name), own.url);
  assert.ok((await citizen.get(at("/cases"))).text.includes(`/cases/${id}`));
  const [paper] = /\/cases\/[0-9a-f-]{36}\/files\/[0-9a-f-]{36}/.exec(own.text) ?? [];
  assert.equal((await citizen.get(at(paper!))).type, "application/pdf");
  const notify = government.running.use(notifyApi);
  const told = async () =>
    (await notify.inbox({ to: applicant.subject, limit: 10 })).some(({ template }) => template === "case-filed");
  for (let tries = 0; !(await told()); tries++) {
    if (tries > 100) assert.fail("the applicant was not told");
    await sleep(50);
  }
  // filed, it is the citizen's: the clerk has no way to it but the desk
  await assert.rejects(cases.view({ id, subject: clerk.subject }), { code: "case.not-found" });
  assert.ok((await office.get(at(`/desk/${id}`))).text.includes(`By officer ${clerk.name}, at the counter`));

  await signedByPartner({ cases }, id);
  const acts = async (subject: string) =>
    (await cases.acts({ id, person: { ...inspecting, subject } })).acts.map(({ act }) => act);
  assert.ok((await acts(clerk.subject)).includes("choose"), "the first look may be the clerk's");
  const { place } = await cases.acts({ id, person: { ...inspecting, subject: colleague.subject } });
  const checked = { act: "choose" as const, outcome: "complete", reasons: "" };
  await cases.act({ id, person: { ...inspecting, subject: colleague.subject }, place, act: checked });
  assert.deepEqual(await acts(clerk.subject), ["note"], "where four eyes are asked, those of the clerk are not the second");

  // a person without an eID: the case stands for them
  const stranger = { service: "stall-permit", nationalId: "F131104093", name: "無卡" };
  const opened = await cases.openAtCounter({ ...stranger, officer: inspecting });
  assert.equal((await cases.view({ id: opened.id, subject: clerk.subject })).subject, opened.id);
  await cases.withdraw({ id: opened.id, subject: clerk.subject });
  await assert.rejects(cases.view({ id: opened.id, subject: clerk.subject }), { code: "case.not-found" });
}
