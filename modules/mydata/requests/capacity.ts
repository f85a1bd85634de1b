import type { DataSet } from "@troad/directory";
import { failures, taipeiDate } from "@troad/kernel";
import type { MandateInForce, PeopleApi } from "@troad/people/api";
import type { Downloads } from "../downloads/downloads.ts";

const fail = failures({
  "mydata.represented": 403,
  "mydata.minor": 403,
  "mydata.mandate-ended": 403,
  "mydata.age-unknown": 503,
  "mydata.no-national-id": 409,
});
/** The name of mydata among services: a mandate for everything covers it, one for others does not. */
const service = "my-data";
const majority = 18;
const mandatesAtOnce = 100;

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

type Someone = { subject: string; nationalId: string };
type Asked = Someone & { id: string; lang: string };

/** For whom someone may agree: people whose mandates say so; businesses have no data sets. */
export async function principalsOf({ people }: Pick<CapacityParts, "people">, holder: string): Promise<MandateInForce[]> {
  return (await people.inForce({ holder, service })).filter(({ principal }) => !principal.subject.startsWith("business:"));
}

/**
 * Whose data it is: one's own, or that of the principal of a mandate in force; `alone` is who has to be able to decide alone, `minor` who must not. A
 * parent decides for a child that is a minor, a guardian for a ward, while an agent can do no more than who gave the mandate.
 */
export async function onWhoseBehalf(
  parts: Pick<CapacityParts, "people">,
  { subject: holder, nationalId }: { subject: string; nationalId: string | null },
  mandate: string | null,
): Promise<{ subject: string; alone: Someone | null; minor: Someone | null }> {
  if (mandate === null) {
    if (nationalId === null) throw fail("mydata.no-national-id");
    return { subject: holder, alone: { subject: holder, nationalId }, minor: null };
  }
  const found = (await principalsOf(parts, holder)).find(({ id }) => id === mandate);
  if (!found) throw fail("mydata.mandate-ended");
  const { subject, number } = found.principal;
  const principal = { subject, nationalId: number };
  return { subject, alone: found.kind === "agent" ? principal : null, minor: found.kind === "parent" ? principal : null };
}

/** Refuses a person who does not decide for themselves: a ward, or a minor by what the household register says. Asked anew for each consent. */
export async function mustDecideAlone(parts: CapacityParts, asked: Asked): Promise<void> {
  const { people } = parts;
  const { subject } = asked;
  for (let before: string | undefined, isLast = false; !isLast; ) {
    const given = await people.mandatesOf({ subject, side: "given", limit: mandatesAtOnce, ...(before ? { before } : {}) });
    // a parent's mandate counts as long as the child is a minor, which the register says
    if (given.some(({ kind, state }) => state === "held" && kind === "guardian")) throw fail("mydata.represented");
    before = given.at(-1)?.id;
    isLast = given.length < mandatesAtOnce;
  }
  if (!(await mayDecide(parts, asked))) throw fail("mydata.minor");
}

/** Refuses a parent whose child has come of age: nobody may have ended the mandate (Civil Code articles 12, 1084 and 1086). */
export async function mustBeMinor(parts: CapacityParts, asked: Asked): Promise<void> {
  if (await mayDecide(parts, asked)) throw fail("mydata.mandate-ended");
}

/** Whether a person has come of age, by the household register, which is asked anew. */
async function mayDecide(
  { downloads, sets, clock, purpose }: CapacityParts,
  { id, subject, nationalId, lang }: Asked,
): Promise<boolean> {
  const set = sets.find(({ fields }) => fields.some(({ name }) => name === "birthDate"));
  if (!set) throw fail("mydata.age-unknown");
  const asked = { ...set, fields: set.fields.filter(({ name }) => name === "birthDate") };
  const [found] = await downloads.fetchFor({ id, subject, nationalId, sets: [asked], purposes: { [set.id]: purpose(lang) } });
  const born = found?.records[0]?.birthDate;
  if (typeof born !== "string") throw fail("mydata.age-unknown");
  return isOfAge(born, taipeiDate(clock.now()));
}
