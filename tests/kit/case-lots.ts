import assert from "node:assert/strict";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { isFair } from "../../modules/cases/domain/lot.ts";
import type { Government } from "./government.ts";
import { refusedWith } from "./refused.ts";

type Person = Parameters<CasesApi["act"]>[0]["person"];
type Drawn = { step: string; word: string; secret: string; lot: string };

/** A lot is sealed before, drawn by one officer in one act, found in the chain by anyone who draws it again, and never drawn a second time. */
export async function drawnOnce({ government, officers }: { government: Government; officers: [Person, Person] }): Promise<void> {
  const cases = government.running.use(casesApi);
  const [one, other] = officers;
  const own = { subject: "anna", nationalId: "A123456789", name: "安娜" };
  const { id } = await cases.open({ service: "stall-lot", ...own });
  await cases.answer({ id, subject: "anna", page: "where", values: { district: "6300001" } });
  await cases.submit({ id, subject: "anna" });
  const actions = async () => (await cases.view({ id, subject: "anna" })).actions;
  const entered = (await actions()).findLast(({ type, data }) => type === "entered" && data.step === "draw");
  const commitment = String(entered?.data.commitment);
  assert.match(commitment, /^[0-9a-f]{64}$/, "it is sealed before anyone says a word");
  const { place, acts } = await cases.acts({ id, person: one });
  assert.ok(acts.some(({ act }) => act === "draw"));
  const draw = (person: Person, word: string) => cases.act({ id, person, place, act: { act: "draw", word } });
  const both = await Promise.allSettled([draw(one, "east, please"), draw(other, "west, please")]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"], "two at once draw one lot");
  const drawings = async () => (await actions()).flatMap(({ type, data }) => (type === "drawn" ? [data as Drawn] : []));
  const [drawn] = await drawings();
  assert.equal(isFair(["east", "west"], id, commitment, drawn!), true);
  await refusedWith("case.act-not-allowed", draw(one, "once more"));
  const again = (await cases.acts({ id, person: one })).place;
  assert.equal(again.step, "check");
  await cases.act({ id, person: one, place: again, act: { act: "choose", outcome: "again", reasons: "" } });
  const now = await cases.acts({ id, person: one });
  assert.equal(now.place.step, "check", "a case that comes to the drawing again passes it with its lot");
  await refusedWith("case.act-not-allowed", cases.act({ id, person: one, place: now.place, act: { act: "draw", word: "" } }));
  assert.deepEqual(await drawings(), [drawn]);
}
