import { failures, instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { Recipients } from "../recipients/recipients.ts";
import {
  countPolicies,
  insertPolicy,
  type PolicyBody,
  type PolicyRow,
  policiesOf,
  policyRevision,
  policyRevisions,
  type Slice,
} from "../store/govstack.ts";
import { type Policy, policyOf, policyRevisionOf, type Revision, revisionNumber } from "./objects.ts";
import type { PolicyBodyIn } from "./schemas.ts";

const fail = failures({
  "mydata.policy-unknown": 404,
  "mydata.policy-in-use": 409,
  "mydata.too-many-policies": 429,
  "mydata.recipient-changed": 409,
});
const most = 100;
const names = ["jurisdiction", "industrySector", "geographicRestriction", "storageLocation", "dataRetentionPeriodDays"] as const;
type Shown = { policy: Policy; revision: Revision };
export type Policies = ReturnType<typeof openPolicies>;

/** Policies of recipients, named in what they apply for: a change is a revision, and agreements keep the one that was reviewed. */
export function openPolicies(ctx: ModuleContext, { recipients }: { recipients: Recipients }) {
  const shown = async (row: PolicyRow): Promise<{ row: PolicyRow; revision: Revision }> => {
    const before = row.revision > 1 ? await policyRevision(ctx.db, row.id, row.revision - 1) : undefined;
    return { row, revision: policyRevisionOf(row, before) };
  };
  const bodyOf = (given: PolicyBodyIn): PolicyBody => {
    const { name, version, url } = given;
    const more = names.flatMap((one) => (given[one] === undefined ? [] : [[one, given[one]]]));
    return { name, version, url, ...Object.fromEntries(more) };
  };
  /** The newest revision, or the one asked for; of this client, if one asks. Throws where it was deleted. */
  async function find(id: string, client: string | null, revisionId?: string): Promise<PolicyRow> {
    const [newest] = isUuid(id) ? await policyRevisions(ctx.db, id, { offset: 0, limit: 1 }) : [];
    if (!newest || newest.body === null || (client !== null && newest.client !== client)) throw fail("mydata.policy-unknown");
    if (revisionId === undefined) return newest;
    const number = revisionNumber(id, revisionId);
    const row = number === undefined ? undefined : await policyRevision(ctx.db, id, number);
    if (!row?.body) throw fail("mydata.policy-unknown");
    return row;
  }
  async function put(row: PolicyRow): Promise<Shown & { row: PolicyRow }> {
    await ctx.db.tx(async (tx) => {
      if (!(await insertPolicy(tx, row))) throw fail("mydata.recipient-changed");
      const action = row.body === null ? "mydata.policy-deleted" : "mydata.policy-stored";
      await tx.audit({ actor: `client:${row.client}`, action, target: row.id, detail: { revision: row.revision } });
    });
    const { revision } = await shown(row);
    return { row, policy: policyOf(row), revision };
  }
  const next = async (id: string, client: string, body: PolicyBody | null) => {
    const { revision } = await find(id, client);
    return put({ id, revision: revision + 1, client, body, at: instant(ctx.clock) });
  };

  return {
    find,
    create: async (client: string, given: PolicyBodyIn): Promise<Shown> => {
      if ((await countPolicies(ctx.db, client)) >= most) throw fail("mydata.too-many-policies");
      const { policy, revision } = await put({
        ...{ id: ctx.ids.uuid(), revision: 1, client, body: bodyOf(given), at: instant(ctx.clock) },
      });
      return { policy, revision };
    },
    read: async (id: string, client: string | null, revisionId?: string): Promise<Shown> => {
      const { row, revision } = await shown(await find(id, client, revisionId));
      return { policy: policyOf(row), revision };
    },
    update: async (client: string, id: string, given: PolicyBodyIn): Promise<Shown> => {
      const { policy, revision } = await next(id, client, bodyOf(given));
      return { policy, revision };
    },
    /** Not while what the client applied for, or was approved for, names it. */
    remove: async (client: string, id: string): Promise<{ revision: Revision }> => {
      const [newest, approved] = [await recipients.newest(client), await recipients.approved(client)];
      const counts = [newest, approved].filter((row) => row && row.decision !== "refused" && row.standing !== "ended");
      if (counts.some((row) => row!.terms.policy?.id === id)) throw fail("mydata.policy-in-use");
      const { revision } = await next(id, client, null);
      return { revision };
    },
    revisions: async (client: string, id: string, slice: Slice): Promise<{ policy: Policy; revisions: Revision[] }> => {
      const row = await find(id, client);
      const rows = await policyRevisions(ctx.db, id, slice);
      return { policy: policyOf(row), revisions: await Promise.all(rows.map(async (one) => (await shown(one)).revision)) };
    },
    list: async (client: string, slice: Slice, revisionId?: string): Promise<Policy[]> => {
      if (revisionId === undefined) return (await policiesOf(ctx.db, client, slice)).map(policyOf);
      const id = revisionId.slice(0, revisionId.lastIndexOf("."));
      return [policyOf(await find(id, client, revisionId))];
    },
  };
}
