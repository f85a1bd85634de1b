import { type ActReply, type Applying, factsOf, isOfficerStep, type Registrar, type StepOf } from "@troad/flow";
import type { PeopleApi } from "@troad/people/api";
import type { Case } from "../domain/actions.ts";
import type { LoadedService } from "../domain/services.ts";
import { agencyOf, isAt, type Visit } from "../domain/standing.ts";
import { readerOf } from "../domain/values.ts";
import { applyingFor } from "../engine/applying.ts";
import { leave } from "../engine/move.ts";
import { type CaseStore, readCase, withCase } from "../engine/store.ts";

/** The modules that do what steps of kind act say, by the first part of what is done. */
export type Registrars = Readonly<Record<string, Pick<Registrar, "offers" | "act">>>;
type Parts = { store: CaseStore; registrars: Registrars; people: Pick<PeopleApi, "postsOf"> };

/** What a service has modules do or offer, by name. */
export const askedOfModules = ({ form, flow }: Pick<LoadedService, "form" | "flow">): string[] => [
  ...form.pages.flatMap(({ fields }) => fields.flatMap((field) => (field.type === "offered" ? [field.of] : []))),
  ...flow.steps.flatMap((step) => (step.kind === "act" ? [step.does] : [])),
];

export function registrarOf(registrars: Registrars, name: string): Registrars[string] {
  const [module = ""] = name.split(".");
  const found = Object.hasOwn(registrars, module) ? registrars[module] : undefined;
  if (!found) throw new Error(`no module does or offers ${name}`);
  return found;
}

/**
 * Has a module do what was decided, or say whether it would. It is asked before the case is locked, by a key that follows from the case and the step: asked
 * again after a kill it does nothing twice.
 */
export async function actStep({ store, registrars, people }: Parts, at: Visit, step: StepOf<"act">): Promise<void> {
  const { state, service } = await readCase(store, at.caseId);
  if (!isAt(state, at)) return;
  const { does, check = false, id } = step;
  const by: Applying = await applyingFor(people, { ...state.opened, onBehalf: state.onBehalf });
  const reply: ActReply = await registrarOf(registrars, does).act({
    ...{ does, check, by, key: at.caseId, deciders: decidersOf(service, state, step.decided ?? []) },
    values: factsOf(step.values, readerOf(service, state)),
  });
  await withCase(store, at.caseId, async (open, tx) => {
    if (!isAt(open.state, at)) return;
    if ("refused" in reply)
      await open.append(service.member, { type: "act-refused", data: { step: id, does, code: reply.refused } });
    else await open.append(service.member, { type: "acted", data: { step: id, does, check, values: reply.given } });
    await leave(store, open, tx, "refused" in reply ? "refused" : "done", service.member);
  });
}

/** Who granted it, each for the agency of the step in which they did. */
const decidersOf = (service: LoadedService, state: Case, steps: readonly string[]): { subject: string; agency: string }[] =>
  steps.flatMap((id) => {
    const step = service.flow.step(id);
    const subject = state.outcomes[id] === "granted" ? state.actors[id]?.at(-1) : undefined;
    return step && isOfficerStep(step) && subject !== undefined ? [{ subject, agency: agencyOf(service, state, step) }] : [];
  });
