import { type Certificate, OID } from "@troad/trust";

/** Levels of assurance of a card, as eIDAS names them: only a key in a chip that it never leaves is high. */
export type Level = "high" | "substantial";

export const levelOf = ({ policies }: Pick<Certificate, "policies">): Level =>
  policies.includes(OID.policyCitizenChip) || policies.includes(OID.qcpNaturalChip) ? "high" : "substantial";

/** The policy of the certificate that is not admitted here, if it has one. */
export const deniedPolicy = ({ policies }: Pick<Certificate, "policies">, denied: readonly string[]): string | undefined =>
  policies.find((policy) => denied.includes(policy));
