import { adoption } from "./adoption.ts";
import { births } from "./birth.ts";
import { divorce } from "./divorce.ts";
import { endAdoption } from "./end-adoption.ts";
import { marriage } from "./marriage.ts";
import { marriageVoid } from "./marriage-void.ts";
import type { Case } from "./table.ts";

/** All tables of cases, by the kind of entry. */
export const tables: Readonly<Record<string, readonly Case[]>> = {
  adoption,
  birth: births,
  divorce,
  "end-adoption": endAdoption,
  marriage,
  "marriage-void": marriageVoid,
};
