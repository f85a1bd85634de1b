import { CodedError, type HandledJob, handleJob } from "@troad/kernel";
import type { MyDataApi } from "@troad/mydata/api";
import { consentRequest, stopCase, waitingSources } from "../engine/collecting.ts";
import { type CaseStore, readCase, withCase } from "../engine/store.ts";
import { collectJob, consentJob, withdrawConsentJob } from "./definitions.ts";

/** Tries before the case stops and the citizen is asked to try again: about half a minute. */
const maxAttempts = 8;

/** Has the consent of a round recorded, then asks the sources. Repeated after a kill, the same key gives the same consent back. */
export const recordConsent = (store: CaseStore, mydata: MyDataApi): HandledJob =>
  handleJob(consentJob, async ({ payload: { caseId, round }, attempt }) => {
    const { state, service } = await readCase(store, caseId);
    const isCurrent = (now: typeof state): boolean => now.state === "collecting" && now.round === round && now.consent === null;
    if (!isCurrent(state)) return;
    const given = await mydata.grant(consentRequest(service, caseId, state)).catch((error: unknown) => {
      if (attempt < maxAttempts) throw error;
      return undefined;
    });
    await withCase(store, caseId, async (open, tx) => {
      const { subject } = open;
      if (!given) {
        if (isCurrent(open.state)) await stopCase(open, tx, { source: null, code: "case.consent-not-recorded" });
        return;
      }
      const { id: consentId, expiresAt } = given.consent;
      if (!isCurrent(open.state)) {
        // withdrawn while the consent was being recorded: nobody may use it
        if (open.state.consent?.id !== consentId)
          await tx.enqueue(withdrawConsentJob, { caseId, subject, consentId }, { key: consentId });
        return;
      }
      const agreed = open.state.onBehalf?.subject ?? subject;
      await open.append(agreed, { type: "consented", data: { consentId, expiresAt } });
      for (const { id, byLaw } of waitingSources(open.service, open.state))
        if (byLaw === undefined)
          await tx.enqueue(collectJob, { caseId, source: id, consentId }, { key: `${caseId} ${id} ${consentId}` });
    });
  });

/** Ends the consent of a case that was withdrawn. One that has run out needs no end. */
export const withdrawConsent = (mydata: MyDataApi): HandledJob =>
  handleJob(withdrawConsentJob, async ({ payload: { subject, consentId } }) => {
    try {
      await mydata.withdraw(subject, consentId);
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== "mydata.consent-expired") throw error;
    }
  });
