import { agreementsSchema, type StoredAgreement, storedAgreements } from "./agreement.ts";
import { dataSetAgreements } from "./data-set.ts";
import type { ContentReader } from "./reader.ts";
import { withdrawalAgreements } from "./withdrawal.ts";

/**
 * All agreements of content: of services, of subscriptions to registers, of officers who look into their agency's registers, and those that follow
 * from data sets and from consents, which end.
 */
export function readAgreements(content: ContentReader, instance: string): StoredAgreement[] {
  const written = agreementFolders.flatMap((folder) => content.read(folder, "agreements.json", agreementsSchema));
  const agreed = [
    ...storedAgreements(
      written.flatMap(({ value }) => value),
      instance,
    ),
    ...dataSetAgreements(content),
  ];
  return [...agreed, ...withdrawalAgreements(content, agreed)];
}

/** Folders of content whose entries may have `agreements.json`. */
export const agreementFolders = ["services", "subscriptions", "registers", "schemes"] as const;
