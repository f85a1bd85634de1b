import type { CasesApi } from "@troad/cases/api";
import { CodedError } from "@troad/kernel";
import type { JourneyRow } from "../store/journeys.ts";

type Cases = Pick<CasesApi, "stepForm" | "stepAnswer" | "act">;
type Person = Pick<JourneyRow, "subject" | "name" | "national_id" | "proof">;

const isPlain = (value: unknown): boolean => typeof value !== "object" || value === null;

/**
 * A case that another authority's report opened, and that waits for its applicant: what was answered here completes it, so that nothing is asked
 * twice. Where it waits for something else, or does not take an answer, it stays as it is, and the person goes on in the case.
 */
export async function completeStanding(
  cases: Cases,
  id: string,
  { subject, name, national_id: nationalId, proof }: Person,
  answers: Record<string, unknown>,
): Promise<void> {
  const person = { subject, name, nationalId: nationalId ?? "", posts: [], ...(proof === null ? {} : { proof }) };
  try {
    const { pages, place } = await cases.stepForm({ id, person });
    // the api of a step takes what a browser sends: lists and addresses stay with the person
    const values = Object.fromEntries(Object.entries(answers).filter(([, value]) => isPlain(value)));
    let page = pages[0]?.id ?? null;
    while (page !== null) {
      const done = await cases.stepAnswer({ id, person, place, page, values });
      if (done.errors.length > 0 || done.standing) return;
      page = done.next;
    }
    await cases.act({ id, person, place, act: { act: "submit" } });
  } catch (error) {
    if (!(error instanceof CodedError) || error.status >= 500) throw error;
  }
}
