import type { FastifyInstance } from "fastify";
import { type GovstackParts, operationsOn, revisionQuery, slice } from "./routes.ts";
import { bodies, type IndividualIn, idText, type RecordIn, type SignatureIn } from "./schemas.ts";

const both = ["recipient", "individual"] as const;
const recipients = ["recipient"] as const;
const people = ["individual"] as const;
const record = "/service/individual/record";
const individualQuery = { individualId: idText, ...revisionQuery };

/** What people agree to and withdraw, and what recipients see of it. */
export function serviceRoutes(app: FastifyInstance, parts: GovstackParts): void {
  individualRoutes(app, parts);
  readingRoutes(app, parts);
  recordRoutes(app, parts);
}

function individualRoutes(app: FastifyInstance, parts: GovstackParts): void {
  const { individuals } = parts.records;
  const on = operationsOn(app, parts);
  on<"recipient" | "individual", { individual: IndividualIn }>("post", "/service/individual/", {
    ...{ id: "serviceIndividualCreate", for: both, body: bodies.individual },
    answer: async ({ caller, body: { individual } }) => {
      const known = await individuals.read(caller, individual.externalId ?? individual.id);
      return { individual: individuals.same(known, individual) };
    },
  });
  on("get", "/service/individual/:individualId/", {
    ...{ id: "serviceIndividualRead", for: both },
    answer: async ({ caller, params }) => ({ individual: await individuals.read(caller, params.individualId!) }),
  });
  on<"recipient" | "individual", { individual: IndividualIn }>("put", "/service/individual/:individualId/", {
    ...{ id: "serviceIndividualUpdate", for: both, body: bodies.individual },
    answer: async ({ caller, params, body: { individual } }) => ({
      individual: individuals.same(await individuals.read(caller, params.individualId!), individual),
    }),
  });
  on("get", "/service/individuals/", {
    ...{ id: "serviceIndividualList", for: both, query: slice },
    answer: async ({ caller, query }) => ({ individuals: await individuals.list(caller, query) }),
  });
}

function readingRoutes(app: FastifyInstance, parts: GovstackParts): void {
  const { agreements, policies, records } = parts;
  const on = operationsOn(app, parts);
  on("get", "/service/data-agreement/:dataAgreementId/", {
    ...{ id: "serviceDataAgreementRead", for: both },
    answer: async ({ params }) => agreements.shown(await agreements.approved(params.dataAgreementId!)),
  });
  on("get", "/service/policy/:policyId/", {
    ...{ id: "servicePolicyRead", for: both, query: revisionQuery },
    answer: ({ params, query }) => policies.read(params.policyId!, null, query.revisionId),
  });
  on("get", "/service/verification/data-agreements/", {
    ...{ id: "serviceVerificationDataAgreementList", for: both, query: slice },
    answer: async ({ query }) => ({ dataAgreements: await agreements.all(query, { approved: true }) }),
  });
  on("get", "/service/verification/consent-records/", {
    ...{ id: "serviceVerificationConsentRecordList", for: recipients, query: slice },
    answer: async ({ caller, query }) => ({ consentRecords: await records.list(caller, query) }),
  });
  on("get", "/service/verification/consent-record/:consentRecordId/", {
    ...{ id: "serviceVerificationConsentRecordRead", for: recipients },
    answer: ({ caller, params }) => records.read(caller, params.consentRecordId!),
  });
}

function recordRoutes(app: FastifyInstance, parts: GovstackParts): void {
  const { records } = parts;
  const on = operationsOn(app, parts);
  on("post", `${record}/data-agreement/:dataAgreementId/`, {
    ...{ id: "serviceIndividualConsentRecordCreate", for: people, query: individualQuery },
    answer: ({ caller, params, query: { individualId, revisionId }, request: { lang } }) =>
      records.create(caller.person, { agreement: params.dataAgreementId!, individualId, revisionId, lang }),
  });
  on("get", `${record}/data-agreement/:dataAgreementId/`, {
    ...{ id: "serviceIndividualConsentRecordRead", for: people },
    answer: ({ caller, params }) => records.newest(caller.person, params.dataAgreementId!),
  });
  on("post", `${record}/consent-record/draft/`, {
    ...{ id: "serviceIndividualConsentRecordDraftCreate", for: people },
    query: { ...individualQuery, dataAgreementId: idText },
    answer: ({ caller, query: { individualId, dataAgreementId, revisionId } }) =>
      records.draft(caller.person, { agreement: dataAgreementId, individualId, revisionId }),
  });
  on<"individual", { consentRecord: RecordIn; signature: SignatureIn }>("post", `${record}/consent-record/`, {
    ...{ id: "serviceIndividualConsentRecordSignatureCreate", for: people, body: bodies.signedRecord },
    answer: ({ caller, body: { consentRecord, signature }, request: { lang } }) =>
      records.createSigned(caller.person, { record: consentRecord, signature, lang }),
  });
  on("get", `${record}/consent-record/`, {
    ...{ id: "serviceIndividualConsentRecordList", for: people, query: slice },
    answer: async ({ caller, query }) => ({ consentRecords: await records.current(caller.person, query) }),
  });
  on<"individual", { consentRecord: RecordIn }>("put", `${record}/consent-record/:consentRecordId/`, {
    ...{ id: "serviceIndividualConsentRecordUpdate", for: people, body: bodies.record },
    answer: ({ caller, params, body }) => records.update(caller.person, params.consentRecordId!, body.consentRecord),
  });
  on<"individual", { signature: object }>("post", `${record}/consent-record/:consentRecordId/signature/`, {
    ...{ id: "serviceIndividualSignatureCreate", for: people, body: bodies.draftSignature },
    answer: async ({ caller, params }) => ({
      signature: await records.signatureDraft(caller.person, params.consentRecordId!),
    }),
  });
  on<"individual", { signature: SignatureIn }>("put", `${record}/consent-record/:consentRecordId/signature/`, {
    ...{ id: "serviceIndividualSignatureUpdate", for: people, body: bodies.signature },
    answer: async ({ caller, params, body }) => ({
      signature: await records.sign(caller.person, params.consentRecordId!, body.signature),
    }),
  });
  on("get", `${record}/data-agreement/:dataAgreementId/all/`, {
    ...{ id: "serviceIndividualDataAgreementConsentRecordList", for: people, query: slice },
    answer: async ({ caller, params, query }) => ({
      consentRecords: await records.ofAgreement(caller.person, params.dataAgreementId!, query),
    }),
  });
  on("delete", `${record}/`, {
    ...{ id: "serviceIndividualConsentRecordDeleteAll", for: people },
    answer: async ({ caller }) => {
      await records.withdrawAll(caller.person);
      return undefined;
    },
  });
}
