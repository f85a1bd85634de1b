import { instant } from "@troad/kernel";
import { discardJob } from "../jobs/definitions.ts";
import { deleteJourney, emptyWhereDone, lockJourney, untouchedSince } from "../store/journeys.ts";
import { partsOf, setPart } from "../store/parts.ts";
import type { Parts } from "./parts.ts";

const [atOnce, daysKept] = [100, 365];

/** Drafts that nobody touched for a year go, and parts that waited so long for another's outcome are dropped, with the answers to them. */
export async function endUntouched({ ctx }: Pick<Parts, "ctx">): Promise<void> {
  const day = new Date(ctx.clock.now().getTime() - daysKept * 86_400_000).toISOString();
  for (;;) {
    const rows = await untouchedSince(ctx.db, day, atOnce);
    for (const { id } of rows)
      await ctx.db.tx(async (tx) => {
        const row = await lockJourney(tx, id);
        if (!row) return;
        for (const part of await partsOf(tx, id)) {
          const isLoose =
            row.state === "draft" || part.state === "waiting" || part.state === "blocked" || part.state === "filing";
          if (!isLoose) continue;
          await tx.enqueue(discardJob, { folder: part.case_id }, { key: part.case_id });
          if (row.state === "submitted") await setPart(tx, part, { state: "dropped", at: instant(ctx.clock) });
        }
        await deleteJourney(tx, id);
        await emptyWhereDone(tx, id);
      });
    if (rows.length < atOnce) return;
  }
}
