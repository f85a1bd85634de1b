import type { AnyKind } from "@troad/entry";
import { acknowledgement } from "./acknowledgement.ts";
import { addressChange } from "./address-change.ts";
import { adoption } from "./adoption.ts";
import { birth } from "./birth.ts";
import { cancellation } from "./cancellation.ts";
import { changeHead } from "./change-head.ts";
import { correction } from "./correction.ts";
import { death } from "./death.ts";
import { declaredDeath } from "./declared-death.ts";
import { divorce } from "./divorce.ts";
import { endAdoption } from "./end-adoption.ts";
import { firstRegistration } from "./first-registration.ts";
import { marriage } from "./marriage.ts";
import { marriageVoid } from "./marriage-void.ts";
import { mergeHousehold } from "./merge-household.ts";
import { moveAbroad } from "./move-abroad.ts";
import { moveIn } from "./move-in.ts";
import { nameChange } from "./name-change.ts";
import { revocation } from "./revocation.ts";
import { splitHousehold } from "./split-household.ts";
import { surnameChange } from "./surname-change.ts";

/** Kinds of entry of the Household Registration Act, by the names that services and access rights use. */
export const kinds: Readonly<Record<string, AnyKind>> = {
  acknowledgement,
  "address-change": addressChange,
  adoption,
  birth,
  cancellation,
  "change-head": changeHead,
  correction,
  death,
  "declared-death": declaredDeath,
  divorce,
  "end-adoption": endAdoption,
  "first-registration": firstRegistration,
  marriage,
  "marriage-void": marriageVoid,
  "merge-household": mergeHousehold,
  "move-abroad": moveAbroad,
  "move-in": moveIn,
  "name-change": nameChange,
  revocation,
  "split-household": splitHousehold,
  "surname-change": surnameChange,
};
