import { defineJob, textUpTo, uuidSchema } from "@troad/kernel";
import Type from "typebox";

/** A subscriber is told that columns of a data set will change. */
export const tellJob = defineJob("opendata.tell-columns", {
  payload: Type.Object({ upload: uuidSchema(), subject: textUpTo(200) }),
});

/** An address that a data set names is asked whether it still answers; after a failure again, a few times. */
export const linkJob = defineJob("opendata.check-link", {
  payload: Type.Object({ set: uuidSchema(), url: textUpTo(500), attempt: Type.Integer({ minimum: 0, maximum: 10 }) }),
  concurrency: 2,
});
