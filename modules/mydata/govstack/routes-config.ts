import type { FastifyInstance } from "fastify";
import { type GovstackParts, operationsOn, revisionQuery, slice } from "./routes.ts";
import { type AgreementIn, bodies, type IndividualIn, type PolicyBodyIn, type WebhookIn } from "./schemas.ts";

const recipients = ["recipient"] as const;

/** What a recipient says of itself, by its key: policies, its agreement, who has answered it, where it is told. */
export function configRoutes(app: FastifyInstance, parts: GovstackParts): void {
  const { policies, agreements, records } = parts;
  const on = operationsOn(app, parts);

  on<"recipient", { policy: PolicyBodyIn }>("post", "/config/policy/", {
    ...{ id: "configPolicyCreate", for: recipients, body: bodies.policy },
    answer: ({ caller, body }) => policies.create(caller.client.client, body.policy),
  });
  on("get", "/config/policy/:policyId/", {
    ...{ id: "configPolicyRead", for: recipients, query: revisionQuery },
    answer: ({ caller, params, query }) => policies.read(params.policyId!, caller.client.client, query.revisionId),
  });
  on<"recipient", { policy: PolicyBodyIn }>("put", "/config/policy/:policyId/", {
    ...{ id: "configPolicyUpdate", for: recipients, body: bodies.policy },
    answer: ({ caller, params, body }) => policies.update(caller.client.client, params.policyId!, body.policy),
  });
  on("delete", "/config/policy/:policyId/", {
    ...{ id: "configPolicyDelete", for: recipients },
    answer: ({ caller, params }) => policies.remove(caller.client.client, params.policyId!),
  });
  on("get", "/config/policy/:policyId/revisions/", {
    ...{ id: "configPolicyRevisionsList", for: recipients, query: slice },
    answer: ({ caller, params, query }) => policies.revisions(caller.client.client, params.policyId!, query),
  });
  on("get", "/config/policies/", {
    ...{ id: "configPolicyList", for: recipients, query: { ...slice, ...revisionQuery } },
    answer: async ({ caller, query }) => ({
      policies: await policies.list(caller.client.client, query, query.revisionId),
    }),
  });

  on("get", "/config/data-agreement/:dataAgreementId/", {
    ...{ id: "configDataAgreementRead", for: recipients },
    answer: ({ caller, params }) => agreements.read(caller.client.client, params.dataAgreementId!),
  });
  on<"recipient", { dataAgreement: AgreementIn }>("put", "/config/data-agreement/:dataAgreementId/", {
    ...{ id: "configDataAgreementUpdate", for: recipients, body: bodies.agreement },
    answer: ({ caller, params, body }) => agreements.update(caller.client.client, params.dataAgreementId!, body.dataAgreement),
  });
  on("delete", "/config/data-agreement/:dataAgreementId/", {
    ...{ id: "configDataAgreementDelete", for: recipients },
    answer: ({ caller, params }) => agreements.remove(caller.client.client, params.dataAgreementId!),
  });
  on<"recipient", { dataAgreement: AgreementIn }>("post", "/config/data-agreement/", {
    ...{ id: "configDataAgreementCreate", for: recipients, body: bodies.agreement },
    answer: ({ caller, body }) => agreements.create(caller.client.client, body.dataAgreement),
  });
  on("get", "/config/data-agreements/", {
    ...{ id: "configDataAgreementList", for: recipients, query: slice },
    answer: async ({ caller, query: { offset, limit } }) => ({
      dataAgreement: (await agreements.list(caller.client.client)).slice(offset, offset + limit),
    }),
  });

  on<"recipient", { individual: IndividualIn }>("post", "/config/individual/", {
    ...{ id: "configIndividualCreate", for: recipients, body: bodies.individual },
    answer: async ({ caller, body: { individual } }) => {
      const known = await records.individuals.read(caller, individual.externalId ?? individual.id);
      return { individual: records.individuals.same(known, individual) };
    },
  });
  on("get", "/config/individual/:individualId/", {
    ...{ id: "configIndividualRead", for: recipients },
    answer: async ({ caller, params }) => ({ individual: await records.individuals.read(caller, params.individualId!) }),
  });
  on("get", "/config/individuals/", {
    ...{ id: "configIndividualList", for: recipients, query: slice },
    answer: async ({ caller, query }) => ({ individuals: await records.individuals.list(caller, query) }),
  });

  const { webhooks } = agreements;
  on<"recipient", { webhook: WebhookIn }>("post", "/config/webhook/", {
    ...{ id: "configWebhookCreate", for: recipients, body: bodies.webhook },
    answer: async ({ caller, body }) => ({ webhook: await webhooks.create(caller.client.client, body.webhook) }),
  });
  on("get", "/config/webhook/:webhookId/", {
    ...{ id: "configWebhookRead", for: recipients, query: revisionQuery },
    answer: async ({ caller, params }) => ({ webhook: await webhooks.read(caller.client.client, params.webhookId!) }),
  });
  on<"recipient", { webhook: WebhookIn }>("put", "/config/webhook/:webhookId/", {
    ...{ id: "configWebhookUpdate", for: recipients, body: bodies.webhook },
    answer: async ({ caller, params, body }) => ({
      webhook: await webhooks.update(caller.client.client, params.webhookId!, body.webhook),
    }),
  });
  on("delete", "/config/webhook/:webhookId/", {
    ...{ id: "configWebhookDelete", for: recipients },
    answer: async ({ caller, params }) => {
      await webhooks.remove(caller.client.client, params.webhookId!);
      return undefined;
    },
  });
  on("get", "/config/webhooks/", {
    ...{ id: "configWebhookList", for: recipients, query: { ...slice, ...revisionQuery } },
    answer: async ({ caller, query: { offset, limit } }) => ({
      webhooks: (await webhooks.list(caller.client.client)).slice(offset, offset + limit),
    }),
  });
}
