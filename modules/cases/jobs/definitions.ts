import { defineJob, uuidSchema } from "@troad/kernel";
import Type from "typebox";

const caseId = uuidSchema();
const consentId = uuidSchema();
const subject = Type.String({ maxLength: 100 });

/** Has the consent of a round recorded. */
export const consentJob = defineJob("cases.consent", { payload: Type.Object({ caseId, round: Type.Integer({ minimum: 0 }) }) });
/** Ends the consent of a case that was withdrawn. */
export const withdrawConsentJob = defineJob("cases.withdraw-consent", { payload: Type.Object({ caseId, subject, consentId }) });
/** Asks one source. */
export const collectJob = defineJob("cases.collect", {
  payload: Type.Object({ caseId, source: Type.String({ maxLength: 100 }), consentId }),
});
export const decideJob = defineJob("cases.decide", { payload: Type.Object({ caseId }) });
/** Tells the citizen how the case stands. */
export const tellJob = defineJob("cases.tell", { payload: Type.Object({ caseId, template: Type.String({ maxLength: 60 }) }) });
