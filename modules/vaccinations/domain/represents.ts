/** What the household register says of a child. */
export type Child = {
  name: string;
  birthDate: string;
  status: string | null;
  father: string | null;
  mother: string | null;
  guardian: string | null;
  responsibility: string | null;
};

/** Whether a child is a person's own: of a parent, with or without the responsibility, or of the guardian. */
export const isOwn = (person: string, { father, mother, guardian }: Pick<Child, "father" | "mother" | "guardian">): boolean =>
  [father, mother, guardian].includes(person);

/**
 * Whether a person represents a child today: a parent with parental responsibility (Civil Code, Articles 1055, 1086 and 1089), or the guardian (Articles
 * 1091 and 1098); for a child who has a guardian nobody else does.
 */
export function represents(holder: string, { status, father, mother, guardian, responsibility }: Child): boolean {
  if (status === "dead" || status === "declared-dead") return false;
  if (guardian !== null) return guardian === holder;
  const side = father === holder ? "father" : mother === holder ? "mother" : undefined;
  return side !== undefined && (responsibility === null || responsibility === "both" || responsibility === side);
}
