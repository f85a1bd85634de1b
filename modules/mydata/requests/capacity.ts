import type { DataSet } from "@troad/directory";
import { failures, taipeiDate } from "@troad/kernel";
import type { MandateInForce, PeopleApi } from "@troad/people/api";
import type { Downloads } from "../downloads/downloads.ts";

const fail = failures({
  "mydata.represented": 403,
  "mydata.minor": 403,
  "mydata.mandate-ended": 403,
  "mydata.age-unknown": 503,
});
/** The name of mydata among services: a mandate for everything covers it, one for others does not. */
const service = "my-data";
const majority = 18;

/** Majority: the eighteenth birthday (Civil Code article 12). Both days as `YYYY-MM-DD`. */
export const isOfAge = (birthDate: string, today: string): boolean =>
  `${Number(birthDate.slice(0, 4)) + majority}${birthDate.slice(4)}` <= today;

export type CapacityParts = {
  people: Pick<PeopleApi, "inForce" | "mandatesOf">;
  downloads: Pick<Downloads, "fetchFor">;
  sets: readonly DataSet[];
  clock: { now(): Date };
  purpose(lang: string): string;
};

/** For whom someone may agree: people whose mandates say so; businesses have no data sets. */
export async function principalsOf({ people }: Pick<CapacityParts, "people">, holder: string): Promise<MandateInForce[]> {
  return (await people.inForce({ holder, service })).filter(({ principal }) => !principal.subject.startsWith("business:"));
}

/** Whose data it is: one's own, or that of the principal of a mandate in force. */
export async function onWhoseBehalf(
  parts: Pick<CapacityParts, "people">,
  holder: string,
  mandate: string | null,
): Promise<{ subject: string; mandate: string | null }> {
  if (mandate === null) return { subject: holder, mandate };
  const found = (await principalsOf(parts, holder)).find(({ id }) => id === mandate);
  if (!found) throw fail("mydata.mandate-ended");
  return { subject: found.principal.subject, mandate };
}

/** Refuses a person who does not decide for themselves: a ward, or a minor by what the household register says. Asked anew for each consent. */
export async function mustDecideAlone(
  { people, downloads, sets, clock, purpose }: CapacityParts,
  { id, subject, nationalId, lang }: { id: string; subject: string; nationalId: string; lang: string },
): Promise<void> {
  const given = await people.mandatesOf({ subject, side: "given", limit: 100 });
  if (given.some(({ kind, state }) => state === "held" && (kind === "parent" || kind === "guardian")))
    throw fail("mydata.represented");
  const set = sets.find(({ fields }) => fields.some(({ name }) => name === "birthDate"));
  if (!set) throw fail("mydata.age-unknown");
  const asked = { ...set, fields: set.fields.filter(({ name }) => name === "birthDate") };
  const [found] = await downloads.fetchFor({ id, subject, nationalId, sets: [asked], purposes: { [set.id]: purpose(lang) } });
  const born = found?.records[0]?.birthDate;
  if (typeof born !== "string") throw fail("mydata.age-unknown");
  if (!isOfAge(born, taipeiDate(clock.now()))) throw fail("mydata.minor");
}
