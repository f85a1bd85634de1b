import type { AnyKind } from "@troad/entry";
import { birth } from "./birth.ts";
import { divorce } from "./divorce.ts";
import { marriage } from "./marriage.ts";
import { marriageVoid } from "./marriage-void.ts";

/** Kinds of entry of the Household Registration Act, by the names that services and access rights use. */
export const kinds: Readonly<Record<string, AnyKind>> = {
  birth,
  divorce,
  marriage,
  "marriage-void": marriageVoid,
};
