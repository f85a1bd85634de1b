import { caseVisit } from "@troad/appointments/events";
import { type HandledEvent, type HandledJob, handleEvent, handleJob } from "@troad/kernel";
import { isCounterVisit } from "../domain/standing.ts";
import { type CaseStore, readCase, withCase } from "../engine/store.ts";
import { visitOver } from "../events.ts";
import { counterVisitJob } from "../jobs/definitions.ts";
import { findCase, type IndexRow } from "../store/cases.ts";

/** The visit to a counter at which a case stands; null where it stands at none, or has not been submitted. */
export async function visitAt(store: CaseStore, { id, state: standing }: IndexRow) {
  if (standing === "draft") return null;
  const { row, state, service } = await readCase(store, id);
  const { place } = state;
  if (!place || state.state === "stopped" || !isCounterVisit(service, place.step)) return null;
  return { service: row.service, agency: service.definition.agency, step: place.step, visit: place.visit };
}

/** What appointments tells of times that were booked for visits of cases. */
export const visitEvents = (): HandledEvent[] => [
  handleEvent(caseVisit, ({ case: caseId, place, startsAt, ...told }, tx) =>
    tx.enqueue(counterVisitJob, { ...told, ...place, caseId, at: startsAt }, { key: `${told.booking} ${told.n}` }),
  ),
];

/** Being called is of the day's list alone. */
const untold: ReadonlySet<string> = new Set(["called"]);
const stands: ReadonlySet<string> = new Set(["booked", "moved"]);
const recorded: ReadonlySet<string> = new Set(["came", "missed"]);

/** Notes in the case what became of the visit, in order. A time for a case that waits for it no longer, because both happened at once, is given back. */
export const noteVisits = ({ store }: { store: CaseStore }): HandledJob =>
  handleJob(counterVisitJob, async ({ payload: { caseId, ...data } }) => {
    const row = await findCase(store.db, caseId);
    if (!row || row.erased_at !== null || untold.has(data.what)) return;
    await withCase(store, caseId, async (open, tx) => {
      const { place, counterVisit: last } = open.state;
      const { booking, n, step, visit, what } = data;
      const waits = place?.step === step && place.visit === visit;
      if (!waits && stands.has(what)) return tx.publish(visitOver, { case: caseId, step, visit, booking });
      if (!waits && !recorded.has(what)) return;
      if (last?.booking === booking && last.n >= n) return;
      await open.append("troad", { type: "counter-visit", data });
    });
  });
