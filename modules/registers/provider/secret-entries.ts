import { books } from "@troad/content-entries";
import type { Register } from "../domain/register.ts";
import type { Version } from "../store/versions.ts";

const kindsIn = ({ book }: Pick<Register, "book">) => Object.entries((book && books[book]?.kinds) ?? {});

/** The kinds of entry of a book of which nobody reads in a register that they were made. */
export const secretKinds = (register: Pick<Register, "book">): string[] =>
  kindsIn(register).flatMap(([id, { secret }]) => (secret ? [id] : []));

/** Versions as a history shows them: none says that a secret entry was made, by which case, or what it set apart. */
export function withoutSecrets(register: Pick<Register, "book">, versions: readonly Version[]): Version[] {
  const secret = new Map(kindsIn(register).flatMap(([id, kind]) => (kind.secret ? [[id, kind.secret] as const] : [])));
  const fields = [...secret.values()].flat();
  const untold = { kind: null, caseId: null, legalBasis: null, officer: null, reason: null };
  return versions.map((version) => {
    const blank = Object.fromEntries(fields.filter((field) => field in version.data).map((field) => [field, null]));
    const shown = { ...version, data: { ...version.data, ...blank } };
    return version.kind !== null && secret.has(version.kind) ? { ...shown, ...untold } : shown;
  });
}
