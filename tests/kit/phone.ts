import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { eidApi } from "@troad/eid/api";
import { sql } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { until } from "./exchange.ts";
import type { MandateScene } from "./mandates.ts";
import { signedInAs } from "./tampering.ts";

/** An officer files for a caller, who proves by a code sent to their own number who they are; the officer learns of nobody whether they are known. */
export async function phoneFiling({ government, cases, citizens, officers }: MandateScene): Promise<void> {
  const at = (path: string) => `${government.portal}${path}`;
  const { running } = government;
  const eid = running.use(eidApi);
  const [caller, another] = (await Promise.all([citizens[2]!, citizens[3]!].map(({ subject }) => eid.person(subject)))) as [
    NonNullable<Awaited<ReturnType<typeof eid.person>>>,
    NonNullable<Awaited<ReturnType<typeof eid.person>>>,
  ];
  const [office, colleague, citizen] = (await Promise.all(
    [officers[0]!.subject, officers[1]!.subject, caller.subject].map((subject) => signedInAs(government.portal, subject)),
  )) as [Awaited<ReturnType<typeof signedInAs>>, Awaited<ReturnType<typeof signedInAs>>, Awaited<ReturnType<typeof signedInAs>>];
  assert.equal((await citizen.get(at("/desk/phone"))).status, 403);
  const typed = { service: "stall-permit", nationalId: caller.nationalId, name: caller.name };
  assert.ok((await office.post(at("/desk/phone"), { ...typed, service: "good-conduct" })).text.includes('id="service-error"'));
  const sentTo = async (name: string): Promise<string[]> =>
    (await running.use(notifyApi).demoSent({ limit: 50 }))
      .filter((one) => JSON.stringify(one).includes(name))
      .flatMap((one) => {
        const said = /(?:驗證碼：|Code for your call: )(\d{6})|(\d{6}) (?:是您與|is the code for your call)/.exec(
          JSON.stringify(one),
        );
        return said?.[1] ?? said?.[2] ?? [];
      });
  const begin = async (fields: Record<string, string>) => {
    const page = await office.post(at("/desk/phone"), fields);
    return { page, id: /name="id" value="([0-9a-f-]{36})"/.exec(page.text)?.[1] ?? assert.fail(page.text) };
  };
  const withoutId = (text: string): string =>
    text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "").replace(/name="nationalId" value="[^"]*"/, "");
  const nobody = await begin({ ...typed, nationalId: "F131104093", name: caller.name });
  const { page, id } = await begin(typed);
  assert.equal(withoutId(nobody.page.text), withoutId(page.text), "the answer is the same");
  const atLeast = (number: number): Promise<string[]> =>
    until(async () => {
      const sent = await sentTo(caller.name);
      return sent.length >= number ? sent : undefined;
    }, `${number} codes`);
  const [code = ""] = await atLeast(1);
  const enter = (fields: Record<string, string>, browser = office) =>
    browser.post(at("/desk/phone/code"), { id, nationalId: caller.nationalId, name: caller.name, code, ...fields });
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
  assert.equal((await enter({ code: wrong })).status, 422);
  assert.equal((await enter({}, colleague)).status, 422, "another officer's code");
  assert.equal((await enter({ nationalId: another.nationalId, name: another.name })).status, 422, "for another person");
  let form = await enter({});
  const draft = /counter\/([0-9a-f-]{36})\/form/.exec(form.url)?.[1] ?? assert.fail(form.url);
  assert.equal((await enter({})).status, 422, "it is used once");
  form = await office.post(form.url, { district: "6300001", goods: "茶" });
  const account = { "account-bank": "700", "account-account": "0001234567890" };
  form = await office.post(form.url, { partnerId: "B123456780", partnerName: "奧托", ...account });
  assert.ok(!form.text.includes('name="paper-file"'), "nothing is signed on the telephone");
  assert.ok(!(await cases.listOf(caller.subject, { limit: 20 })).some((one) => one.id === draft), "nothing is filed yet");
  const filed = await office.upload(form.url, new FormData());
  assert.ok(filed.url.includes(`filed=${draft}`), `${filed.status} ${filed.url}`);
  const own = await citizen.get(at(`/cases/${draft}`));
  assert.match(own.text, /By officer [^<]+, on the telephone/);
  const [measured] = await running.schemas
    .of("cases")
    .rows(sql`select channel from case_measure where case_id = ${draft} and kind = 'submitted'`);
  assert.equal(measured?.channel, "phone");
  for (let tries = 0; tries < 3; tries++) await begin(typed);
  const sent = await atLeast(3);
  await begin(typed);
  await sleep(500);
  assert.deepEqual(await sentTo(caller.name), sent, "no more than three an hour reach a person");
  await cases.withdraw({ id: draft, subject: caller.subject });
}
