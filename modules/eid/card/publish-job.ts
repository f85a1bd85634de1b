import { defineJob } from "@troad/kernel";
import Type from "typebox";

/** Tells the authority how a card stands. */
export const publishCard = defineJob("eid.publish-card", { payload: Type.Object({ serial: Type.String({ maxLength: 64 }) }) });
