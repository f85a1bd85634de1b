import type { EidApi } from "@troad/eid/api";
import { next, outcomesOf, type StepOf } from "@troad/flow";
import type { RoadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import type { EntryCheck } from "../api.ts";
import type { Case, EntryFinding } from "../domain/actions.ts";
import type { LoadedService } from "../domain/services.ts";
import { readerOf } from "../domain/values.ts";
import { entryOf } from "../steps/entry.ts";
import type { DrawnFor } from "./acting.ts";
import { type CaseStore, readCase, todayOf } from "./store.ts";

type Parts = { store: CaseStore; road: Pick<RoadApi, "consumerUrl">; eid: Pick<EidApi, "person"> };

/** The entries that the outcomes of the officer's step lead to now, each by the first outcome that does. */
function entriesAhead(service: LoadedService, state: Case): { outcome: string; step: StepOf<"write"> }[] {
  const here = state.place && service.flow.step(state.place.step);
  if (!here) return [];
  const read = readerOf(service, state);
  return outcomesOf(here).flatMap((outcome) => {
    const to = outcome in here.next ? next(service.flow, here.id, outcome, read) : undefined;
    const step = to && "step" in to ? service.flow.step(to.step) : undefined;
    return step?.kind === "write" && step.entry ? [{ outcome, step }] : [];
  });
}

/**
 * What the register says of the entries that an officer's decision would lead to, before they decide: what refuses them, what is missing, what is
 * theirs to judge, when it was due, which fine the law allows. The register asks its own rules and changes nothing.
 */
export async function checkEntries(
  { store, road, eid }: Parts,
  { id, subject, place }: { id: string; subject: string; place: DrawnFor },
): Promise<EntryCheck[]> {
  const { state, service } = await readCase(store, id);
  // the case has moved on since the page that asks was drawn
  if (state.place?.step !== place.step || state.place.visit !== place.visit) return [];
  const [instance = ""] = service.consumer.split("/");
  return Promise.all(
    entriesAhead(service, state).map(async ({ outcome, step }): Promise<EntryCheck> => {
      const entry = step.entry!;
      const known = { outcome, kind: entry.kind };
      const body = await entryOf(eid, entry, step.values, { state, service, officer: subject, today: todayOf(store) });
      const reply = await askRegister(await road.consumerUrl(service.member), {
        target: `/r1/${instance}/${step.register}/check/${entry.kind}`,
        ...{ client: service.consumer, exchangeId: `check-${crypto.randomUUID()}`, consent: null, issue: id },
        body: { writeKey: `check ${id} ${step.id}`, caseId: id, ...body },
      });
      if (!reply.ok) return { ...known, code: reply.code, allowed: false, findings: [], due: null, fine: null };
      const { allowed, findings, due, fine } = reply.answer as Partial<
        Omit<EntryCheck, "findings"> & { findings: EntryFinding[] }
      >;
      return { ...known, code: null, allowed: allowed === true, findings: findings ?? [], due: due ?? null, fine: fine ?? null };
    }),
  );
}
