import { defineEvent, oneOf, uuidSchema } from "@troad/kernel";
import Type from "typebox";

/** A case waits for a visit to a counter no longer: it was made, or the case has gone on or ended. `booking`: the one that came too late. */
export const visitOver = defineEvent(
  "cases.counter-visit-over.v1",
  Type.Object({
    ...{ case: uuidSchema(), step: Type.String({ maxLength: 60 }), visit: Type.Integer({ minimum: 1 }) },
    booking: Type.Optional(uuidSchema()),
  }),
);

/** A submitted case has ended, or ended again after a remedy; `withdrawn` by its applicant. What was decided, the case itself says to who may see it. */
export const caseEnded = defineEvent(
  "cases.ended.v1",
  Type.Object({ case: uuidSchema(), end: oneOf("granted", "refused", "closed", "withdrawn") }),
);
