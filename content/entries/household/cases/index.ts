import { adoption } from "./family/adoption.ts";
import { adoptionAgesAndKin } from "./family/adoption-ages-and-kin.ts";
import { assistance } from "./family/assistance.ts";
import { births } from "./family/birth.ts";
import { birthApplicants } from "./family/birth-applicants.ts";
import { birthNames } from "./family/birth-names.ts";
import { birthParents } from "./family/birth-parents.ts";
import { deaths } from "./family/death.ts";
import { deathHeads } from "./family/death-heads.ts";
import { declaredDeaths } from "./family/declared-death.ts";
import { divorce } from "./family/divorce.ts";
import { divorceByRuling } from "./family/divorce-by-ruling.ts";
import { endAdoption } from "./family/end-adoption.ts";
import { guardianship } from "./family/guardianship.ts";
import { marriage } from "./family/marriage.ts";
import { marriageAges } from "./family/marriage-ages.ts";
import { marriageKin } from "./family/marriage-kin.ts";
import { marriageOtherForms } from "./family/marriage-other-forms.ts";
import { marriageVoid } from "./family/marriage-void.ts";
import { parentalResponsibility } from "./family/parental-responsibility.ts";
import { addressChanges } from "./living/address-change.ts";
import { headChanges } from "./living/change-head.ts";
import { merges } from "./living/merge-household.ts";
import { movesAbroad } from "./living/move-abroad.ts";
import { movesIn } from "./living/move-in.ts";
import { splits } from "./living/split-household.ts";
import { acknowledgements } from "./people/acknowledgement.ts";
import { cancellations } from "./people/cancellation.ts";
import { corrections } from "./people/correction.ts";
import { firstRegistrations } from "./people/first-registration.ts";
import { idCardExchange } from "./people/id-card-exchange.ts";
import { idCardFirst } from "./people/id-card-first.ts";
import { idCardLoss } from "./people/id-card-loss.ts";
import { idCardReplacement } from "./people/id-card-replacement.ts";
import { nameChanges } from "./people/name-change.ts";
import { revocations } from "./people/revocation.ts";
import { surnameChanges } from "./people/surname-change.ts";
import type { Case } from "./table.ts";

/** All tables of cases, by the kind of entry. */
export const tables: Readonly<Record<string, readonly Case[]>> = {
  acknowledgement: acknowledgements,
  "address-change": addressChanges,
  adoption: [...adoption, ...adoptionAgesAndKin],
  assistance,
  birth: [...births, ...birthParents, ...birthNames, ...birthApplicants],
  cancellation: cancellations,
  "change-head": headChanges,
  correction: corrections,
  death: [...deaths, ...deathHeads],
  "declared-death": declaredDeaths,
  divorce: [...divorce, ...divorceByRuling],
  "end-adoption": endAdoption,
  "first-registration": firstRegistrations,
  guardianship,
  "id-card-exchange": idCardExchange,
  "id-card-first": idCardFirst,
  "id-card-loss": idCardLoss,
  "id-card-replacement": idCardReplacement,
  marriage: [...marriage, ...marriageAges, ...marriageKin, ...marriageOtherForms],
  "marriage-void": marriageVoid,
  "merge-household": merges,
  "move-abroad": movesAbroad,
  "move-in": movesIn,
  "name-change": nameChanges,
  "parental-responsibility": parentalResponsibility,
  revocation: revocations,
  "split-household": splits,
  "surname-change": surnameChanges,
};
