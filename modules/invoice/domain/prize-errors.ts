import { failures } from "@troad/kernel";

export const prizeFailure = failures({
  "prize.list-malformed": 400,
  "prize.list-unknown": 404,
  "prize.second-person": 409,
  "prize.not-tried": 409,
  "prize.before-draw": 409,
  "prize.already-published": 409,
  "prize.none": 404,
  "prize.donated": 409,
  "prize.donee-unknown": 409,
  "prize.window": 409,
  "prize.claimed": 409,
  "prize.under-review": 409,
  "prize.case-unknown": 404,
  "prize.case-decided": 409,
});
