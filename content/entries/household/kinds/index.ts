import type { AnyKind } from "@troad/entry";
import { acknowledgement } from "./acknowledgement.ts";
import { addressChange } from "./address-change.ts";
import { adoption } from "./adoption.ts";
import { assistance } from "./assistance.ts";
import { birth } from "./birth.ts";
import { cancellation } from "./cancellation.ts";
import { changeHead } from "./change-head.ts";
import { correction } from "./correction.ts";
import { death } from "./death.ts";
import { declaredDeath } from "./declared-death.ts";
import { divorce } from "./divorce.ts";
import { endAdoption } from "./end-adoption.ts";
import { firstRegistration } from "./first-registration.ts";
import { guardianship } from "./guardianship.ts";
import { idCardExchange } from "./id-card-exchange.ts";
import { idCardFirst } from "./id-card-first.ts";
import { idCardLoss } from "./id-card-loss.ts";
import { idCardReplacement } from "./id-card-replacement.ts";
import { marriage } from "./marriage.ts";
import { marriageVoid } from "./marriage-void.ts";
import { mergeHousehold } from "./merge-household.ts";
import { moveAbroad } from "./move-abroad.ts";
import { moveIn } from "./move-in.ts";
import { nameChange } from "./name-change.ts";
import { parentalResponsibility } from "./parental-responsibility.ts";
import { revocation } from "./revocation.ts";
import { splitHousehold } from "./split-household.ts";
import { surnameChange } from "./surname-change.ts";

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
