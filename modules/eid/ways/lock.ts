import { instant, type ModuleContext, type Tx } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { logoutNotices } from "../clients/logout-job.ts";
import { fail } from "../domain/errors.ts";
import { endAnswers } from "../store/challenges.ts";
import { endCodes } from "../store/codes.ts";
import { endDelegations } from "../store/delegations.ts";
import {
  cancelRecovery,
  insertLock,
  insertRecovery,
  lockStateOf,
  type RecoveryRow,
  useRecovery,
  waitingRecovery,
} from "../store/locks.ts";
import { rebindPasskey } from "../store/passkeys.ts";
import { endRequests } from "../store/phones.ts";
import { endProviderState, endSignIns } from "../store/sign-ins.ts";

export type Locks = {
  isLocked(subject: string): Promise<boolean>;
  /** Ends every session, token and half-finished sign-in of a person; no card, passkey, phone or code proves anything until it is unlocked. */
  lock(subject: string, actor: string): Promise<void>;
  unlock(subject: string, actor: string): Promise<void>;
  /** A bound device asks to get the identity back: in a day, and everybody who can read the person's messages is told. */
  askRecovery(subject: string, credential: string): Promise<{ readyAt: string }>;
  recoveryOf(subject: string): Promise<RecoveryRow | undefined>;
  cancelRecovery(subject: string): Promise<void>;
  /** Unlocks by a recovery that has waited its day; only with the device that asked. */
  recover(subject: string, credential: string): Promise<void>;
};

export const recoveryMs = 24 * 3_600_000;

export function lockService(ctx: ModuleContext, origin: string): Locks {
  const now = (): string => instant(ctx.clock);
  const tell = async (subject: string, template: string, key: string, params: Record<string, string> = {}): Promise<void> => {
    for (const channel of ["mail", "message"] as const)
      await ctx.use(notifyApi).send({
        ...{ key: `${template} ${key} ${channel}`, to: subject, channel, template, params, link: `${origin}/eid/account` },
      });
  };
  const unlock = async (subject: string, actor: string): Promise<void> => {
    const changed = await ctx.db.tx(async (tx) => {
      if (!(await lockStateOf(tx, subject)).locked) return false;
      await insertLock(tx, subject, "unlock", actor, now());
      await tx.audit({ actor, action: "eid.unlock", target: subject });
      return true;
    });
    if (changed) await tell(subject, "eid-unlocked", `${subject} ${now()}`);
  };
  return {
    isLocked: async (subject) => (await lockStateOf(ctx.db, subject)).locked,
    lock: async (subject, actor) => {
      await ctx.db.tx(async (tx) => {
        await insertLock(tx, subject, "lock", actor, now());
        await endEverything(tx, subject, now());
        await tx.audit({ actor, action: "eid.lock", target: subject });
      });
      await tell(subject, "eid-locked", `${subject} ${now()}`);
    },
    unlock,
    askRecovery: async (subject, credential) => {
      const readyAt = new Date(ctx.clock.now().getTime() + recoveryMs).toISOString();
      const id = ctx.ids.uuid();
      const isNew = await ctx.db.tx(async (tx) => {
        const inserted = await insertRecovery(tx, { id, subject, credential, at: now(), ready_at: readyAt });
        if (inserted) await tx.audit({ actor: subject, action: "eid.recovery-ask", target: subject });
        return inserted;
      });
      if (isNew) await tell(subject, "eid-recovery", id);
      return { readyAt: isNew ? readyAt : (await waitingRecovery(ctx.db, subject))!.ready_at };
    },
    recoveryOf: (subject) => waitingRecovery(ctx.db, subject),
    cancelRecovery: (subject) =>
      ctx.db.tx(async (tx) => {
        if (await cancelRecovery(tx, subject)) await tx.audit({ actor: subject, action: "eid.recovery-cancel", target: subject });
      }),
    recover: async (subject, credential) => {
      if (!(await useRecovery(ctx.db, subject, credential, now()))) throw fail("eid.recovery-not-ready");
      // the card may be gone: from now on the device stands by itself
      await rebindPasskey(ctx.db, subject, credential, "recovery");
      await unlock(subject, subject);
    },
  };
}

/** Sessions, grants, tokens, half-finished sign-ins, codes and requests of a person end; clients are told. */
export async function endEverything(tx: Tx, subject: string, at: string): Promise<void> {
  await logoutNotices(tx, subject);
  await endSignIns(tx, { subject }, "locked", at);
  await endDelegations(tx, { subject }, at);
  await endProviderState(tx, subject);
  await endAnswers(tx, subject);
  await endCodes(tx, subject);
  await endRequests(tx, subject);
}
