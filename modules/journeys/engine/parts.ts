import type { CasesApi } from "@troad/cases/api";
import type { DocumentsApi } from "@troad/documents/api";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import type { Journey } from "../domain/journey.ts";
import type { KnownFacts } from "../domain/values.ts";
import { journeyFailure } from "../errors.ts";
import type { Answered, JourneyRow } from "../store/journeys.ts";

/** What the engine works with. */
export type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids" | "log">;
  journeys: ReadonlyMap<string, Journey>;
  cases: Pick<CasesApi, "submitWhole" | "view" | "stepForm" | "stepAnswer" | "act">;
  documents: Pick<DocumentsApi, "list" | "discard">;
  districts: ReadonlySet<string>;
};

export const todayOf = ({ ctx }: Pick<Parts, "ctx">): string => taipeiDate(ctx.clock.now());

/** The life event of a row as content has it now. */
export function journeyOf({ journeys }: Pick<Parts, "journeys">, { event }: Pick<JourneyRow, "event">): Journey {
  const journey = journeys.get(event);
  if (!journey) throw journeyFailure("journey.event-unknown");
  return journey;
}

/** What is known of a person's life event. */
export const knownOf = (
  parts: Pick<Parts, "ctx">,
  row: Pick<JourneyRow, "name" | "national_id">,
  { situation, leftOut, facts, own }: Answered,
  gave: KnownFacts["gave"] = {},
): KnownFacts => ({
  ...{ situation, leftOut, facts, own, gave, today: todayOf(parts) },
  applicant: { name: row.name, nationalId: row.national_id ?? "" },
});
