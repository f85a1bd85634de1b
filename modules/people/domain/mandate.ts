import type { MandateKind, PostHeld } from "../api.ts";

/** What content says of a role: the kinds of mandate that its holders confirm and end. */
export type Confirms = ReadonlyMap<string, readonly MandateKind[]>;

/** The kinds that the holder of these posts confirms. */
export const confirmerOf = (confirms: Confirms, held: readonly PostHeld[]): MandateKind[] => [
  ...new Set(held.flatMap(({ role }) => confirms.get(role) ?? [])),
];

/** Whether a mandate covers a service; one without services covers all. */
export const covers = (services: readonly string[] | null, service: string): boolean => services?.includes(service) ?? true;

const businessPrefix = "business:";
/** A business as cases and mandates know it: a subject that no person has. */
export const businessSubject = (number: string): string => `${businessPrefix}${number}`;
/** The number in the subject of a business; undefined for a person. */
export const businessNumberOf = (subject: string): string | undefined =>
  subject.startsWith(businessPrefix) ? subject.slice(businessPrefix.length) : undefined;
