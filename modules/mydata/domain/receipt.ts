import type { Consent } from "../api.ts";

/** Media type of a receipt that this platform sealed. */
export const receiptType = "troad-consent-receipt+jwt";

/** Names and kinds that the consent itself does not have, in the reader's language. */
export type ReceiptWords = {
  /** Whom the consumer gets the data for, where the consent names someone else. */
  recipient: string | null;
  agency(id: string): string;
  purpose(agreement: string): string;
  dataSet(provider: string): string;
  field(provider: string, name: string): { label: string; special: boolean };
};

type Standing = "ConsentGiven" | "ConsentWithdrawn" | "ConsentExpired";

/** What holds of a consent at a moment, as DPV names it. */
export function statusOf({ withdrawnAt, expiresAt }: Pick<Consent, "withdrawnAt" | "expiresAt">, now: Date): Standing {
  if (withdrawnAt !== null) return "ConsentWithdrawn";
  return Date.parse(expiresAt) <= now.getTime() ? "ConsentExpired" : "ConsentGiven";
}

/**
 * A consent as a receipt for its person: JSON-LD with terms of the W3C's Data Privacy Vocabulary, in the parts that ISO/IEC TS 27560:2023 names (record,
 * person, controller, process with purpose, data, source and duration, events, rights).
 */
export function receiptOf(
  consent: Consent,
  words: ReceiptWords,
  { lang, now, withdrawAt }: { lang: string; now: Date; withdrawAt: string },
) {
  const text = (value: string) => ({ "@value": value, "@language": lang });
  const event = (status: Standing, at: string) => ({
    "@type": "dpv:ConsentStatus",
    "dpv:hasConsentStatus": `dpv:${status}`,
    "dct:date": at,
  });
  const status = statusOf(consent, now);
  const ended = consent.withdrawnAt ?? (status === "ConsentExpired" ? consent.expiresAt : null);
  return {
    "@context": {
      dpv: "https://w3id.org/dpv#",
      dct: "http://purl.org/dc/terms/",
      xsd: "http://www.w3.org/2001/XMLSchema#",
      "dct:date": { "@type": "xsd:dateTime" },
    },
    "@id": `urn:uuid:${consent.id}`,
    "@type": "dpv:ConsentRecord",
    "dct:conformsTo": "ISO/IEC TS 27560:2023",
    "dct:issued": now.toISOString(),
    "dct:language": lang,
    ...(consent.principal
      ? {
          "dct:subject": { "@id": `urn:troad:business:${consent.principal.business}`, "dpv:hasName": consent.principal.name },
          "dpv:hasRepresentative": consent.principal.representatives.map((name) => ({
            "@type": "dpv:Representative",
            "dpv:hasName": name,
          })),
        }
      : {}),
    "dpv:hasDataSubject": { "@id": `urn:uuid:${consent.subject}`, "@type": "dpv:DataSubject" },
    "dpv:hasDataController": {
      "@id": `urn:troad:${consent.consumer}`,
      "@type": "dpv:DataController",
      "dpv:hasName": text(words.agency(consent.consumer)),
    },
    ...(words.recipient === null
      ? {}
      : { "dpv:hasRecipient": { "@type": "dpv:Recipient", "dpv:hasName": text(words.recipient) } }),
    "dpv:hasProcess": consent.requests.map(({ provider, fields, agreement }) => ({
      "@type": "dpv:Process",
      "dct:identifier": agreement,
      "dpv:hasPurpose": { "@type": "dpv:Purpose", "dct:description": text(words.purpose(agreement)) },
      "dpv:hasLegalBasis": "dpv:ExplicitlyExpressedConsent",
      "dpv:hasProcessing": ["dpv:Obtain", "dpv:Use"],
      "dpv:hasDataSource": {
        "@id": `urn:troad:${provider}`,
        "dpv:hasName": text(words.agency(provider)),
        "dct:title": text(words.dataSet(provider)),
      },
      "dpv:hasPersonalData": fields.map((name) => {
        const { label, special } = words.field(provider, name);
        return {
          "@type": special ? "dpv:SpecialCategoryPersonalData" : "dpv:PersonalData",
          "dct:identifier": name,
          "dct:title": text(label),
        };
      }),
      "dpv:hasFrequency": "dpv:SingularFrequency",
      "dpv:hasDuration": { "@type": "dpv:TemporalDuration", "dct:valid": `${consent.grantedAt}/${consent.expiresAt}` },
    })),
    "dpv:hasConsentStatus": `dpv:${status}`,
    "dct:provenance": [event("ConsentGiven", consent.grantedAt), ...(ended === null ? [] : [event(status, ended)])],
    "dpv:hasRight": {
      "@type": "dpv:DataSubjectRight",
      "dct:title": text(lang.startsWith("zh") ? "撤回同意" : "Withdraw consent"),
      "dpv:isExercisedAt": withdrawAt,
    },
  };
}
