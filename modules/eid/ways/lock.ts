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
  lockChanges,
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
  /** One message: it reaches the inbox and every address that the person confirmed. */
  const tell = (subject: string, template: string, key: string): Promise<void> =>
    ctx.use(notifyApi).send({
      ...{ key: `${template} ${key}`, to: subject, channel: "message", template, params: {}, link: `${origin}/eid/account` },
    });
  /** Gives the instant of the change; undefined where it is so already, so that a form that is sent twice tells nobody twice. */
  const change = (
    subject: string,
    action: "lock" | "unlock",
    actor: string,
    also?: (tx: Tx) => Promise<void>,
  ): Promise<string | undefined> =>
    ctx.db.tx(async (tx) => {
      await lockChanges(tx, subject);
      // what began before an earlier lock was seen ends all the same
      await also?.(tx);
      if ((await lockStateOf(tx, subject)).locked === (action === "lock")) return undefined;
      const at = now();
      await insertLock(tx, subject, action, actor, at);
      await tx.audit({ actor, action: `eid.${action}`, target: subject });
      return at;
    });
  const unlock = async (subject: string, actor: string): Promise<void> => {
    const changed = await change(subject, "unlock", actor);
    if (changed) await tell(subject, "eid-unlocked", `${subject} ${changed}`);
  };
  return {
    isLocked: async (subject) => (await lockStateOf(ctx.db, subject)).locked,
    lock: async (subject, actor) => {
      const changed = await change(subject, "lock", actor, (tx) => endEverything(tx, subject, now()));
      if (changed) await tell(subject, "eid-locked", `${subject} ${changed}`);
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
