import { adoption } from "./adoption.ts";
import { assistance } from "./assistance.ts";
import { births } from "./birth.ts";
import { divorce } from "./divorce.ts";
import { endAdoption } from "./end-adoption.ts";
import { guardianship } from "./guardianship.ts";
import { idCardExchange, idCardFirst, idCardLoss, idCardReplacement } from "./id-card.ts";
import { marriage } from "./marriage.ts";
import { marriageVoid } from "./marriage-void.ts";
import { parentalResponsibility } from "./parental-responsibility.ts";
import type { Case } from "./table.ts";

/** All tables of cases, by the kind of entry. */
export const tables: Readonly<Record<string, readonly Case[]>> = {
  adoption,
  assistance,
  birth: births,
  divorce,
  "end-adoption": endAdoption,
  guardianship,
  "id-card-exchange": idCardExchange,
  "id-card-first": idCardFirst,
  "id-card-loss": idCardLoss,
  "id-card-replacement": idCardReplacement,
  marriage,
  "marriage-void": marriageVoid,
  "parental-responsibility": parentalResponsibility,
};
