import { openQuestions, path } from "@troad/forms";
import type { JourneyPage, JourneySummary, Journey as Shown } from "../api.ts";
import { applying, askedPages, chosenParts, countQuestions, openOn } from "../domain/questions.ts";
import { waitsFor } from "../domain/values.ts";
import { type Answered, type JourneyRow, nothing } from "../store/journeys.ts";
import type { PartRow } from "../store/parts.ts";
import { journeyOf, knownOf, type Parts, todayOf } from "./parts.ts";

export const summaryOf = ({ id, event, state, created_at, submitted_at }: JourneyRow): JourneySummary => ({
  ...{ id, event, state, createdAt: created_at, submittedAt: submitted_at },
});

/** By which name a page of a service is known to have been looked at. */
export const seenKey = (service: string, page: string): string => `${service}/${page}`;

/** A life event as its applicant sees it: the pages of a draft, and where each part stands. */
export function viewOf(parts: Parts, row: JourneyRow, rows: readonly PartRow[]): Shown {
  const journey = journeyOf(parts, row);
  const answered = row.answers ?? nothing;
  const known = knownOf(parts, row, answered);
  const isDraft = row.state === "draft";
  const applies = new Set(applying(journey, known).map(({ service }) => service));
  const chosen = new Set(chosenParts(journey, known).map(({ service }) => service));
  return {
    ...summaryOf(row),
    parts: journey.parts.flatMap((part) => {
      const stored = rows.find(({ service }) => service === part.service);
      if (!stored) return [];
      const { service, besides } = part;
      const state = stored.state;
      const isIn = isDraft ? applies.has(service) : state !== "left-out";
      const leftOut = isDraft ? answered.leftOut.includes(service) : state === "left-out";
      const after = isDraft ? waitsFor(part, chosen) : part.after.filter((one) => isTaken(rows, one));
      return [{ service, besides, applies: isIn, leftOut, after, state, case: stored.case_id, code: stored.code }];
    }),
    pages: isDraft ? [...situationPages(parts, row, answered), ...servicePages(parts, row, answered)] : [],
    open: isDraft ? openOf(parts, row, answered) : null,
    questions: isDraft ? countQuestions(journey, known) : { together: 0, single: 0 },
  };
}

const isTaken = (rows: readonly PartRow[], service: string): boolean =>
  rows.some((one) => one.service === service && one.state !== "left-out");

const situationPages = (parts: Parts, row: JourneyRow, { situation }: Answered): JourneyPage[] => {
  const { questions } = journeyOf(parts, row);
  return path(questions, situation).map((page) => ({
    ...{ service: null, page, definition: questions.page(page)!, values: situation },
  }));
};

const servicePages = (parts: Parts, row: JourneyRow, answered: Answered): JourneyPage[] =>
  askedPages(journeyOf(parts, row), knownOf(parts, row, answered)).map(({ service, page, definition, values }) => ({
    ...{ service, page, definition, values },
  }));

/** The first page that was not looked at, or whose answers do not hold any more. */
export function openOf(parts: Parts, row: JourneyRow, answered: Answered): NonNullable<Shown["open"]> {
  const journey = journeyOf(parts, row);
  const { situation, seen } = answered;
  const today = todayOf(parts);
  const wrong = new Set(openQuestions(journey.questions, situation, { today }).map(({ page }) => page));
  const first = path(journey.questions, situation).find((page) => wrong.has(page) || !seen.includes(page));
  if (first !== undefined) return { at: "page", service: null, page: first };
  const known = knownOf(parts, row, answered);
  if (!seen.includes("choice") || chosenParts(journey, known).length === 0) return { at: "choice" };
  const open = askedPages(journey, known).find(
    (one) => !seen.includes(seenKey(one.service, one.page)) || openOn(one, today).length > 0,
  );
  return open ? { at: "page", service: open.service, page: open.page } : { at: "check" };
}
