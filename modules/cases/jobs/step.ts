import type { BenefitsApi } from "@troad/benefits/api";
import type { EidApi } from "@troad/eid/api";
import { type HandledJob, handleJob } from "@troad/kernel";
import type { PayApi } from "@troad/pay/api";
import type { PeopleApi } from "@troad/people/api";
import type { RoadApi } from "@troad/road/api";
import type { Case } from "../domain/actions.ts";
import { isAt } from "../domain/standing.ts";
import { readCase, withCase } from "../engine/store.ts";
import { actStep, type Registrars } from "../steps/act.ts";
import { entitleStep } from "../steps/entitle.ts";
import { localStep } from "../steps/local.ts";
import { moneyStep } from "../steps/money.ts";
import { type LetterWriter, notifyStep } from "../steps/notify.ts";
import { writeStep } from "../steps/write.ts";
import { decideJob, stepJob } from "./definitions.ts";

type Parts = LetterWriter & { pay: PayApi; benefits: BenefitsApi; road: RoadApi; eid: Pick<EidApi, "person"> } & {
  registrars: Registrars;
  people: Pick<PeopleApi, "postsOf">;
};
/** More steps than a flow has never follow each other without a person: loading a flow checks it. */
const mostSteps = 60;

/** Does the steps that nobody acts in, one after the other in one transaction, as long as they need no other module. */
async function runSteps({ store, ids, sealOf, origin }: Parts, caseId: string, isDue: (state: Case) => boolean): Promise<void> {
  const { state, service } = await readCase(store, caseId);
  if (!isDue(state)) return;
  // before the transaction: on its first use the seal is certified by another module
  const seal = await sealOf(service);
  await withCase(store, caseId, async (open, tx) => {
    if (!isDue(open.state)) return;
    for (let steps = 0; steps < mostSteps; steps++) {
      const { place } = open.state;
      const step = place && open.state.state !== "stopped" ? service.flow.step(place.step) : undefined;
      const work = step && localStep(step);
      if (!work) return;
      await work({ store, ids, seal, origin }, open, tx, step);
    }
  });
}

export const stepJobs = (parts: Parts): HandledJob[] => [
  handleJob(stepJob, async ({ payload, attempt }) => {
    const { caseId, step } = payload;
    const { service } = await readCase(parts.store, caseId);
    const definition = service.flow.step(step);
    if (definition?.kind === "notify") return notifyStep(parts, payload, definition);
    if (definition?.kind === "write") return writeStep(parts, payload, definition, attempt);
    if (definition?.kind === "pay" || definition?.kind === "payout") return moneyStep(parts, payload, definition);
    if (definition?.kind === "act") return actStep(parts, payload, definition);
    if (definition?.kind === "entitle") return entitleStep(parts, payload, definition);
    await runSteps(parts, caseId, (state) => isAt(state, payload));
  }),
  handleJob(decideJob, ({ payload: { caseId } }) => runSteps(parts, caseId, ({ state }) => state === "deciding")),
];
