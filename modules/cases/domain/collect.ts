import { createHash } from "node:crypto";

/** One id a try: the same try repeated after a kill is the same exchange, a new try is a new one. */
export function exchangeIdOf(
  instance: string,
  parts: { caseId: string; source: string; consent: string; attempt: number },
): string {
  const hex = createHash("sha256")
    .update(JSON.stringify([parts.caseId, parts.source, parts.consent, parts.attempt]))
    .digest("hex");
  return `${instance}-${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
