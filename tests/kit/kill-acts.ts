import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { casesApi } from "@troad/cases/api";
import { sql } from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import type pg from "pg";
import { officerAs } from "./access-case.ts";
import { demoPeopleOf } from "./demo-people.ts";
import type { Government } from "./government.ts";
import { arm } from "./kill-points.ts";
import { submitted } from "./kill-ways.ts";

type Scene = { government: Government; administrator: pg.Pool };

/** A case at whose end a module does what was decided: the university gets a subsystem on the road. It is broken off at its write `at`. */
export async function registered({ government, administrator }: Scene, at: number): Promise<string> {
  const cases = government.running.use(casesApi);
  const owner = (await demoPeopleOf(government)).find(({ label }) => label === "case-officer")!;
  const { subject, name, nationalId } = owner;
  const { id } = await cases.open({ service: "road-member", subject, name, nationalId });
  const answers = {
    what: { what: "subsystem" },
    whose: { member: "EDU/NDU" },
    system: { subsystem: `KILL${at}`, purpose: "Loans", contact: "road@example.tw", promise: "yes" },
  };
  for (const [page, values] of Object.entries(answers))
    assert.deepEqual((await cases.answer({ id, subject, page, values })).errors, [], page);
  await arm(administrator, id, at);
  await submitted(cases, id, subject);
  const operator = officerAs("operator-kill", "road-operator", "moda");
  for (let turns = 0; turns < 500; turns++) {
    const { step, ended, state, stopped } = await cases.view({ id, subject });
    if (ended === "granted" && step === null) return id;
    if (ended === "refused" || state === "stopped") {
      const no = (await cases.view({ id, subject })).actions.find(({ type }) => type === "act-refused")?.data.code;
      assert.fail(`write ${at}: ${ended} ${step?.id} ${stopped?.code} ${no}`);
    }
    if (step?.id === "decide") {
      const { place } = await cases.acts({ id, person: operator });
      const act = { act: "choose" as const, outcome: "granted", reasons: "as the file says" };
      await cases.act({ id, person: operator, place, act }).catch(() => sleep(20));
    } else await sleep(60);
  }
  return assert.fail(`write ${at}: ${JSON.stringify((await cases.view({ id, subject })).step)}`);
}

/** How often a module answered a case (asked whether, and when it did it), the letters that tell of it, and how often the member has the subsystem. */
export async function leftByAct(
  { government }: Scene,
  id: string,
  at: number,
): Promise<[acts: number, letters: number, subsystems: number]> {
  const db = government.running.schemas.of("cases");
  const counted = await db.one<{ acts: number; letters: number }>(sql`
    select (select count(*)::int from case_action where case_id = ${id}::uuid and type = 'acted') as acts,
      (select count(*)::int from case_letter where case_id = ${id}::uuid) as letters`);
  const member = (await government.running.use(roadApi).members()).find((one) => one.member === "EDU/NDU");
  return [counted!.acts, counted!.letters, member!.subsystems.filter((one) => one === `KILL${at}`).length];
}
