import { defineEvent } from "@troad/kernel";
import Type from "typebox";

/** A legal notice was delivered: opened by its person, or brought by the post. `key` is that under which it was sent; the first of both is told. */
export const noticeDelivered = defineEvent(
  "notify.notice-delivered.v1",
  Type.Object({
    key: Type.String({ maxLength: 300 }),
    by: Type.Union([Type.Literal("opened"), Type.Literal("delivered")]),
    at: Type.String({ maxLength: 30 }),
  }),
);
