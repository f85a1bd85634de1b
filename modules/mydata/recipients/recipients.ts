import type { DataSet } from "@troad/directory";
import type { EidApi } from "@troad/eid/api";
import { failures, instant, type ModuleContext, type Queryable } from "@troad/kernel";
import { stopRecipient, tellApplicant } from "../requests/jobs.ts";
import { encryptionKey, isUsable } from "../requests/sealed.ts";
import {
  type ApplicationRow,
  applicationsBy,
  approvedApplication,
  approvedApplications,
  countWaiting,
  type Decision,
  insertApplication,
  insertDecision,
  lockRecipient,
  newestApplication,
  newestApplications,
  recipientNames,
  type TwoTexts,
} from "../store/recipients.ts";
import { faultOfTerms, type Terms } from "./terms.ts";

const fail = failures({
  "mydata.recipient-unknown": 404,
  "mydata.recipient-keys": 422,
  "mydata.terms-invalid": 422,
  "mydata.recipient-own": 403,
  "mydata.recipient-changed": 409,
  "mydata.recipient-suspended": 403,
});
/** Those who review the clients of the eID. */
export const recipientRoles = ["road-operator"];
export type Recipients = ReturnType<typeof openRecipients>;
export { type ApplicationRow, type Decision, decisions } from "../store/recipients.ts";
export const recipientOf = (client: string): string => `client:${client}`;
const mostShown = 100;

/** An approved version that counts; throws where there is none, or it was stopped. */
function standingOf(row: ApplicationRow | undefined): ApplicationRow {
  if (!row || row.standing === "ended") throw fail("mydata.recipient-unknown");
  if (row.standing === "suspended") throw fail("mydata.recipient-suspended");
  return row;
}

/** What may be decided about a version as it stands. */
export function decisionsFor({
  decision,
  was_approved,
  standing,
}: Pick<ApplicationRow, "decision" | "was_approved" | "standing">): Decision[] {
  if (decision === null) return ["approved", "refused"];
  if (!was_approved || standing === "ended") return [];
  return standing === "suspended" ? ["resumed", "ended"] : ["warned", "suspended", "ended"];
}

