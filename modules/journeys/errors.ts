import { failures } from "@troad/kernel";

export const journeyFailure = failures({
  "journey.not-found": 404,
  "journey.event-unknown": 404,
  "journey.not-open": 409,
  "journey.page-unknown": 404,
  "journey.incomplete": 409,
  "journey.nothing-chosen": 422,
  "journey.not-agreed": 422,
  "journey.proof-too-weak": 403,
  "journey.outcome-missing": 409,
});
