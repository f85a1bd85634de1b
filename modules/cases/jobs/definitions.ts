import { defineJob, uuidSchema } from "@troad/kernel";
import Type from "typebox";

const caseId = uuidSchema();
const consentId = uuidSchema();
const subject = Type.String({ maxLength: 100 });
const step = Type.String({ maxLength: 60 });

/** Does a step that nobody acts in. */
export const stepJob = defineJob("cases.step", {
  payload: Type.Object({ caseId, step, visit: Type.Integer({ minimum: 1 }) }),
});
/** Has the consent of a round recorded. */
export const consentJob = defineJob("cases.consent", { payload: Type.Object({ caseId, round: Type.Integer({ minimum: 0 }) }) });
/** Ends the consent of a case that was withdrawn. */
export const withdrawConsentJob = defineJob("cases.withdraw-consent", { payload: Type.Object({ caseId, subject, consentId }) });
/** Asks one source; without a consent where the law allows the read. */
export const collectJob = defineJob("cases.collect", {
  payload: Type.Object({ caseId, source: Type.String({ maxLength: 100 }), consentId: Type.Union([consentId, Type.Null()]) }),
});
/** What decided cases before services had steps; those in a folder of before go on. */
export const decideJob = defineJob("cases.decide", { payload: Type.Object({ caseId }) });
/** Money has come, or a payment out has ended; `visit` names the entering of the step that asked for it. */
export const moneyJob = defineJob("cases.money", {
  payload: Type.Object({
    ...{ caseId, step, visit: Type.Integer({ minimum: 1 }), payment: uuidSchema(), amount: Type.Integer({ minimum: 1 }) },
    ...{
      /** Who took it in cash. */
      cashier: Type.Optional(Type.String({ maxLength: 100 })),
      kind: Type.Union([Type.Literal("paid"), Type.Literal("paid-out"), Type.Literal("returned")]),
      at: Type.String({ maxLength: 30 }),
    },
  }),
});
/** A fee that nobody needs to pay any more. */
export const cancelPaymentJob = defineJob("cases.cancel-payment", { payload: Type.Object({ payment: uuidSchema() }) });
/** Tells the people of a case how it stands. */
export const tellJob = defineJob("cases.tell", { payload: Type.Object({ caseId, template: Type.String({ maxLength: 60 }) }) });
/** Tells an officer that a secret case is theirs too, or that another officer has come to it. */
export const keeperMessageJob = defineJob("cases.keeper-message", {
  payload: Type.Object({ caseId, to: subject, template: Type.String({ maxLength: 60 }), of: Type.String({ maxLength: 200 }) }),
});
/** Puts an officer in the place of one who is gone, in every secret case that one kept. */
export const replaceKeeperJob = defineJob("cases.replace-keeper", {
  payload: Type.Object({
    ...{ by: subject, agency: subject, role: subject, gone: subject, to: subject },
    ...{ name: Type.String({ maxLength: 300 }), reason: Type.String({ maxLength: 500 }) },
  }),
});
/** Tells a holder what became of a certificate; `n`: of several things, which. */
export const certificateMessageJob = defineJob("cases.certificate-message", {
  payload: Type.Object({
    ...{ code: Type.String({ maxLength: 200 }), template: Type.String({ maxLength: 60 }), n: Type.Integer({ minimum: 0 }) },
  }),
});
const document = uuidSchema();
/** Sends a letter as a legal notice. */
export const letterNoticeJob = defineJob("cases.letter-notice", {
  payload: Type.Object({ caseId, document, letter: Type.String({ maxLength: 60 }) }),
});
/** A letter was delivered. */
export const letterDeliveredJob = defineJob("cases.letter-delivered", {
  payload: Type.Object({
    ...{ caseId, document, at: Type.String({ maxLength: 30 }) },
    by: Type.Union([Type.Literal("opened"), Type.Literal("delivered")]),
  }),
});
/** Enters a certificate in the public log. */
export const logCertificateJob = defineJob("cases.log-certificate", {
  payload: Type.Object({ code: Type.String({ maxLength: 200 }) }),
});
/** Another case claims the same as this one. */
export const disputeJob = defineJob("cases.dispute", { payload: Type.Object({ caseId, step, by: caseId }) });
/** Something happened to the time that was booked for a visit. */
export const counterVisitJob = defineJob("cases.counter-visit", {
  payload: Type.Object({
    ...{ caseId, step, visit: Type.Integer({ minimum: 1 }), booking: uuidSchema(), n: Type.Integer({ minimum: 1 }) },
    ...{ what: Type.String({ maxLength: 20 }), at: Type.String({ maxLength: 30 }), counter: Type.String({ maxLength: 100 }) },
  }),
});
/** Has the documents of a case kept as its state and its service say. */
export const documentsJob = defineJob("cases.documents", { payload: Type.Object({ caseId }) });
