import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { sql } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { roadApi } from "@troad/road/api";
import type { Browser } from "../../apps/troad/demo/browser.ts";
import type { Government } from "./government.ts";

type Person = Parameters<CasesApi["act"]>[0]["person"];
type Scene = { government: Government; signedIn(subject: string): Promise<Browser>; officer: Person; elsewhere: Person };

let calls = 0;
const values = { day: "2026-11-20", district: "6300001", hurt: "no" };

/** What another authority reports over the road opens a case of the person it names. */
export async function openedByNotice({ government, signedIn, officer, elsewhere }: Scene): Promise<void> {
  const cases = government.running.use(casesApi);
  const { portal } = government;
  const people = await government.running.use(eidApi).demoPeople();
  const { subject } = people.find((one) => one.label === "low")!;
  const person = (await government.running.use(eidApi).person(subject))!;
  const named = { nationalId: person.nationalId, name: "as the hospital wrote it" };
  const notice = { noticeKey: "accident 2026-1", person: named, values };
  /** A call of an information system at its own gateway. */
  const send = async (body: object, client = "EDU/NDU/AID", endpoint = "notice/report") => {
    const gateway = await government.running.use(roadApi).consumerUrl(client.split("/").slice(0, 2).join("/"));
    const answer = await fetch(`${gateway}/r1/TWDEMO/GOV/MOJ/DESK/stall-injury/${endpoint}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-road-client": `TWDEMO/${client}`, "x-road-id": `test-notice-${calls++}` },
      body: JSON.stringify(body),
    });
    return [answer.status, (await answer.json()) as Record<string, unknown>] as const;
  };
  const codeOf = async (...asked: Parameters<typeof send>) => {
    const [, { code, type }] = await send(...asked);
    return code ?? type;
  };
  const count = async () =>
    (await government.running.schemas
      .of("cases")
      .one<{ n: number }>(sql`select count(*)::int as n from case_index where service = 'stall-injury'`))!.n;

  // an own application that is open beside it stands in no way
  const draft = await cases.open({ service: "stall-injury", subject, nationalId: person.nationalId, name: person.name });
  const before = await count();
  for (const [code, body, client] of [
    ["notice.person-invalid", { ...notice, person: { ...named, nationalId: "A000000000" } }],
    ["notice.field-unknown", { ...notice, values: { ...values, account: "700-0001234567890" } }],
    ["notice.field-not-agreed", { ...notice, values: { ...values, days: 3 } }],
    ["notice.incomplete", { ...notice, values: { ...values, day: "2026-02-30" } }],
    ["notice.incomplete", { ...notice, values: { district: "6300001", hurt: false } }],
    ["notice.incomplete", { ...notice, values: { ...values, hurt: true } }],
    ["request.invalid", { ...notice, at: "2020-01-01" }],
    // a right alone is not enough: the service says from whom it takes notices
    ["notice.not-allowed", notice, "GOV/MOI/REGISTERS"],
    ["Server.ServerProxy.AccessDenied", notice, "GOV/MOE/REGISTERS"],
  ] as const)
    assert.equal(await codeOf(body, client), code);
  assert.equal(await codeOf(notice, "EDU/NDU/AID", "notice/complete"), "Server.ServerProxy.AccessDenied");
  assert.equal(await count(), before, "what is refused opens nothing");

  const twice = await Promise.all([send(notice), send(notice)]);
  const [[status, opened]] = twice;
  assert.equal(status, 200, JSON.stringify(opened));
  assert.deepEqual(twice[1], twice[0]);
  assert.deepEqual(await send(notice), twice[0], "the same notice is the same case");
  assert.equal(await codeOf({ ...notice, values: { ...values, hurt: "yes" } }), "notice.incomplete");
  assert.equal(await codeOf({ ...notice, values: { ...values, day: "2026-11-21" } }), "notice.key-used");
  assert.equal(await count(), before + 1);

  // who is named in it is its applicant, by the name of the eID, and finds it
  const id = String(opened.caseId);
  const found = await cases.view({ id, subject });
  assert.deepEqual([found.applicant, found.step?.id, found.answers.district], [person.name, "complete", "6300001"]);
  assert.deepEqual(found.actions.map(({ type, actor }) => [type, actor]).slice(0, 3), [
    ["opened", "TWDEMO/EDU/NDU/AID"],
    ["submitted", "TWDEMO/EDU/NDU/AID"],
    ["answered", "TWDEMO/EDU/NDU/AID"],
  ]);
  const messages = government.running.use(notifyApi);
  for (
    let tries = 0;
    !(await messages.inbox({ to: subject, limit: 50 })).some((one) => one.template === "case-noticed" && one.link?.endsWith(id));
    tries++
  ) {
    if (tries > 100) assert.fail("nobody told the applicant");
    await sleep(50);
  }
  const browser = await signedIn(subject);
  assert.match((await browser.get(`${portal}/cases`)).text, new RegExp(`/cases/${id}"`));
  const page = await browser.get(`${portal}/cases/${id}`);
  assert.match(page.text, /Reported by National Demonstration University/);
  assert.match(
    (await browser.get(`${portal}/cases/${id}/fill/account`)).text,
    /20 November 2026<br><span class="tr-hint">from earlier answers/,
  );
  assert.equal((await cases.form({ id: draft.id, subject })).state, "draft");
  await cases.withdraw({ id: draft.id, subject });

  // the officers of its place reach it, also where the person cannot sign in
  const stranger = { noticeKey: "accident 2026-2", person: { nationalId: "F131104093", name: "<b>無名</b>" }, values };
  const [, unknown] = await send(stranger);
  const other = String(unknown.caseId);
  assert.equal((await cases.viewAsOfficer({ id: other, agency: "moj", person: officer })).applicant, "<b>無名</b>");
  await assert.rejects(cases.viewAsOfficer({ id: other, agency: "moj", person: elsewhere }), { code: "case.not-found" });
  await assert.rejects(cases.view({ id: other, subject }), { code: "case.not-found" });
}
