import { failures } from "@troad/kernel";

export const benefitsFailure = failures({
  "benefits.not-found": 404,
  "benefits.key-reused": 409,
  "benefits.person-has-one": 409,
  "benefits.account-name-differs": 422,
  "benefits.account-invalid": 422,
  "benefits.guardian-missing": 422,
  "benefits.look-own": 403,
  "benefits.approve-own": 403,
  "benefits.approved-already": 409,
  "benefits.run-over": 409,
  "benefits.run-empty": 409,
  "benefits.run-open": 409,
  "benefits.claim-over": 409,
  "benefits.instalments-differ": 422,
});
