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

/** For whom someone may agree: people whose mandates say so; businesses have no data sets. */
export async function principalsOf({ people }: Pick<CapacityParts, "people">, holder: string): Promise<MandateInForce[]> {
  return (await people.inForce({ holder, service })).filter(({ principal }) => !principal.subject.startsWith("business:"));
}

/**
 * Whose data it is: one's own, or that of the principal of a mandate in force; `alone` is who has to be able to decide alone. A parent or a
 * guardian decides for others, while an agent can do no more than who gave the mandate.
 */
export async function onWhoseBehalf(
  parts: Pick<CapacityParts, "people">,
  { subject: holder, nationalId }: { subject: string; nationalId: string | null },
  mandate: string | null,
): Promise<{ subject: string; alone: { subject: string; nationalId: string } | null }> {
  if (mandate === null) {
    if (nationalId === null) throw fail("mydata.no-national-id");
    return { subject: holder, alone: { subject: holder, nationalId } };
  }
  const found = (await principalsOf(parts, holder)).find(({ id }) => id === mandate);
  if (!found) throw fail("mydata.mandate-ended");
  const { subject, number } = found.principal;
  return { subject, alone: found.kind === "agent" ? { subject, nationalId: number } : null };
}

/** Refuses a person who does not decide for themselves: a ward, or a minor by what the household register says. Asked anew for each consent. */
export async function mustDecideAlone(
  { people, downloads, sets, clock, purpose }: CapacityParts,
  { id, subject, nationalId, lang }: { id: string; subject: string; nationalId: string; lang: string },
): Promise<void> {
  for (let before: string | undefined, isLast = false; !isLast; ) {
    const given = await people.mandatesOf({ subject, side: "given", limit: mandatesAtOnce, ...(before ? { before } : {}) });
    if (given.some(({ kind, state }) => state === "held" && (kind === "parent" || kind === "guardian")))
      throw fail("mydata.represented");
    before = given.at(-1)?.id;
    isLast = given.length < mandatesAtOnce;
  }
  const set = sets.find(({ fields }) => fields.some(({ name }) => name === "birthDate"));
  if (!set) throw fail("mydata.age-unknown");
  const asked = { ...set, fields: set.fields.filter(({ name }) => name === "birthDate") };
  const [found] = await downloads.fetchFor({ id, subject, nationalId, sets: [asked], purposes: { [set.id]: purpose(lang) } });
  const born = found?.records[0]?.birthDate;
  if (typeof born !== "string") throw fail("mydata.age-unknown");
  if (!isOfAge(born, taipeiDate(clock.now()))) throw fail("mydata.minor");
}
