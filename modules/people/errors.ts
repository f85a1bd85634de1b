import { failures } from "@troad/kernel";

export const peopleFailure = failures({
  "people.post-unknown": 404,
  "people.may-not-appoint": 403,
  "people.term-invalid": 422,
  "people.person-unknown": 422,
  "people.mandate-unknown": 404,
  "people.mandate-for-oneself": 422,
  "people.may-not-confirm": 403,
});
