import { failures } from "@troad/kernel";

export const proofingFailure = failures({
  "proofing.question-over": 410,
  "proofing.may-not-act": 403,
  "proofing.not-answered": 503,
  "proofing.office-unknown": 422,
  "proofing.office-self": 422,
});
