import {
  type Database,
  instant,
  isUuid,
  kernelFailure,
  type ModuleContext,
  type OpenLedger,
  type Queryable,
  type StoredEntry,
  type Tx,
  taipeiDate,
} from "@troad/kernel";
import { type Action, type ActionData, type Case, fold } from "./domain/actions.ts";
import { caseFailure } from "./domain/errors.ts";
import { caseLedger, findCase, type IndexRow, lockCase, updateIndex } from "./store/cases.ts";

/** Where cases are kept. Whatever reads one through it reads a chain of actions that holds. */
export type CaseStore = { db: Database; ledger: OpenLedger; clock: ModuleContext["clock"] };

export const openStore = (ctx: ModuleContext): CaseStore => ({ db: ctx.db, ledger: ctx.ledger(caseLedger), clock: ctx.clock });

/** A case under its lock: append, and the state follows. */
export type OpenCase = {
  id: string;
  agency: string;
  service: string;
  subject: string;
  state: Case;
  append(actor: string, action: Action): Promise<void>;
};

/** Runs `work` on a case whose writers take turns; what it appends, enqueues and audits is one transaction. */
export function withCase<T>(
  { db, ledger, clock }: CaseStore,
  id: string,
  work: (open: OpenCase, tx: Tx) => Promise<T>,
): Promise<T> {
  return db.tx(async (tx) => {
    const row = isUuid(id) ? await lockCase(tx, id) : undefined;
    if (!row) throw caseFailure("case.not-found");
    const actions: StoredEntry[] = await ledger.read(tx, id);
    checkIndex(row, fold(actions));
    const open: OpenCase = {
      id,
      agency: row.agency,
      service: row.service,
      subject: row.subject,
      state: fold(actions),
      append: async (actor, action) => {
        actions.push(await ledger.append(tx, id, actions.at(-1), { ...action, at: instant(clock), actor }));
        open.state = fold(actions);
        await updateIndex(tx, id, open.state);
        await tx.audit({ actor, action: `case.${action.type}`, target: id });
      },
    };
    return work(open, tx);
  });
}

/** A case without its lock; who may not see it is told that it does not exist. */
export async function readCase(
  { db, ledger }: { db: Queryable; ledger: OpenLedger },
  id: string,
  may: (row: IndexRow) => boolean = () => true,
): Promise<{ row: IndexRow; actions: StoredEntry[]; state: Case }> {
  const row = isUuid(id) ? await findCase(db, id) : undefined;
  if (!row || !may(row)) throw caseFailure("case.not-found");
  const actions = await ledger.read(db, id);
  const state = fold(actions);
  checkIndex(row, state);
  return { row, actions, state };
}

/** Whose case it is decides who may see it: what the index says of that has to be what the first action says. */
function checkIndex({ id, subject, service, applicant }: IndexRow, { opened }: Case): void {
  if (subject !== opened.subject || service !== opened.service || applicant !== opened.name)
    throw kernelFailure("ledger.broken", {}, `case_index of ${id} is not what its first action says`);
}

export const todayOf = ({ clock }: Pick<CaseStore, "clock">): string => taipeiDate(clock.now());

/** The first action of a new case. */
export async function beginCase(
  { ledger }: Pick<CaseStore, "ledger">,
  tx: Tx,
  id: string,
  opened: ActionData["opened"],
  at: string,
): Promise<void> {
  await ledger.append(tx, id, undefined, { type: "opened", data: opened, at, actor: opened.subject });
  await tx.audit({ actor: opened.subject, action: "case.opened", target: id, detail: { service: opened.service } });
}
