import type { StepOf } from "@troad/flow";
import type { Surroundings } from "@troad/forms";
import type { Queryable, Tx } from "@troad/kernel";
import type { CasesApi, StepForm } from "../api.ts";
import type { ActingPerson } from "../domain/act.ts";
import type { Case } from "../domain/actions.ts";
import { caseFailure } from "../domain/errors.ts";
import { filesOf } from "../domain/files.ts";
import { offersOf, originsOf } from "../domain/origins.ts";
import type { LoadedService } from "../domain/services.ts";
import { partiesOf, readerOf } from "../domain/values.ts";
import { replaceParties } from "../store/cases.ts";
import { readFill, upsertFill } from "../store/fills.ts";
import { type Acting, actorOf, requireAct } from "./acting.ts";
import { noteLikeness, standingFor } from "./duplicates.ts";
import { answerPage, type Filling, fillingOf, pagesShown, requireComplete } from "./filling.ts";
import { leave } from "./move.ts";
import { shownOf } from "./shows.ts";
import { type CaseStore, type OpenCase, readCase, todayOf, withCase } from "./store.ts";
import { type Applied, type DraftSources, surroundingsOf } from "./surroundings.ts";

type Parts = {
  store: CaseStore;
  sources: DraftSources;
  /** A person with whether they stand for the applicant of a case. */
  standing(id: string, person: ActingPerson): Promise<Acting>;
};
type Around = { districts: ReadonlySet<string> };

/**
 * A later step of kind fill: a party answers its pages while the case is under way. What the party has not submitted stands beside the case, and
 * nobody else sees it; what the step brings is read from the case each time, never from what was sent or kept.
 */
export function openFills({ store, sources, standing }: Parts): Pick<CasesApi, "stepForm" | "stepAnswer"> {
  const { districts } = sources;
  return {
    stepForm: async ({ id, person: asking }) => {
      const person = await standing(id, asking);
      const { row, state, service, actions } = await readCase(
        store,
        id,
        (_, known, of) => actorOf(of, known, person).parties.length > 0,
      );
      requireAct({ service, state }, person, { today: todayOf(store), place: null, fits: ({ act }) => act === "answer" });
      const filling = await fillingAt(store, store.db, { id, service, state }, { districts });
      const known = { id, service: row.service, named: service.hash, state: state.state, answers: filling.answers };
      const { step, visit, due } = state.place!;
      const shown = pagesShown(filling, todayOf(store));
      return {
        ...{ ...known, ...shown, place: { step, visit }, due, applicant: row.applicant },
        offers: await sources.offered(shown.pages, appliedIn(state)),
        locked: originsOf(filling, store.definitions.services.instance),
        offered: offersOf(filling, store.definitions.services.instance),
        shows: shownOf(service, filling.step, state),
        isApplicant: row.subject === person.subject,
        documents: filesOf(actions).map((file) => file.id),
      } satisfies StepForm;
    },
    stepAnswer: async ({ id, person: asking, place, page, values }) => {
      const person = await standing(id, asking);
      const fits = { today: todayOf(store), place, fits: ({ act }: { act: string }) => act === "answer" };
      const { state, service } = await readCase(store, id, (_, known, of) => actorOf(of, known, person).parties.length > 0);
      requireAct({ service, state }, person, fits);
      const definition = service.form.page(page);
      // registers and documents are asked before the case is locked
      const asked = { folder: id, values, service, subject: person.subject, applied: appliedIn(state) };
      const around = definition ? await surroundingsOf(sources, { ...asked, page: definition }) : {};
      return withCase(store, id, async (open, tx) => {
        requireAct(open, person, fits);
        return answerFill({ store, open, tx, person, districts }, { page, values, around });
      });
    },
  };
}

/** The step on which a case stands as far as it is answered: the draft of this visit over the answers that the case has. */
async function fillingAt(
  store: CaseStore,
  q: Queryable,
  { id, service, state }: { id: string; service: LoadedService; state: Case },
  { districts }: Around,
): Promise<Filling> {
  const place = state.place!;
  const step = service.flow.step(place.step) as StepOf<"fill">;
  const draft = await readFill(q, id);
  const isOwn = draft?.step === place.step && draft.visit === place.visit;
  const given = isOwn ? { ...besides(service, step, state.answers), ...draft.answers } : state.answers;
  const brought = { read: readerOf(service, state), around: { today: todayOf(store), districts } };
  return fillingOf({ service, step }, given, brought);
}

const appliedIn = ({ opened: { subject, nationalId }, onBehalf, answers }: Case): Applied => ({
  ...{ subject, nationalId, onBehalf, answers },
});

const isAsked = ({ form }: LoadedService, { pages }: StepOf<"fill">, name: string): boolean =>
  form.pages.some(({ id, fields }) => (!pages || pages.includes(id)) && fields.some((field) => field.name === name));

/** The answers to what other steps ask. */
const besides = (service: LoadedService, step: StepOf<"fill">, answers: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(answers).filter(([name]) => !isAsked(service, step, name)));

type Doing = Around & { store: CaseStore; open: OpenCase; tx: Tx; person: Acting };

async function answerFill(
  { store, open, tx, person, districts }: Doing,
  { page, values, around }: { page: string; values: Record<string, unknown>; around: Surroundings },
): ReturnType<CasesApi["stepAnswer"]> {
  const { service, state } = open;
  const filling = await fillingAt(store, tx, open, { districts });
  const done = answerPage(filling, page, values, { ...around, today: todayOf(store), signer: person.name });
  if ("errors" in done) return { errors: done.errors, next: null, standing: null };
  const standing = await standingFor(store, tx, service, open, done.answers);
  if (standing) return { errors: [], next: null, standing };
  const { step, visit } = state.place!;
  const answers = Object.fromEntries(Object.entries(done.answers).filter(([name]) => isAsked(service, filling.step, name)));
  await upsertFill(tx, open.id, { step, visit, answers });
  return { errors: [], next: done.next, standing: null };
}

/** What a party answered becomes part of the case: it names others perhaps, and the case goes on. */
export async function submitFill({ store, open, tx, person, districts }: Doing): Promise<void> {
  const { service } = open;
  const filling = await fillingAt(store, tx, open, { districts });
  requireComplete(filling, todayOf(store));
  if (await standingFor(store, tx, service, open, filling.answers)) throw caseFailure("case.stands-already");
  const { step } = filling;
  await open.append(person.subject, { type: "answered", data: { page: step.id, answers: filling.answers } });
  await open.append(person.subject, { type: "submitted", data: { step: step.id, name: person.name } });
  await replaceParties(tx, open.id, partiesOf(service, open.state));
  await noteLikeness(tx, open.id, service, open.state.answers);
  await leave(store, open, tx, "submitted", person.subject);
}
