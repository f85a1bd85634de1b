import { type Database, type Ids, instant, type ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import type { PayApi } from "@troad/pay/api";
import { type AccountKind, lookDays, shownAccount } from "./domain/account.ts";
import { benefitsFailure } from "./domain/errors.ts";
import { tellChangeJob } from "./jobs.ts";
import { accountById, insertAccount, insertLook, lockAccounts, validAccount, waitingLooks } from "./store/accounts.ts";

type Parts = {
  db: Database;
  clock: ModuleContext["clock"];
  ids: Ids;
  pay: Pick<PayApi, "accountHolder">;
  banks: ReadonlySet<string>;
};
export type NewAccount = { subject: string; kind: AccountKind; account: string; holder: string; guardian?: string; by: string };
export type { WaitingLook } from "./store/accounts.ts";

/** Accounts of people: proved, protected or a guardian's. The last one registered is valid from that moment. */
export function openAccounts({ db, clock, ids, pay, banks }: Parts) {
  return {
    valid: (subject: string) => validAccount(db, subject),
    /** Accounts of people in these schemes that are not paid to before a second person has looked. */
    waiting: (schemes: readonly string[], limit: number) =>
      waitingLooks(db, new Date(clock.now().getTime() - lookDays * 86_400_000).toISOString(), schemes, Math.min(limit, 100)),
    /** The bank is asked first; a name that differs is refused, and an answer that it does not give leaves the account unproved. */
    register: async ({ subject, kind, account, holder, guardian, by }: NewAccount): Promise<{ id: string }> => {
      if (!/^\d{3}-\d{6,16}$/.test(account) || !banks.has(account.slice(0, 3))) throw benefitsFailure("benefits.account-invalid");
      if ((kind === "guardian") !== (guardian !== undefined)) throw benefitsFailure("benefits.guardian-missing");
      const { answer } = await pay.accountHolder({ account, name: holder });
      if (answer === "differs") throw benefitsFailure("benefits.account-name-differs");
      const at = instant(clock);
      return db.tx(async (tx) => {
        await lockAccounts(tx, subject);
        const before = await validAccount(tx, subject);
        if (before?.account === account && before.kind === kind && before.holder === holder) return { id: before.id };
        const proof = answer === "matches" ? ("bank" as const) : ("none" as const);
        const row = { id: ids.uuid(), subject, kind, account, holder, guardian: guardian ?? null, proof, registeredBy: by, at };
        await insertAccount(tx, row);
        await tx.audit({
          actor: by,
          action: "benefits.account-registered",
          target: subject,
          detail: { account: row.id, kind, proof },
        });
        if (before)
          await tx.enqueue(tellChangeJob, {
            account: row.id,
            subject,
            before: shownAccount(before.account),
            after: shownAccount(account),
          });
        return { id: row.id };
      });
    },
    /** A second person lets an account be paid to: not the one who registered it, and not its owner. */
    look: ({ id, by, reason }: { id: string; by: string; reason: string }): Promise<void> =>
      db.tx(async (tx) => {
        const found = await accountById(tx, id);
        if (!found?.valid) throw benefitsFailure("benefits.not-found");
        if ([found.registeredBy, found.subject, found.guardian].includes(by)) throw benefitsFailure("benefits.look-own");
        await insertLook(tx, { account: id, by, reason, at: instant(clock) });
        await tx.audit({
          actor: by,
          action: "benefits.account-looked-at",
          target: found.subject,
          detail: { account: id, reason },
        });
      }),
  };
}

/** Tells the person of a change, over the addresses that they had before it. */
export const tellChange = async (
  notify: Pick<NotifyApi, "send">,
  { account, subject, before, after }: { account: string; subject: string; before: string; after: string },
): Promise<void> =>
  notify.send({
    ...{ key: `benefits account ${account}`, to: subject, channel: "mail", template: "benefit-account-changed" },
    ...{ params: { before, after }, link: "/benefits" },
  });
