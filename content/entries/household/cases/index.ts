import { births } from "./birth.ts";
import { divorce } from "./divorce.ts";
import { marriage } from "./marriage.ts";
import { marriageVoid } from "./marriage-void.ts";
import type { Case } from "./table.ts";

/** All tables of cases, by the kind of entry. */
export const tables: Readonly<Record<string, readonly Case[]>> = {
  birth: births,
  divorce,
  marriage,
  "marriage-void": marriageVoid,
};
