import type { Draft } from "../draft.ts";
import { type FormerTies, type Kinship, kinship } from "./kin.ts";

/** Same-sex couples marry by an act of their own since this day (B0000008). */
export const sameSexSince = "2019-05-24";

export const marriageArticle = (isSameSex: boolean, civil: number, act: number): string =>
  isSameSex ? `B0000008:${act}` : `B0000001:${civil}`;

/**
 * Whether such kin may not marry (Civil Code, Article 983; for same-sex couples Article 5 of their act). The direct line stays forbidden after the
 * marriage or the adoption that made it has ended; of collateral kin by adoption those of one generation are free from the fourth degree on.
 */
function isProhibited({ by, line, degree, generation, ended }: Kinship, isSameSex: boolean): boolean {
  if (line === "direct") return true;
  if (ended) return false;
  if (by === "marriage") return degree <= 5 && generation !== 0;
  if (by === "adoption" && generation === 0 && degree >= 4) return false;
  return degree <= (isSameSex ? 4 : 6);
}

export function checkMarriageKin(draft: Draft, first: string, second: string, isSameSex: boolean, former: FormerTies): void {
  const kin = kinship(draft.world, first, second, 6, former).find((one) => isProhibited(one, isSameSex));
  const article = marriageArticle(isSameSex, 983, 5);
  if (kin?.by === "blood") draft.refuse("kin-by-blood", article);
  if (kin?.by === "adoption") draft.refuse("kin-by-adoption", article);
  if (kin?.by === "marriage") draft.refuse("kin-by-marriage", article);
}

/** Whom one may not adopt, apart from a stepchild: direct kin, and collateral kin that are not of the parents' generation (Article 1073-1). */
export function checkAdoptionKin(draft: Draft, child: string, adopter: string, isStepchild: boolean): void {
  const unfit = kinship(draft.world, child, adopter, 6).find(({ by, line, degree, generation, ended }) => {
    if (ended) return false;
    if (by === "marriage") return line === "direct" ? !isStepchild : degree <= 5 && generation !== 1;
    return line === "direct" || generation !== 1;
  });
  if (unfit?.line === "direct") draft.refuse("adoption-direct-kin", "B0000001:1073-1");
  if (unfit?.line === "collateral") draft.refuse("adoption-generation", "B0000001:1073-1");
}
