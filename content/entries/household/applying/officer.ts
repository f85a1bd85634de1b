import type { Application, Finding, World } from "@troad/entry";
import { isWithin, kinship } from "../family/kin.ts";
import { lookUpFamilies } from "../family/pedigree.ts";
import { personOf } from "../records.ts";

const article = "A0030055:32";

/** Whether an officer is this party, their spouse, kin by blood within the 4th degree or an in-law within the 3rd. */
function isOfFamily(world: World, officer: string, party: string): boolean {
  if (officer === party) return true;
  if (personOf(world, officer)?.spouse === party || world.keysWith("person", "spouse", officer).includes(party)) return true;
  const kin = kinship(world, officer, party, 4);
  return isWithin(kin, { by: ["blood", "adoption"], degree: 4 }) || isWithin(kin, { by: ["marriage"], degree: 3 });
}

/**
 * An officer has to stand back from a case of their own or of their family (Administrative Procedure Act, Article 32). Former spouses, and in-laws
 * by a marriage that was dissolved, count too, but stand in no record: these the officer has to tell by themselves. Those who apply are parties.
 */
export function officerFindings(
  application: Application,
  world: World,
  concerned: readonly (string | null | undefined)[],
): Finding[] {
  const { officer, filers } = application;
  if (!officer) return [];
  const parties = new Set([...filers.map(({ nationalId }) => nationalId), ...concerned]);
  lookUpFamilies(world, [officer.nationalId, ...[...parties].filter((party) => typeof party === "string")]);
  for (const party of parties) {
    if (party && isOfFamily(world, officer.nationalId, party)) return [{ code: "officer-of-family", level: "refused", article }];
  }
  return [];
}
