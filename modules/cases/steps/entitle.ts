import type { BenefitsApi } from "@troad/benefits/api";
import type { StepOf } from "@troad/flow";
import { CodedError } from "@troad/kernel";
import { isAt, type Visit } from "../domain/standing.ts";
import { readerOf } from "../domain/values.ts";
import { stopCase } from "../engine/collecting.ts";
import { leave } from "../engine/move.ts";
import { type CaseStore, readCase, withCase } from "../engine/store.ts";

type Parts = { store: CaseStore; benefits: Pick<BenefitsApi, "register" | "grant"> };

/** What the benefits say no to, and the outcome that it is. */
const refusals: Readonly<Record<string, string>> = {
  "benefits.person-has-one": "taken",
  "benefits.account-invalid": "account-refused",
  "benefits.account-name-differs": "account-refused",
};

/**
 * A benefit of every month begins, with the account to which it is paid. The other module is asked before the case is locked; asked again after a kill
 * it gives the same. Who acted as an officer in the case approves no payment of it.
 */
export async function entitleStep({ store, benefits }: Parts, at: Visit, step: StepOf<"entitle">): Promise<void> {
  const { state, service } = await readCase(store, at.caseId);
  if (!isAt(state, at)) return;
  const read = readerOf(service, state);
  const { subject, nationalId, name } = state.opened;
  const account = read(step.account);
  const person = step.for === undefined ? nationalId : read(step.for);
  const day = step.from === undefined ? state.submittedAt : read(step.from);
  const facts = Object.fromEntries(
    Object.entries(step.facts).flatMap(([fact, from]) => {
      const value = typeof from === "string" ? read(from) : from.value;
      return ["string", "number", "boolean"].includes(typeof value) ? [[fact, value as string | number | boolean]] : [];
    }),
  );
  const known = typeof account === "string" && typeof person === "string" && typeof day === "string";
  const asked = async (): Promise<string | null> => {
    if (!known) return null;
    try {
      await benefits.register({ subject, account, holder: name, by: subject });
      const from = `${day.slice(0, 7)}-01`;
      const decidedBy = [...new Set(Object.values(state.actors).flat())].slice(0, 10);
      await benefits.grant({ key: `case ${at.caseId} ${step.id}`, scheme: step.scheme, subject, person, facts, from, decidedBy });
      return "entitled";
    } catch (error) {
      const outcome = error instanceof CodedError ? refusals[error.code] : undefined;
      if (outcome === undefined) throw error;
      return outcome;
    }
  };
  const outcome = await asked();
  await withCase(store, at.caseId, async (open, tx) => {
    if (!isAt(open.state, at)) return;
    if (outcome === null) return stopCase(open, tx, { source: null, code: "case.benefit-unknown" });
    await leave(store, open, tx, outcome, "troad");
  });
}
