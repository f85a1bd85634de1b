import { defineEvent, oneOf, uuidSchema } from "@troad/kernel";
import Type from "typebox";
import { bookingSteps } from "./domain/booking.ts";

/** What happened to the visit to a counter that a case waits for. `n` rises with each change of a booking; `place` is the step and its entering. */
export const caseVisit = defineEvent(
  "appointments.case-visit.v1",
  Type.Object({
    ...{ case: uuidSchema(), booking: uuidSchema(), n: Type.Integer({ minimum: 1 }) },
    place: Type.Object({ step: Type.String({ maxLength: 60 }), visit: Type.Integer({ minimum: 1 }) }),
    ...{ what: oneOf(...bookingSteps), startsAt: Type.String({ maxLength: 30 }), counter: Type.String({ maxLength: 100 }) },
  }),
);
