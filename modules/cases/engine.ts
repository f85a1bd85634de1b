import { type Database, instant, type ModuleContext, type Tx, taipeiDate } from "@troad/kernel";
import type { CaseAction } from "./api.ts";
import { type Action, type ActionData, type Case, fold } from "./domain/actions.ts";
import { caseFailure } from "./domain/errors.ts";
import { actionsOf, appendAction, lockCase, updateIndex } from "./store/cases.ts";

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
  ctx: Pick<ModuleContext, "clock">,
  db: Database,
  id: string,
  work: (open: OpenCase, tx: Tx) => Promise<T>,
): Promise<T> {
  return db.tx(async (tx) => {
    const row = /^[0-9a-f-]{36}$/.test(id) ? await lockCase(tx, id) : undefined;
    if (!row) throw caseFailure("case.not-found");
    const actions: CaseAction[] = await actionsOf(tx, id);
    const open: OpenCase = {
      id,
      agency: row.agency,
      service: row.service,
      subject: row.subject,
      state: fold(actions),
      append: async (actor, action) => {
        actions.push(await appendAction(tx, id, actions.at(-1), { ...action, at: instant(ctx.clock), actor }));
        open.state = fold(actions);
        await updateIndex(tx, id, open.state);
        await tx.audit({ actor, action: `case.${action.type}`, target: id });
      },
    };
    return work(open, tx);
  });
}

export const todayOf = (ctx: Pick<ModuleContext, "clock">): string => taipeiDate(ctx.clock.now());

/** The first action of a new case. */
export async function beginCase(tx: Tx, id: string, opened: ActionData["opened"], at: string): Promise<void> {
  await appendAction(tx, id, undefined, { type: "opened", data: opened, at, actor: opened.subject });
  await tx.audit({ actor: opened.subject, action: "case.opened", target: id, detail: { service: opened.service } });
}
