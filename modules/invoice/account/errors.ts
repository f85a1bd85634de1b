import { failures } from "@troad/kernel";

/** Why something is refused at the settings of a person's invoices; `field` is that of the form. */
export const accountFailure = failures({
  "account.unknown": 404,
  "account.person-unknown": 422,
  "account.already-offered": 409,
});
