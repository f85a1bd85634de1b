import type { Applying } from "@troad/flow";
import type { PeopleApi } from "@troad/people/api";
import type { OnBehalf } from "../domain/on-behalf.ts";

type Applicant = { subject: string; nationalId: string; onBehalf: OnBehalf | null };

/** Who applies, as other modules need to know them: with the posts of this moment, or the business that a representative applies for. */
export async function applyingFor(
  people: Pick<PeopleApi, "postsOf">,
  { subject, nationalId, onBehalf }: Applicant,
): Promise<Applying> {
  const business = onBehalf?.as === "representative" && subject.startsWith("business:") ? nationalId : null;
  if (onBehalf) return { subject: onBehalf.subject, business, posts: [] };
  const posts = await people.postsOf(subject);
  return { subject, business, posts: posts.flatMap(({ role, agency }) => (agency === null ? [] : [{ role, agency }])) };
}
