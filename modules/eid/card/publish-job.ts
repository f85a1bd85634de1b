import { defineJob } from "@troad/kernel";
import Type from "typebox";

/** Reports the status of a card to the authority. */
export const publishCard = defineJob("eid.publish-card", { payload: Type.Object({ serial: Type.String({ maxLength: 64 }) }) });
