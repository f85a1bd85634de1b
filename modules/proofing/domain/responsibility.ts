import type { MandateKind } from "@troad/people/api";

/** What the household register says of a child or ward. */
export type Ward = {
  birthDate: unknown;
  father: unknown;
  mother: unknown;
  guardian: unknown;
  responsibility: unknown;
  status: unknown;
};

/** Majority: the eighteenth birthday (Civil Code, Article 12, since 2023-01-01). Both days as `YYYY-MM-DD`. */
export const isOfAge = (birthDate: string, today: string): boolean =>
  `${Number(birthDate.slice(0, 4)) + 18}${birthDate.slice(4)}` <= today;

/**
 * Whether someone may still act for a child or ward as the register has it today: parents while the child is a minor and responsibility is theirs
 * (Civil Code, Articles 1055, 1086 and 1089), a guardian while they are entered (Articles 1091, 1098, 1110). Other mandates do not depend on it.
 */
export function mayActAs(kind: MandateKind, holder: string, ward: Ward, today: string): boolean {
  if (ward.status === "dead" || ward.status === "declared-dead") return false;
  if (kind === "guardian") return ward.guardian === holder;
  if (kind !== "parent") return true;
  if (typeof ward.birthDate !== "string" || isOfAge(ward.birthDate, today)) return false;
  const side = ward.father === holder ? "father" : ward.mother === holder ? "mother" : undefined;
  return side !== undefined && (ward.responsibility === null || ward.responsibility === "both" || ward.responsibility === side);
}
