import { isUuid, type Queryable } from "@troad/kernel";
import type { PeopleApi } from "@troad/people/api";
import { caseFailure } from "../domain/errors.ts";
import { findCase, type IndexRow } from "../store/cases.ts";
import { requireKept } from "./store.ts";

type Filed = Pick<IndexRow, "filer" | "mandate" | "service">;

/** Who may open and act in a case besides officers and its other parties: its applicant, and who filed it while their mandate is in force. */
export type Access = {
  /** The case; for everybody else it does not exist. */
  open(request: { id: string; subject: string }): Promise<IndexRow>;
  /** Whether a person stands for the applicant by the mandate under which they filed; throws once that has ended. */
  standsFor(filed: Filed, subject: string): Promise<boolean>;
};

/** Mandates are asked for each time, before any case is locked: one that has ended opens nothing more. */
export function openAccess(db: Queryable, people: Pick<PeopleApi, "inForce">): Access {
  const standsFor: Access["standsFor"] = async ({ filer, mandate, service }, subject) => {
    if (filer !== subject || mandate === null) return false;
    const held = await people.inForce({ holder: subject, service });
    if (!held.some(({ id }) => id === mandate)) throw caseFailure("case.mandate-ended");
    return true;
  };
  return {
    standsFor,
    open: async ({ id, subject }) => {
      const row = isUuid(id) ? await findCase(db, id) : undefined;
      if (!row) throw caseFailure("case.not-found");
      // whose it was is not known any more
      if (row.subject === "") requireKept(row);
      const isDraft = row.state === "draft";
      // what someone else prepares is theirs until they submit it
      if (row.subject === subject && (row.filer === null || !isDraft)) return row;
      const isAtCounter = isDraft && row.filer === subject && row.mandate === null;
      if (isAtCounter || (await standsFor(row, subject))) return row;
      throw caseFailure("case.not-found");
    },
  };
}
