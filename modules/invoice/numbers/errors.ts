import { failures } from "@troad/kernel";

export const numberFailure = failures({
  "numbers.malformed": 400,
  "numbers.taken": 409,
  "numbers.key-reused": 409,
});
