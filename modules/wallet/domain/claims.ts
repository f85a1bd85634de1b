import type { WalletContent } from "./content.ts";

/** The claim that says whether someone has reached an age. */
export const ageClaim = (age: number): string => `age_over_${age}`;

/** Whether someone born on `birthDate` has had the birthday on `today`; who was born on 29 February has it on 1 March. */
function hasReached(age: number, birthDate: string, today: string): boolean {
  const [year, month, day] = birthDate.split("-").map(Number) as [number, number, number];
  const birthday = new Date(Date.UTC(year + age, month - 1, day)).toISOString().slice(0, 10);
  return today >= birthday;
}

/** What a wallet gets of a record, each claim to be shown alone; undefined where the register has no birth date. */
export function claimsOf(
  content: Pick<WalletContent, "claims" | "ages" | "birthDate">,
  record: Readonly<Record<string, unknown>>,
  today: string,
): Record<string, unknown> | undefined {
  const born = record[content.birthDate];
  if (typeof born !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(born)) return undefined;
  const said = Object.entries(content.claims).flatMap(([claim, field]) => {
    const value = record[field];
    return typeof value === "string" || typeof value === "number" ? [[claim, value] as const] : [];
  });
  const ages = content.ages.map((age) => [ageClaim(age), hasReached(age, born, today)] as const);
  return Object.fromEntries([...said, ...ages]);
}

const day = 86_400;
/** From when until when copies count, in whole days: a time to the second would tie two copies of one person together. */
export function lifeOf(now: Date, days: number, sourceEnd?: number): { iat: number; exp: number } {
  const iat = Math.floor(now.getTime() / 1_000 / day) * day;
  const exp = iat + (days + 1) * day;
  return { iat, exp: sourceEnd === undefined ? exp : Math.min(exp, Math.floor(sourceEnd / day) * day) };
}
