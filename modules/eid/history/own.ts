import { instant, type ModuleContext } from "@troad/kernel";
import { type AgreementRow, agreementsOf } from "../store/agreements.ts";
import { type DelegationRow, delegationsOf } from "../store/delegations.ts";
import { findPerson } from "../store/people.ts";
import { type VisitRow, visitsOf } from "../store/visits.ts";

export type { AgreementRow, DelegationRow, VisitRow };

/** All that the page of a person's history shows; `holders` are the names of those who act for them, by subject. */
export type OwnHistory = { visits: VisitRow[]; agreements: AgreementRow[]; acts: DelegationRow[]; holders: Map<string, string> };

export async function ownHistory(
  { db, clock }: Pick<ModuleContext, "db" | "clock">,
  subject: string,
  before: string | null,
  limit: number,
): Promise<OwnHistory> {
  const visits = await visitsOf(db, subject, before, limit);
  const agreements = await agreementsOf(db, subject);
  const acts = await delegationsOf(db, subject, instant(clock));
  const holders = new Map<string, string>();
  for (const holder of new Set(acts.map((act) => act.holder))) holders.set(holder, (await findPerson(db, holder))?.name ?? "");
  return { visits, agreements, acts, holders };
}
