import { defineJob } from "@troad/kernel";
import Type from "typebox";

const uuid = Type.String({ maxLength: 60 });

/** Goes through the consents of a recipient that was suspended or ended, some at a time. */
export const stopRecipient = defineJob("mydata.stop-recipient", {
  payload: Type.Object({
    client: Type.String({ maxLength: 100 }),
    decision: Type.Union([Type.Literal("suspended"), Type.Literal("ended")]),
    by: Type.String({ maxLength: 100 }),
    at: Type.String({ maxLength: 30 }),
    after: Type.Union([uuid, Type.Null()]),
  }),
});

/** Tells the recipient that a consent has ended, and asks it to erase what it got. */
export const tellRecipient = defineJob("mydata.tell-recipient", { payload: Type.Object({ consent: uuid }) });

/** Tells the applicant that something was decided about their client. */
export const tellApplicant = defineJob("mydata.tell-applicant", {
  payload: Type.Object({
    ...{ client: Type.String({ maxLength: 100 }), version: Type.Integer(), at: Type.String({ maxLength: 30 }) },
    ...{ to: Type.String({ maxLength: 100 }), name: Type.String({ maxLength: 300 }) },
  }),
});

/** Tells the person what has become of a consent. */
export const tellPerson = defineJob("mydata.tell-person", {
  payload: Type.Object({
    consent: uuid,
    about: Type.Union([Type.Literal("suspended"), Type.Literal("ended"), Type.Literal("ends"), Type.Literal("taken")]),
    at: Type.String({ maxLength: 30 }),
  }),
});
