import type { DataSet } from "@troad/directory";
import type { EidApi } from "@troad/eid/api";
import { failures, isUuid, type ModuleContext } from "@troad/kernel";
import type { Recipients } from "../recipients/recipients.ts";
import type { Terms } from "../recipients/terms.ts";
import { agreementsOfAll, applicationVersion, type Slice } from "../store/govstack.ts";
import type { ApplicationRow } from "../store/recipients.ts";
import { type Agreement, agreementOf, agreementRevisionOf, type FieldKinds, type Revision } from "./objects.ts";
import type { Policies } from "./policies.ts";
import type { AgreementIn, WebhookIn } from "./schemas.ts";

const fail = failures({
  "mydata.agreement-unknown": 404,
  "mydata.agreement-exists": 409,
  "mydata.webhook-unknown": 404,
  "mydata.webhook-exists": 409,
  "mydata.terms-invalid": 422,
  "mydata.recipient-unknown": 404,
});
type Shown = { dataAgreement: Agreement; revision: Revision };
type Webhook = { id: string; payloadUrl: string; contentType: string; disabled: boolean; secretKey: string };
type Parts = {
  recipients: Recipients;
  policies: Policies;
  eid: Pick<EidApi, "clientInForce">;
  sets: readonly DataSet[];
  webhookSecret(client: string): Promise<string>;
  /** Where everybody reads who may be given data. */
  home: string;
};
export type Agreements = ReturnType<typeof openAgreements>;

/** What recipients apply for, as data agreements: one each, and every change is a version that an officer reviews as on the pages. */
export function openAgreements(ctx: ModuleContext, { recipients, policies, eid, sets, webhookSecret, home }: Parts) {
  const kinds: FieldKinds = (set, field) => ({
    sensitivity: sets.find(({ id }) => id === set)?.fields.find(({ name }) => name === field)?.sensitivity ?? "ordinary",
  });
  const plain = (row: ApplicationRow): Agreement => agreementOf(row, kinds, home);
  const revisionOf = async (row: ApplicationRow): Promise<Revision> => {
    const before = row.version > 1 ? await applicationVersion(ctx.db, row.client, row.version - 1) : undefined;
    return agreementRevisionOf(row, kinds, home, before);
  };
  const shown = async (row: ApplicationRow): Promise<Shown> => ({
    dataAgreement: plain(row),
    revision: await revisionOf(row),
  });
  const newest = async (client: string, id: string): Promise<ApplicationRow> => {
    const row = id === client ? await recipients.newest(client) : undefined;
    if (!row) throw fail("mydata.agreement-unknown");
    return row;
  };
  /** Whether a version waits, or counts: not refused and not ended. */
  const stands = (row: ApplicationRow | undefined): row is ApplicationRow =>
    row !== undefined && row.decision !== "refused" && row.standing !== "ended";

  async function apply(client: string, terms: Terms): Promise<ApplicationRow> {
    const record = await eid.clientInForce(client);
    if (!record) throw fail("mydata.recipient-unknown");
    await recipients.apply({ client, by: record.appliedBy, actor: `client:${client}`, terms });
    return (await recipients.newest(client))!;
  }
  /** The terms that an agreement asks for; the webhook is an object of its own and stays as it is. */
  async function termsOf(client: string, given: AgreementIn): Promise<Terms> {
    const before = await recipients.newest(client);
    const policy = given.policy && (await policies.find(given.policy.id, client));
    const days = given.retentionDays ?? policy?.body?.dataRetentionPeriodDays;
    if (days === undefined) throw fail("mydata.terms-invalid", { fault: "retention-unknown" });
    const purpose = { en: given.purpose, "zh-Hant": given.purpose };
    return {
      sets: given.sets.map((one) => ({ ...one, purpose: one.purpose ?? purpose })),
      ...{ standing: given.standing ?? null, retentionDays: days },
      webhook: stands(before) ? before.terms.webhook : null,
      ...(policy
        ? {
            policy: {
              ...{ id: policy.id, revision: policy.revision },
              ...{ name: policy.body!.name, version: policy.body!.version, url: policy.body!.url },
            },
          }
        : {}),
      ...(given.dpia === "" ? {} : { dpia: given.dpia }),
    };
  }
  const webhookOf = async (row: ApplicationRow, withSecret = false): Promise<Webhook> => ({
    ...{ id: row.client, payloadUrl: row.terms.webhook!, contentType: "application/json" },
    disabled: !(row.was_approved && row.standing === "active"),
    // shown when it is set, to the recipient whose key was proved
    secretKey: withSecret ? await webhookSecret(row.client) : "",
  });
  const withWebhook = async (client: string, id: string): Promise<ApplicationRow> => {
    const row = id === client ? await recipients.newest(client) : undefined;
    if (!stands(row) || row.terms.webhook === null) throw fail("mydata.webhook-unknown");
    return row;
  };

  return {
    plain,
    revisionOf,
    create: async (client: string, given: AgreementIn): Promise<Shown> => {
      if (stands(await recipients.newest(client))) throw fail("mydata.agreement-exists");
      return shown(await apply(client, await termsOf(client, given)));
    },
    read: async (client: string, id: string): Promise<Shown> => shown(await newest(client, id)),
    update: async (client: string, id: string, given: AgreementIn): Promise<Shown> => {
      await newest(client, id);
      return shown(await apply(client, await termsOf(client, given)));
    },
    remove: async (client: string, id: string): Promise<{ revision: Revision }> => {
      await newest(client, id);
      return { revision: await revisionOf(await recipients.stopOwn(client)) };
    },
    list: async (client: string): Promise<Agreement[]> => {
      const row = await recipients.newest(client);
      return row ? [plain(row)] : [];
    },
    /** The version that counts, of any recipient: everybody may read it. */
    approved: async (id: string): Promise<ApplicationRow> => {
      const row = isUuid(id) ? await recipients.approved(id) : undefined;
      if (!row) throw fail("mydata.agreement-unknown");
      return row;
    },
    shown,
    /** The versions that count, or for auditors all. */
    all: async (slice: Slice, { approved }: { approved: boolean }): Promise<Agreement[]> =>
      (await agreementsOfAll(ctx.db, { ...slice, approved })).map(plain),
    oneOfAll: async (id: string): Promise<Agreement> => {
      const row = isUuid(id) ? ((await recipients.approved(id)) ?? (await recipients.newest(id))) : undefined;
      if (!row) throw fail("mydata.agreement-unknown");
      return plain(row);
    },
    version: async (client: string, version: number): Promise<ApplicationRow> =>
      (await applicationVersion(ctx.db, client, version))!,
    webhooks: {
      create: async (client: string, { payloadUrl }: WebhookIn): Promise<Webhook> => {
        const row = await newest(client, client);
        if (stands(row) && row.terms.webhook !== null) throw fail("mydata.webhook-exists");
        return webhookOf(await apply(client, { ...row.terms, webhook: payloadUrl }), true);
      },
      read: async (client: string, id: string): Promise<Webhook> => webhookOf(await withWebhook(client, id)),
      update: async (client: string, id: string, { payloadUrl }: WebhookIn): Promise<Webhook> =>
        webhookOf(await apply(client, { ...(await withWebhook(client, id)).terms, webhook: payloadUrl }), true),
      remove: async (client: string, id: string): Promise<void> => {
        await apply(client, { ...(await withWebhook(client, id)).terms, webhook: null });
      },
      list: async (client: string): Promise<Webhook[]> => {
        const row = await recipients.newest(client);
        return stands(row) && row.terms.webhook !== null ? [await webhookOf(row)] : [];
      },
    },
  };
}
