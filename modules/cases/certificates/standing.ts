import { instant, isUuid, type ModuleContext, type Queryable } from "@troad/kernel";
import type { CertificateAct, OfficerCertificate } from "../api.ts";
import type { ActingPerson } from "../domain/act.ts";
import type { ActionData } from "../domain/actions.ts";
import { caseFailure } from "../domain/errors.ts";
import { requireOpened } from "../engine/masking.ts";
import { type CaseStore, openLocked } from "../engine/store.ts";
import { certificateMessageJob } from "../jobs/definitions.ts";
import { certificatesOfCase, findCase, insertRevocation, lockCase, revokedAt } from "../store/cases.ts";
import { findEntry, insertStanding, lastStanding, type StandingState } from "../store/certificates.ts";
import { isReader } from "../store/readers.ts";

type Asked = { id: string; agency: string; person: ActingPerson };
type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; store: CaseStore };
export type CertificateStandings = {
  /** The certificates of a case as an officer who reaches it sees them. */
  ofCase(asked: Asked): Promise<OfficerCertificate[]>;
  /** Suspends, resumes or revokes one, with the reason; the same again changes nothing. */
  change(asked: Asked & { code: string; act: CertificateAct; reason: string }): Promise<void>;
};

const after: Record<CertificateAct, StandingState> = { suspend: "suspended", resume: "resumed", revoke: "revoked" };
/** What may be done in each state; what is revoked stays so. */
const possible: Record<OfficerCertificate["state"], CertificateAct[]> = {
  valid: ["suspend", "revoke"],
  suspended: ["resume", "revoke"],
  revoked: [],
  ended: [],
};
const messages = { suspend: "certificate-suspended", resume: "certificate-resumed", revoke: "certificate-revoked" } as const;

/** Certificates that an agency takes back for a time or for good. */
export function certificateStandings({ ctx, store }: Parts): CertificateStandings {
  const { db, clock } = ctx;
  const reach = async ({ id, agency, person }: Asked): Promise<{ subject: string }> => {
    const posts = person.posts.filter((post) => post.agency === agency);
    const row = isUuid(id) ? await findCase(db, id) : undefined;
    if (!row || !(await isReader(db, id, { posts, subject: person.subject }))) throw caseFailure("case.not-found");
    await requireOpened({ ctx, store }, row, person.subject);
    return row;
  };
  const stateOf = async (q: Queryable, code: string) => {
    const entry = await findEntry(q, code);
    const revoked = await revokedAt(q, code);
    const last = await lastStanding(q, code);
    const validUntil = entry?.expires_at ?? null;
    const isOver = validUntil !== null && Date.parse(validUntil) <= clock.now().getTime();
    const state: OfficerCertificate["state"] =
      revoked !== null ? "revoked" : isOver ? "ended" : last?.state === "suspended" ? "suspended" : "valid";
    return { state, validUntil, last, compact: entry?.compact ?? null };
  };
  return {
    ofCase: async (asked) => {
      const { subject } = await reach(asked);
      const rows = await certificatesOfCase(db, asked.id);
      return Promise.all(
        rows.map(async ({ code, issued_at: issuedAt, token }) => {
          const { state, validUntil, last, compact } = await stateOf(db, code);
          const standing = last ? { state: last.state, reason: last.reason, at: last.at } : null;
          const allowed = subject === asked.person.subject ? [] : possible[state];
          return { code, certificate: nameIn(token), state, issuedAt, validUntil, standing, compact, allowed };
        }),
      );
    },
    change: async ({ code, act, reason, ...asked }) => {
      await reach(asked);
      const { id, person } = asked;
      await db.tx(async (tx) => {
        const row = (await lockCase(tx, id))!;
        if (!(await certificatesOfCase(tx, id)).some((one) => one.code === code)) throw caseFailure("case.not-found");
        const { state, last } = await stateOf(tx, code);
        // the same form sent twice
        if (last?.state === after[act] && last.reason === reason) return;
        if (row.subject === person.subject || !possible[state].includes(act)) throw caseFailure("case.certificate-standing");
        const n = (last?.n ?? 0) + 1;
        const at = instant(clock);
        await insertStanding(tx, { code, n, state: after[act], reason, officer: person.subject, at });
        if (act === "revoke") await insertRevocation(tx, code, at);
        const data: ActionData["certificate-suspended"] = { code, reason };
        // of an erased case the chain says no more; the audit does
        if (row.erased_at === null) {
          const open = await openLocked(store, tx, row);
          await open.append(person.subject, { type: `certificate-${after[act]}`, data });
        } else await tx.audit({ actor: person.subject, action: `case.certificate-${after[act]}`, target: id, detail: { code } });
        await tx.enqueue(certificateMessageJob, { code, template: messages[act], n }, { key: `${code} ${n}` });
      });
    },
  };
}

/** Which of the service's certificates a stored token is. */
function nameIn(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as { certificate?: string };
  return claims.certificate ?? "certificate";
}
