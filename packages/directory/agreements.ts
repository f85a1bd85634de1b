import { agreementFolders, agreementsSchema, type StoredAgreement, storedAgreements } from "./agreement.ts";
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
