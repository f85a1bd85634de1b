import type { Draw } from "@troad/invoice-formats";
import { type Queryable, sql } from "@troad/kernel";

export type Publication = { no: string; term: string; list: Draw; corrects: string | null; reason: string | null; at: string };

/** Every published list, oldest first; of a period with a correction, both. */
export const publications = (q: Queryable) =>
  q.rows<Publication>(sql`select no, term, list, corrects, reason, at from draw_publication order by no`);
