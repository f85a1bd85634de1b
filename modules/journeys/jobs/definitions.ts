import { defineJob, uuidSchema } from "@troad/kernel";
import Type from "typebox";

const journey = uuidSchema();

/** Submits one part of a life event. */
export const fileJob = defineJob("journeys.file", {
  payload: Type.Object({ journey, service: Type.String({ maxLength: 100 }) }),
});
/** Tells a person that a part has started by itself. */
export const tellJob = defineJob("journeys.tell", {
  payload: Type.Object({ journey, service: Type.String({ maxLength: 100 }) }),
});
/** Documents of a part that nobody applies for any more. */
export const discardJob = defineJob("journeys.discard-documents", { payload: Type.Object({ folder: uuidSchema() }) });
