import type { AnyKind } from "@troad/entry";
import { acknowledgement } from "./acknowledgement.ts";
import { addressChange } from "./address-change.ts";
import { adoption } from "./adoption.ts";
import { assistance } from "./assistance.ts";
import { birth } from "./birth.ts";
import { death } from "./death.ts";
import { declaredDeath } from "./declared-death.ts";
import { divorce } from "./divorce.ts";
import { endAdoption } from "./end-adoption.ts";
import { guardianship } from "./guardianship.ts";
import { idCardExchange } from "./id-card-exchange.ts";
import { idCardFirst } from "./id-card-first.ts";
import { idCardLoss } from "./id-card-loss.ts";
import { idCardReplacement } from "./id-card-replacement.ts";
import { marriage } from "./marriage.ts";
import { marriageVoid } from "./marriage-void.ts";
import { moveAbroad } from "./move-abroad.ts";
import { moveIn } from "./move-in.ts";
import { parentalResponsibility } from "./parental-responsibility.ts";

/** Kinds of entry of the Household Registration Act, by the names that services and access rights use. */
export const kinds: Readonly<Record<string, AnyKind>> = {
  acknowledgement,
  "address-change": addressChange,
  adoption,
  assistance,
  birth,
  death,
  "declared-death": declaredDeath,
  divorce,
  "end-adoption": endAdoption,
  guardianship,
  "id-card-exchange": idCardExchange,
  "id-card-first": idCardFirst,
  "id-card-loss": idCardLoss,
  "id-card-replacement": idCardReplacement,
  marriage,
  "marriage-void": marriageVoid,
  "move-abroad": moveAbroad,
  "move-in": moveIn,
  "parental-responsibility": parentalResponsibility,
};
