import { defineJob, uuidSchema } from "@troad/kernel";
import Type from "typebox";

/** Tells the eID that a mandate has ended, so that nothing issued by it goes on. */
export const tellMandateEnd = defineJob("people.tell-mandate-end", { payload: Type.Object({ mandate: uuidSchema() }) });
