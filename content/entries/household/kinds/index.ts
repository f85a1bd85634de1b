import type { AnyKind } from "@troad/entry";
import { acknowledgement } from "./family/acknowledgement.ts";
import { adoption } from "./family/adoption.ts";
import { assistance } from "./family/assistance.ts";
import { birth } from "./family/birth.ts";
import { death } from "./family/death.ts";
import { declaredDeath } from "./family/declared-death.ts";
import { divorce } from "./family/divorce.ts";
import { endAdoption } from "./family/end-adoption.ts";
import { guardianship } from "./family/guardianship.ts";
import { marriage } from "./family/marriage.ts";
import { marriageVoid } from "./family/marriage-void.ts";
import { parentalResponsibility } from "./family/parental-responsibility.ts";
import { addressChange } from "./living/address-change.ts";
import { changeHead } from "./living/change-head.ts";
import { firstRegistration } from "./living/first-registration.ts";
import { mergeHousehold } from "./living/merge-household.ts";
import { moveAbroad } from "./living/move-abroad.ts";
import { moveIn } from "./living/move-in.ts";
import { splitHousehold } from "./living/split-household.ts";
import { cancellation } from "./people/cancellation.ts";
import { correction } from "./people/correction.ts";
import { idCardExchange } from "./people/id-card-exchange.ts";
import { idCardFirst } from "./people/id-card-first.ts";
import { idCardLoss } from "./people/id-card-loss.ts";
import { idCardReplacement } from "./people/id-card-replacement.ts";
import { nameChange } from "./people/name-change.ts";
import { revocation } from "./people/revocation.ts";
import { surnameChange } from "./people/surname-change.ts";

/** Kinds of entry of the Household Registration Act, by the names that services and access rights use. */
export const kinds: Readonly<Record<string, AnyKind>> = {
  acknowledgement,
  "address-change": addressChange,
  adoption,
  assistance,
  birth,
  cancellation,
  "change-head": changeHead,
  correction,
  death,
  "declared-death": declaredDeath,
  divorce,
  "end-adoption": endAdoption,
  "first-registration": firstRegistration,
  guardianship,
  "id-card-exchange": idCardExchange,
  "id-card-first": idCardFirst,
  "id-card-loss": idCardLoss,
  "id-card-replacement": idCardReplacement,
  marriage,
  "marriage-void": marriageVoid,
  "merge-household": mergeHousehold,
  "move-abroad": moveAbroad,
  "move-in": moveIn,
  "name-change": nameChange,
  "parental-responsibility": parentalResponsibility,
  revocation,
  "split-household": splitHousehold,
  "surname-change": surnameChange,
};
