import { defineJob, textUpTo, uuidSchema } from "@troad/kernel";
import Type from "typebox";

/** A subscriber is told that columns of a data set will change. */
export const tellJob = defineJob("opendata.tell-columns", {
  payload: Type.Object({ upload: uuidSchema(), subject: textUpTo(200) }),
});
