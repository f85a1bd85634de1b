import { instant, type ModuleContext } from "@troad/kernel";
import { deleteVisits, insertVisit, type VisitRow } from "../store/visits.ts";

/** Where a person signed in, kept for that person: they see it and erase it. No audit entry names a client. */
export type History = {
  add(entry: Pick<VisitRow, "subject" | "client" | "what"> & { method?: string; other?: string }): Promise<void>;
  erase(subject: string, id: string | null): Promise<void>;
};

export const historyKeeper = (ctx: ModuleContext): History => ({
  add: ({ subject, client, what, method, other }) =>
    insertVisit(ctx.db, {
      ...{ id: ctx.ids.uuid(), subject, client, what, method: method ?? null, other: other ?? null },
      at: instant(ctx.clock),
    }),
  erase: (subject, id) => deleteVisits(ctx.db, subject, id),
});