/** Clients of the eID that may be given people's data: applied for, reviewed, warned, suspended, ended. */
export function openRecipients(
  ctx: ModuleContext,
  { eid, sets }: { eid: Pick<EidApi, "clients" | "clientInForce">; sets: readonly DataSet[] },
) {
  const names = new Map<string, { name: TwoTexts; organisation: TwoTexts }>();
  const refresh = async (): Promise<void> => {
    for (const { client, ...own } of await recipientNames(ctx.db)) names.set(recipientOf(client), own);
  };
  const one = async (client: string, version: number): Promise<ApplicationRow> => {
    const [newest, approved] = await Promise.all([newestApplication(ctx.db, client), approvedApplication(ctx.db, client)]);
    const found = [newest, approved].find((row) => row?.version === version);
    if (!found) throw fail("mydata.recipient-unknown");
    return found;
  };

  return {
    refresh,
    /** What a recipient is called: of an older process's memory at most half a minute old. */
    nameOf: (recipient: string) => names.get(recipient),
    /** The clients for which someone may apply. */
    clientsOf: async (by: string) => {
      const records = await eid.clients({ by, limit: mostShown });
      const ids = [...new Set(records.map(({ client }) => client))];
      const standing = await Promise.all(ids.map((id) => eid.clientInForce(id)));
      return standing
        .filter((record) => record !== null && record.registration.auth === "private_key_jwt")
        .map((record) => record!);
    },
    /** The next version of what a client wants; it counts once an officer approves it. */
    apply: async (asked: { client: string; by: string; actor?: string; terms: Terms }): Promise<{ version: number }> => {
      const { client, by, actor = by } = asked;
      const record = await eid.clientInForce(client);
      if (record?.appliedBy !== by) throw fail("mydata.recipient-unknown");
      const { auth, keys, name, organisation } = record.registration;
      const key = encryptionKey(keys);
      if (auth !== "private_key_jwt" || !key || !(await isUsable(key))) throw fail("mydata.recipient-keys");
      const fault = faultOfTerms(asked.terms, sets);
      if (fault) throw fail("mydata.terms-invalid", { fault });
      const newest = await newestApplication(ctx.db, client);
      const { policy, dpia } = newest?.terms ?? {};
      // what the form does not ask for stays as it was
      const terms = { ...(policy ? { policy } : {}), ...(dpia ? { dpia } : {}), ...asked.terms };
      const version = (newest?.version ?? 0) + 1;
      const row = { client, version, name, organisation: organisation.name, terms, applied_by: by, at: instant(ctx.clock) };
      await ctx.db.tx(async (tx) => {
        if (!(await insertApplication(tx, row))) throw fail("mydata.recipient-changed");
        await tx.audit({ actor, action: "mydata.recipient-apply", target: client, detail: { version } });
      });
      await refresh();
      return { version };
    },
    decide: async (asked: { client: string; version: number; decision: Decision; by: string; reason: string }): Promise<void> => {
      const { client, version, decision, by, reason } = asked;
      const at = instant(ctx.clock);
      await ctx.db.tx(async (tx) => {
        await lockRecipient(tx, client);
        const [newest, approved] = [await newestApplication(tx, client), await approvedApplication(tx, client)];
        const row = [newest, approved].find((found) => found?.version === version);
        if (!row) throw fail("mydata.recipient-unknown");
        if (row.applied_by === by) throw fail("mydata.recipient-own");
        if (!decisionsFor(row).includes(decision)) throw fail("mydata.recipient-changed");
        await insertDecision(tx, { client, version, decision, officer: by, reason, at });
        await tx.enqueue(tellApplicant, { client, version, at, to: row.applied_by, name: row.name["zh-Hant"] });
        await tx.audit({ actor: by, action: `mydata.recipient-${decision}`, target: client, detail: { version } });
        if (decision === "suspended" || decision === "ended")
          await tx.enqueue(stopRecipient, { client, decision, by, at, after: null });
      });
    },
    /** A client that wants no data any more: its consents end as if an officer had ended it, and what waits for a decision waits no longer. */
    stopOwn: async (client: string): Promise<ApplicationRow> => {
      const at = instant(ctx.clock);
      const by = recipientOf(client);
      return ctx.db.tx(async (tx) => {
        await lockRecipient(tx, client);
        const [newest, approved] = [await newestApplication(tx, client), await approvedApplication(tx, client)];
        const waits = newest?.decision === null ? newest : undefined;
        const stands = approved && approved.standing !== "ended" ? approved : undefined;
        if (!waits && !stands) throw fail("mydata.recipient-unknown");
        const own = { client, officer: by, reason: "the recipient's own wish", at };
        if (waits) await insertDecision(tx, { ...own, version: waits.version, decision: "refused" });
        if (stands) {
          await insertDecision(tx, { ...own, version: stands.version, decision: "ended" });
          await tx.enqueue(stopRecipient, { client, decision: "ended", by, at, after: null });
        }
        await tx.audit({ actor: by, action: "mydata.recipient-stopped", target: client });
        return stands ?? waits!;
      });
    },
    one,
    /** The applications that wait, for those who decide on them. */
    queue: async (roles: readonly { role: string }[]) =>
      roles.some(({ role }) => recipientRoles.includes(role)) ? countWaiting(ctx.db) : { count: 0, oldest: null },
    mine: (by: string) => applicationsBy(ctx.db, by, mostShown),
    waiting: () => newestApplications(ctx.db, { waiting: true, limit: mostShown }),
    all: () => newestApplications(ctx.db, { waiting: false, limit: mostShown }),
    approved: (client: string) => approvedApplication(ctx.db, client),
    newest: (client: string) => newestApplication(ctx.db, client),
    list: (page: { before?: string; limit: number }) =>
      approvedApplications(ctx.db, { before: page.before ?? null, now: instant(ctx.clock), limit: page.limit }),
    /** The terms that count now. Throws where the client has none, or has been stopped. */
    inForce: async (client: string): Promise<ApplicationRow> => {
      // a client that the eID closed is a recipient no more
      if (!(await eid.clientInForce(client))) throw fail("mydata.recipient-unknown");
      return standingOf(await approvedApplication(ctx.db, client));
    },
    /** The same within a transaction, while no officer decides on it. */
    mustStand: async (tx: Queryable, client: string): Promise<void> => {
      await lockRecipient(tx, client);
      standingOf(await approvedApplication(tx, client));
    },
  };
}
