import { applicantOf } from "@troad/flow";
import { CodedError, type HandledJob, handleJob } from "@troad/kernel";
import type { MyDataApi } from "@troad/mydata/api";
import type { Case } from "../domain/actions.ts";
import { waitingSources } from "../engine/asked.ts";
import { consentRequests, stopCase } from "../engine/collecting.ts";
import { type CaseStore, readCase, withCase } from "../engine/store.ts";
import { collectJob, consentJob, withdrawConsentJob } from "./definitions.ts";

/** Tries before the case stops and the citizen is asked to try again: about half a minute. */
const maxAttempts = 8;

type Asking = ReturnType<typeof consentRequests>[number];

/**
 * Has the consents of a round recorded, that of the applicant and of each party whose data are asked for, then asks the sources. Repeated after a
 * kill, the same key gives the same consent back.
 */
export const recordConsent = (store: CaseStore, mydata: MyDataApi): HandledJob =>
  handleJob(consentJob, async ({ payload: { caseId, round }, attempt }) => {
    const { state, service } = await readCase(store, caseId);
    if (state.state !== "collecting" || state.round !== round) return;
    for (const asking of consentRequests(service, caseId, state))
      if (asking.agreeing.consent === null) await recordOne({ store, mydata }, { caseId, round, attempt }, asking);
  });

type Parts = { store: CaseStore; mydata: MyDataApi };
type Round = { caseId: string; round: number; attempt: number };

async function recordOne(
  { store, mydata }: Parts,
  { caseId, round, attempt }: Round,
  { agreeing, request }: Asking,
): Promise<void> {
  const { key, subject } = agreeing;
  const given = await mydata.grant(request).catch((error: unknown) => {
    if (attempt < maxAttempts) throw error;
    return undefined;
  });
  await withCase(store, caseId, async (open, tx) => {
    const isApplicant = key === applicantOf(open.service.flow);
    const known = (now: Case): string | undefined => (isApplicant ? now.consent?.id : now.consents[key]?.id);
    const isCurrent = (now: Case): boolean =>
      now.state === "collecting" &&
      now.round === round &&
      known(now) === undefined &&
      (isApplicant || now.signers[key] === subject);
    if (!given) {
      if (isCurrent(open.state)) await stopCase(open, tx, { source: null, code: "case.consent-not-recorded" });
      return;
    }
    const { id: consentId, expiresAt } = given.consent;
    if (!isCurrent(open.state)) {
      // withdrawn while the consent was being recorded: nobody may use it
      if (known(open.state) !== consentId)
        await tx.enqueue(withdrawConsentJob, { caseId, subject, consentId }, { key: consentId });
      return;
    }
    const agreed = isApplicant ? (open.state.onBehalf?.subject ?? subject) : subject;
    await open.append(agreed, { type: "consented", data: { consentId, expiresAt, ...(isApplicant ? {} : { party: key }) } });
    for (const one of waitingSources(open.service, open.state))
      if (one.agrees === key)
        await tx.enqueue(collectJob, { caseId, source: one.key, consentId }, { key: `${caseId} ${one.key} ${consentId}` });
  });
}

/** Ends the consent of a case that was withdrawn. One that has run out needs no end. */
export const withdrawConsent = (mydata: MyDataApi): HandledJob =>
  handleJob(withdrawConsentJob, async ({ payload: { subject, consentId } }) => {
    try {
      await mydata.withdraw(subject, consentId);
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== "mydata.consent-expired") throw error;
    }
  });
