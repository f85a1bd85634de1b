import { defineJob, uuidSchema } from "@troad/kernel";
import Type from "typebox";

/** Tells a person that their account was changed. */
export const tellChangeJob = defineJob("benefits.tell-account-change", {
  payload: Type.Object({
    account: uuidSchema(),
    subject: Type.String({ maxLength: 100 }),
    before: Type.String({ maxLength: 40 }),
    after: Type.String({ maxLength: 40 }),
  }),
});
/** Looks at a scheme's months again and makes the lines of a run. */
export const draftJob = defineJob("benefits.draft", { payload: Type.Object({ run: uuidSchema() }), concurrency: 1 });
/** Hands an approved run over, file by file. */
export const sendJob = defineJob("benefits.send", { payload: Type.Object({ run: uuidSchema() }), concurrency: 1 });
/** Counts money that came in for a claim. */
export const claimPaidJob = defineJob("benefits.claim-paid", {
  payload: Type.Object({ claim: uuidSchema(), payment: uuidSchema(), amount: Type.Integer({ minimum: 1 }) }),
});
/** Reads what became of the payments of a file. */
export const outcomesJob = defineJob("benefits.outcomes", { payload: Type.Object({ batch: uuidSchema() }) });
