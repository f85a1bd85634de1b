import { instant, type ModuleContext } from "@troad/kernel";
import { endIssue, issuesOf, type OwnIssue } from "../store/issues.ts";

export type { OwnIssue } from "../store/issues.ts";
export type Issued = ReturnType<typeof openIssued>;

/** What wallets of a person fetched, and its end by them. */
export function openIssued({ db, clock }: Pick<ModuleContext, "db" | "clock">) {
  return {
    of: (subject: string, before: number | null, limit: number): Promise<OwnIssue[]> => issuesOf(db, subject, before, limit),
    /** All copies of one fetch are revoked; another person's stay, and the second time changes nothing. */
    end: (subject: string, id: string): Promise<void> =>
      db.tx(async (tx) => {
        if (await endIssue(tx, id, subject, instant(clock)))
          await tx.audit({ actor: subject, action: "wallet.ended", target: id });
      }),
  };
}
