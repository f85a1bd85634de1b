import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { sql } from "@troad/kernel";
import { nationalIdOf } from "@troad/population";
import type pg from "pg";
import type { Government } from "./government.ts";
import { arm } from "./kill-points.ts";
import { type Person, submitted } from "./kill-ways.ts";

type Scene = { government: Government; administrator: pg.Pool; officer: Person };

/** Applies for the grant of a pitch; not submitted yet. */
async function filled(cases: CasesApi, subject: string, pitch: string, serial: number): Promise<string> {
  const { id } = await cases.open({ service: "stall-grant", subject, nationalId: "A123456789", name: "安娜" });
  const account = { "account-bank": "700", "account-account": "0001234567890" };
  const values = { pitch, childId: nationalIdOf("K", "female", serial), ...account };
  assert.deepEqual((await cases.answer({ id, subject, page: "pitch", values })).errors, []);
  return id;
}

/**
 * Two claim one pitch. The second case, and what it makes of the first, breaks off at its write `at`; a court decides, a lot is drawn, and a monthly
 * benefit begins. Gives both cases.
 */
export async function granted({ government, administrator, officer }: Scene, at: number): Promise<[string, string]> {
  const cases = government.running.use(casesApi);
  const [early, late] = [`early-${at}`, `late-${at}`];
  const first = await filled(cases, early, `pitch ${at}`, 100_000 + at);
  await submitted(cases, first, early);
  await reach(cases, first, early, "court");
  const second = await filled(cases, late, `pitch ${at}`, 200_000 + at);
  await arm(administrator, second, at);
  await submitted(cases, second, late);
  for (let turns = 0; turns < 500; turns++) {
    const { step, ended, state, stopped } = await cases.view({ id: second, subject: late });
    if (ended === "granted" && step === null) {
      await reach(cases, first, early, "court", 2);
      return [first, second];
    }
    if (state === "stopped" || (ended && step === null)) assert.fail(`write ${at}: ${ended} ${step?.id} ${stopped?.code}`);
    const act =
      step?.id === "court"
        ? { act: "receive" as const, text: "The court gave it to both", documents: [] }
        : { act: "draw" as const, word: "west, please" };
    if (step?.id === "court" || step?.id === "lot") {
      const { place } = await cases.acts({ id: second, person: officer });
      await cases.act({ id: second, person: officer, place, act }).catch(() => sleep(20));
    } else await sleep(60);
  }
  return assert.fail(`write ${at}: ${JSON.stringify((await cases.view({ id: second, subject: late })).step)}`);
}

/** Waits until a case stands at a step, to which it has come this often. */
async function reach(cases: CasesApi, id: string, subject: string, step: string, times = 1): Promise<void> {
  for (let turns = 0; turns < 500; turns++) {
    const view = await cases.view({ id, subject });
    const came = view.actions.filter(({ type, data }) => type === "entered" && data.step === step).length;
    if (view.step?.id === step && came === times) return;
    await sleep(60);
  }
  assert.fail(`${id} does not come to ${step} ${times} times`);
}

/** What both cases did, how often each was compared, and the benefits that began. */
export async function leftByGrant(
  { government }: Pick<Scene, "government">,
  [first, second]: [string, string],
): Promise<{ second: string; compared: number; benefits: number }> {
  const db = government.running.schemas.of("cases");
  const actions = (id: string) =>
    db.rows<{ type: string }>(sql`select type from case_action where case_id = ${id}::uuid order by seq`);
  const compared = (await actions(first)).filter(({ type }) => type === "matched").length;
  const found = await government.running.schemas
    .of("benefits")
    .one<{ count: number }>(sql`select count(*)::int as count from entitlement where key = ${`case ${second} grant`}`);
  return { second: (await actions(second)).map(({ type }) => type).join(" "), compared, benefits: found!.count };
}
