import { demoUniversity, findPeople, households, type Person } from "@troad/population";

export type Applicant = Pick<Person, "subject" | "nationalId" | "name">;

const enough = 400;
const largest = 20_000;

/** Students of the demonstration university other than those a visitor can sign in as; `today` is a date in Taipei. */
export function applicants({ size, seed, today }: { size: number; seed: string; today: string }): Applicant[] {
  const request = { seed, size: Math.min(size, largest), today };
  const taken = new Set(
    Object.values(findPeople(request).students)
      .flat()
      .map(({ person }) => person.subject),
  );
  const found: Applicant[] = [];
  for (const household of households(request))
    for (const { subject, nationalId, name, schooling } of household.members)
      if (schooling?.school === demoUniversity && !taken.has(subject)) {
        found.push({ subject, nationalId, name });
        if (found.length >= enough) return found;
      }
  return found;
}
