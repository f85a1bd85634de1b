import { onlineDegree } from "@troad/flow";
import { instant, type ModuleContext } from "@troad/kernel";
import type { CasesApi } from "./api.ts";
import { caseFailure } from "./domain/errors.ts";
import type { Services } from "./domain/services.ts";
import type { Access } from "./engine/access.ts";
import { figuresBetween, measureRated, ratingOf } from "./store/measures.ts";

/** How old the figures of a month may be: indicators keep them for a minute themselves. */
const figuresSeconds = 30;

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; services: Services; access: Access };

/** What indicators are counted from, and what applicants say of a service once it was decided. */
export const caseFigures = ({ ctx, services, access }: Parts): Pick<CasesApi, "figures" | "catalogue" | "rating" | "rate"> => ({
  figures: ({ from, to }) => figuresBetween(ctx.db.stale(figuresSeconds), from, to),
  catalogue: async () =>
    services.all.map(({ id, flow, definition }) => ({
      ...{ service: id, agency: definition.agency, online: onlineDegree(flow, definition.counterOnly ?? false) },
    })),
  rating: async (asked) => ratingOf(ctx.db, (await access.open(asked)).id),
  rate: async ({ id, subject, score }) => {
    const row = await access.open({ id, subject });
    if (row.granted === null) throw caseFailure("case.not-decided");
    const rated = await measureRated(ctx.db, { id, service: row.service, at: instant(ctx.clock), score });
    if (!rated) throw caseFailure("case.rated");
  },
});
