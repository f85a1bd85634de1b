import { births } from "./birth.ts";
import { acknowledgements, cancellations, corrections, firstRegistrations, revocations } from "./corrections.ts";
import { deaths, declaredDeaths } from "./death.ts";
import { divorce } from "./divorce.ts";
import { marriage } from "./marriage.ts";
import { marriageVoid } from "./marriage-void.ts";
import { addressChanges, headChanges, merges, movesAbroad, movesIn, splits } from "./moves.ts";
import { nameChanges, surnameChanges } from "./names.ts";
import type { Case } from "./table.ts";

/** All tables of cases, by the kind of entry. */
export const tables: Readonly<Record<string, readonly Case[]>> = {
  acknowledgement: acknowledgements,
  "address-change": addressChanges,
  birth: births,
  "change-head": headChanges,
  death: deaths,
  "declared-death": declaredDeaths,
  divorce,
  marriage,
  "marriage-void": marriageVoid,
  "merge-household": merges,
  "move-abroad": movesAbroad,
  "move-in": movesIn,
  "split-household": splits,
  cancellation: cancellations,
  correction: corrections,
  "first-registration": firstRegistrations,
  revocation: revocations,
  "name-change": nameChanges,
  "surname-change": surnameChanges,
};
