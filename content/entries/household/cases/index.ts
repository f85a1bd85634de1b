import { adoption } from "./adoption.ts";
import { assistance } from "./assistance.ts";
import { births } from "./birth.ts";
import { acknowledgements, cancellations, corrections, firstRegistrations, revocations } from "./corrections.ts";
import { deaths, declaredDeaths } from "./death.ts";
import { divorce } from "./divorce.ts";
import { endAdoption } from "./end-adoption.ts";
import { guardianship } from "./guardianship.ts";
import { idCardExchange, idCardFirst, idCardLoss, idCardReplacement } from "./id-card.ts";
import { marriage } from "./marriage.ts";
import { marriageVoid } from "./marriage-void.ts";
import { addressChanges, headChanges, merges, movesAbroad, movesIn, splits } from "./moves.ts";
import { nameChanges, surnameChanges } from "./names.ts";
import { parentalResponsibility } from "./parental-responsibility.ts";
import type { Case } from "./table.ts";

/** All tables of cases, by the kind of entry. */
export const tables: Readonly<Record<string, readonly Case[]>> = {
  acknowledgement: acknowledgements,
  "address-change": addressChanges,
  adoption,
  assistance,
  birth: births,
  cancellation: cancellations,
  "change-head": headChanges,
  correction: corrections,
  death: deaths,
  "declared-death": declaredDeaths,
  divorce,
  "end-adoption": endAdoption,
  "first-registration": firstRegistrations,
  guardianship,
  "id-card-exchange": idCardExchange,
  "id-card-first": idCardFirst,
  "id-card-loss": idCardLoss,
  "id-card-replacement": idCardReplacement,
  marriage,
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
