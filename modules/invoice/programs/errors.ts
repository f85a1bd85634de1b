import { failures } from "@troad/kernel";

/** Why a program's request is refused; what is wrong with an invoice has the codes of the shop's desk. */
export const programFailure = failures({
  "program.client-unknown": 401,
  "program.key-missing": 400,
  "program.key-reused": 409,
  "program.cursor-unknown": 400,
  "program.message-unknown": 404,
});
