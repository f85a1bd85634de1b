import { failures } from "@troad/kernel";

export const vaccinationFailure = failures({
  "vaccination.not-answered": 503,
  "vaccination.visit-unknown": 404,
  "vaccination.own-child": 403,
  "vaccination.no-counter": 403,
  "vaccination.no-school": 403,
});
