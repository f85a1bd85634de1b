import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { sql } from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import type pg from "pg";
import type { Government } from "./government.ts";
import { arm } from "./kill-points.ts";

type Person = Parameters<CasesApi["acts"]>[0]["person"];
type Scene = { government: Government; administrator: pg.Pool; officer: Person };

let calls = 0;

/** Reports an accident at the reporter's own gateway, until it is taken. */
async function report(government: Government, name: string): Promise<string> {
  const gateway = await government.running.use(roadApi).consumerUrl("EDU/NDU");
  const values = { day: "2026-11-20", district: "6300001", hurt: "no" };
  const body = JSON.stringify({ noticeKey: name, person: { nationalId: "F131104093", name }, values });
  for (let tries = 0; tries < 4; tries++) {
    const answer = await fetch(`${gateway}/r1/TWDEMO/GOV/MOJ/DESK/stall-injury/notice/report`, {
      method: "POST",
      headers: {
        ...{ "content-type": "application/json", "x-road-client": "TWDEMO/EDU/NDU/AID" },
        "x-road-id": `kill-notice-${calls++}`,
      },
      body,
    });
    const taken = (await answer.json()) as { caseId?: string };
    if (answer.status === 200) return taken.caseId!;
  }
  return assert.fail(`${name} is not taken`);
}

/**
 * A case that a notice opens, whose person answers a later step and an officer decides, broken off at its write `at`. It is armed by the name of
 * the person, since it has no number yet.
 */
export async function reported({ government, administrator, officer }: Scene, at: number): Promise<string> {
  const cases = government.running.use(casesApi);
  const name = `reported${at}x`;
  await arm(administrator, name, at);
  const id = await report(government, name);
  const applicant: Person = { subject: id, nationalId: "F131104093", name, posts: [] };
  const place = async (person: Person) => (await cases.acts({ id, person })).place;
  for (let turns = 0; turns < 300; turns++) {
    const { step, ended, state } = await cases.view({ id, subject: id });
    if (ended === "granted" && step === null) return id;
    if (state === "stopped") break;
    if (step?.id === "complete") await answerLater(cases, id, applicant).catch(() => sleep(20));
    else if (step?.id === "check") {
      const act = { act: "choose" as const, outcome: "granted", reasons: "as reported" };
      await cases.act({ id, person: officer, place: await place(officer), act }).catch(() => sleep(20));
    } else await sleep(40);
  }
  return assert.fail(`write ${at}: ${JSON.stringify((await cases.view({ id, subject: id })).step)}`);
}

async function answerLater(cases: CasesApi, id: string, person: Person): Promise<void> {
  const form = await cases.stepForm({ id, person });
  const values = { "account-bank": "700", "account-account": "0001234567890" };
  const { errors } = await cases.stepAnswer({ id, person, place: form.place, page: "account", values });
  assert.deepEqual(errors, []);
  await cases.act({ id, person, place: form.place, act: { act: "submit" } });
}

/** What a notice left: one case of this name, no answers that nobody submitted, and the types of its actions. */
export async function leftByNotice({ government }: Pick<Scene, "government">, id: string): Promise<[number, number, string]> {
  const db = government.running.schemas.of("cases");
  const counted = await db.one<{ cases: number; open: number }>(sql`
    select (select count(*)::int from case_index one join case_index other using (applicant) where one.id = ${id}::uuid) as cases,
      (select count(*)::int from case_fill where case_id = ${id}::uuid) as open`);
  const actions = await db.rows<{ type: string }>(sql`select type from case_action where case_id = ${id}::uuid order by seq`);
  return [counted!.cases, counted!.open, actions.map(({ type }) => type).join(" ")];
}
