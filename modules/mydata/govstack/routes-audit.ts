import type { FastifyInstance } from "fastify";
import { type GovstackParts, operationsOn, slice } from "./routes.ts";

const auditors = ["auditor"] as const;

/** What auditors see: every agreement and every consent, people under the subject by which the recipient knows them. */
export function auditRoutes(app: FastifyInstance, parts: GovstackParts): void {
  const { agreements, records } = parts;
  const on = operationsOn(app, parts);
  on("get", "/audit/consent-records/", {
    ...{ id: "auditConsentRecordList", for: auditors, query: slice },
    answer: async ({ caller, query }) => ({ consentRecords: await records.list(caller, query) }),
  });
  on("get", "/audit/consent-record/:consentRecordId/", {
    ...{ id: "auditConsentRecordRead", for: auditors },
    answer: async ({ caller, params }) => {
      const { consentRecord } = await records.read(caller, params.consentRecordId!);
      return { consentRecord };
    },
  });
  on("get", "/audit/data-agreements/", {
    ...{ id: "auditDataAgreementList", for: auditors, query: slice },
    answer: async ({ query }) => ({ dataAgreements: await agreements.all(query, { approved: false }) }),
  });
  on("get", "/audit/data-agreement/:dataAgreementId/", {
    ...{ id: "auditDataAgreementRead", for: auditors },
    answer: async ({ params }) => ({ dataAgreement: await agreements.oneOfAll(params.dataAgreementId!) }),
  });
}
