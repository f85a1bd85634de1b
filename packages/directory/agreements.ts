import { agreementsSchema, type StoredAgreement, storedAgreements } from "./agreement.ts";
import { dataSetAgreements } from "./data-set.ts";
import type { ContentReader } from "./reader.ts";

/**
 * All agreements of content: of services, of subscriptions to registers, of officers who look into their agency's registers, and those that follow
 * from data sets.
 */
export const readAgreements = (content: ContentReader, instance: string): StoredAgreement[] => [
  ...storedAgreements(
    agreementFolders.flatMap((folder) => content.read(folder, "agreements.json", agreementsSchema)).flatMap(({ value }) => value),
    instance,
  ),
  ...dataSetAgreements(content),
];

/** Folders of content whose entries may have `agreements.json`. */
export const agreementFolders = ["services", "subscriptions", "registers", "schemes"] as const;
