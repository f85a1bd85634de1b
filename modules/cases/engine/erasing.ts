import { addMonths, keepOf } from "@troad/flow";
import { instant, type ModuleContext, type Queryable, taipeiDate } from "@troad/kernel";
import { draftMonths } from "../domain/keeping.ts";
import type { LoadedService } from "../domain/services.ts";
import { documentsJob } from "../jobs/definitions.ts";
import { lockCase } from "../store/cases.ts";
import { deleteDraft } from "../store/drafts.ts";
import { abandonedDrafts, dueCases, eraseRows, scheduleErasures, type Unscheduled, unscheduledCases } from "../store/erasures.ts";
import { type CaseStore, todayOf } from "./store.ts";

type Parts = { store: CaseStore; log: ModuleContext["log"] };
const atOnce = 200;
/** What is left over waits for the next time. */
const mostBatches = 20;
/** Of a service that is gone and was stored with none of its cases. */
const unknownService = { rule: null, months: 120 };

/** Erases what no rule keeps any longer: of cases what they know, of drafts all. Each is one transaction, so that a kill leaves it whole. */
export async function eraseOverdue(parts: Parts): Promise<void> {
  for (let batch = 0; batch < mostBatches; batch++) if ((await scheduleFormer(parts.store)) === 0) break;
  for (let batch = 0; batch < mostBatches; batch++) if ((await eraseBatch(parts)) < atOnce) break;
}

/** Gives how many were erased. One whose chain is broken stays for those who look into it, and holds up no other. */
async function eraseBatch({ store, log }: Parts): Promise<number> {
  const today = todayOf(store);
  const drafts = await abandonedDrafts(store.db, addMonths(today, -draftMonths), atOnce);
  let erased = 0;
  for (const { id } of [...(await dueCases(store.db, today, atOnce)), ...drafts])
    await eraseOne(store, id).then(
      () => erased++,
      (error: unknown) => log.error({ err: error }, "a case could not be erased"),
    );
  return erased;
}

const keepAt = async (
  { definitions }: Pick<CaseStore, "definitions">,
  q: Queryable,
  { service, definition }: Unscheduled,
): Promise<ReturnType<typeof keepOf>> => {
  const found = await definitions.of(q, service, definition).catch((): LoadedService | undefined => undefined);
  return found ? keepOf(found.definition) : unknownService;
};

/** Cases that ended before this was kept get the day that their rule gives; gives how many did. */
async function scheduleFormer(store: CaseStore): Promise<number> {
  let scheduled = 0;
  for (const one of await unscheduledCases(store.db))
    scheduled += await scheduleErasures(store.db, one, (await keepAt(store, store.db, one)).months);
  return scheduled;
}

/** Looks again under the lock: what was answered or begun again in the meantime stays. */
async function eraseOne(store: CaseStore, id: string): Promise<void> {
  const { db, ledger, clock } = store;
  await db.tx(async (tx) => {
    const row = await lockCase(tx, id);
    if (!row || row.erased_at !== null) return;
    const isDraft = row.state === "draft";
    const due = isDraft ? addMonths(taipeiDate(new Date(row.updated_at)), draftMonths) : row.erase_on;
    if (due === null || due > todayOf(store)) return;
    const audit = { actor: "troad", action: "case.erased", target: id };
    if (!row.chained) {
      await deleteDraft(tx, id);
      await tx.enqueue(documentsJob, { caseId: id }, { key: `${id} discarded` });
      return tx.audit({ ...audit, detail: { rule: "draft", months: draftMonths, due } });
    }
    const { rule, months } = isDraft ? { rule: "draft", months: draftMonths } : await keepAt(store, tx, row);
    const at = instant(clock);
    const entry = (readable: number) => ({ type: "erased", actor: "troad", at, data: { rule, months, due, readable } });
    const readable = await ledger.erase(tx, id, entry);
    await eraseRows(tx, id, at);
    await tx.audit({ ...audit, detail: { rule, months, due, readable } });
  });
}
