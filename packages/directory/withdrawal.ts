import { createHash } from "node:crypto";
import { readRoad } from "./agency.ts";
import type { StoredAgreement } from "./agreement.ts";
import type { ContentReader } from "./reader.ts";

/** The subsystem that issues consents, by which it also tells that they have ended. */
const issuing = "MYDATA";

/**
 * The access rights by which who issues consents tells each provider that is asked under consents which of them have ended (Personal Data Protection
 * Act article 11: what was collected is used no longer). They open no data.
 */
export function withdrawalAgreements(content: ContentReader, agreed: readonly StoredAgreement[]): StoredAgreement[] {
  const providers = new Set(agreed.filter(({ consentRequired }) => consentRequired).map(({ provider }) => provider));
  if (providers.size === 0) return [];
  const { instance, platform } = readRoad(content);
  if (!platform.subsystems.includes(issuing)) return [];
  return [...providers].sort().map((provider) => ({
    id: withdrawalRight(provider),
    consumer: `${instance}/${platform.member}/${issuing}`,
    provider,
    endpoints: [{ method: "POST", path: "/consents-ended" }],
    fields: [],
    purpose: "mydata.purpose.consents-ended",
    legalBasis: "個人資料保護法第 11 條",
    consentRequired: false,
    validUntil: null,
  }));
}

/** Ids have room for 40 characters, names of services for more. */
function withdrawalRight(provider: string): string {
  const service = (provider.split("/").at(-1) ?? "").replaceAll(/[^A-Za-z0-9-]/g, "").slice(0, 21);
  return `ended-${service}-${createHash("sha256").update(provider).digest("hex").slice(0, 12)}`;
}
