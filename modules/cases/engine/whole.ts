import { instant } from "@troad/kernel";
import type { CasesApi, FieldError, Standing } from "../api.ts";
import { caseFailure } from "../domain/errors.ts";
import { findCase, insertCase, lockCase, waitForOthers } from "../store/cases.ts";
import { measureBegun } from "../store/measures.ts";
import { filledIn, submitDraft } from "./drafts.ts";
import { answerPage, type Filling, pagesShown } from "./filling.ts";
import { type CaseStore, todayOf } from "./store.ts";
import { type DraftSources, surroundingsOf } from "./surroundings.ts";

/** Submits an application in one step, without a draft: another module has asked its questions. */
export function wholeApplications(store: CaseStore, sources: DraftSources): CasesApi["submitWhole"] {
  const { db, clock } = store;
  return async ({ id, service: serviceId, subject, nationalId, name, answers: given, proof }) => {
    const service = store.definitions.services.get(serviceId);
    const already = async (): Promise<boolean> => {
      const found = await findCase(db, id);
      if (found && (found.subject !== subject || found.service !== serviceId)) throw caseFailure("case.not-found");
      return found !== undefined;
    };
    if (await already()) return { outcome: "submitted" };
    if (service.definition.counterOnly) throw caseFailure("case.only-at-counter");
    const filled = await fillWhole(store, sources, filledIn(service, {}), { id, subject, nationalId, name, given });
    if ("page" in filled) return { outcome: "open", ...filled };
    const now = instant(clock);
    const times = { created_at: now, updated_at: now };
    // it is never a draft that someone sees, and the person's own draft of the service stays beside it
    const fresh = { id, service: serviceId, agency: service.definition.agency, subject, applicant: name, ...times };
    const stands = await db
      .tx(async (tx) => {
        await waitForOthers(tx, subject, serviceId);
        // the same at the same time: the second finds the case of the first
        if (!(await insertCase(tx, { ...fresh, state: "deciding", filer: null, mandate: null }))) return null;
        await measureBegun(tx, { id, service: serviceId, at: now });
        const row = (await lockCase(tx, id))!;
        const submitted = await submitDraft(store, tx, { ...filled, row, nationalId, onBehalf: null }, { paper: [], proof });
        if (submitted.stands) throw new Stands(submitted.stands);
        return null;
      })
      .catch((error: unknown) => {
        if (error instanceof Stands) return error.standing;
        throw error;
      });
    if (stands) return { outcome: "stands", standing: stands };
    if (!(await already())) throw caseFailure("case.not-found");
    return { outcome: "submitted" };
  };
}

/** Undoes a submission that another case makes needless. */
class Stands extends Error {
  readonly standing: Standing;
  constructor(standing: Standing) {
    super("the same stands already");
    this.standing = standing;
  }
}

/** Answers page after page with what is known; the first page that does not take it ends that. */
async function fillWhole(
  store: CaseStore,
  sources: DraftSources,
  empty: Filling,
  known: { id: string; subject: string; nationalId: string; name: string; given: Record<string, unknown> },
): Promise<Filling | { page: string; errors: FieldError[] }> {
  const { id: folder, subject, nationalId, name, given: values } = known;
  const { service } = empty;
  let filling = empty;
  let page: string | null = pagesShown(filling, todayOf(store)).pages[0]?.id ?? null;
  while (page !== null) {
    const applied = { subject, nationalId, onBehalf: null, answers: filling.answers };
    const asked = { folder, values, service, subject, applied, page: service.form.page(page)! };
    const around = { ...(await surroundingsOf(sources, asked)), today: todayOf(store), signer: name };
    const done = answerPage(filling, page, values, around);
    if ("errors" in done) return { page, errors: done.errors };
    filling = { ...filling, answers: done.answers };
    page = done.next;
  }
  return filling;
}
