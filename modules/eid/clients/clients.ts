import { createHmac } from "node:crypto";
import { instant, type ModuleContext } from "@troad/kernel";
import type { ClientMetadata } from "oidc-provider";
import type { ClientRecord } from "../api.ts";
import { fail } from "../domain/errors.ts";
import { type ClientRow, findClientInForce, findVersions, insertDecision, insertVersion, lockClient } from "../store/clients.ts";
import { type ClientRegistration, faultsOf, metadataOf } from "./registration.ts";

export type Clients = {
  /** Stores a new client, or the next version of one that the applicant has; it counts once an officer approves it. */
  apply(request: {
    client: string | null;
    by: string;
    registration: ClientRegistration;
  }): Promise<{ client: string; version: number }>;
  decide(request: {
    client: string;
    version: number;
    decision: "approved" | "refused" | "closed";
    by: string;
    reason: string;
  }): Promise<void>;
  list(which: { by?: string; waiting?: boolean; before?: string; limit: number }): Promise<ClientRecord[]>;
  one(client: string): Promise<ClientRecord | null>;
  /** The version that counts now. */
  standing(client: string): Promise<ClientRecord | null>;
  /** What approved clients are called, for the person's own pages. */
  inForce(client: string): Promise<ClientRow | undefined>;
  /** The secret of a client without a key, for its applicant alone; it is derived, so no table has it. */
  secretOf(client: string): string;
  metadata(client: string): Promise<ClientMetadata | undefined>;
};

/** Ids of clients that are not records. */
const ours = new Set(["portal"]);

/** Relying parties as records: applied for, reviewed, changed by a new version, closed. */
export function clientKeeper(ctx: ModuleContext, secret: string): Clients {
  const recordOf = (row: ClientRow): ClientRecord => ({
    ...{ client: row.client, version: row.version, sector: row.sector, registration: row.registration },
    ...{ appliedBy: row.applied_by, at: row.at, state: row.decision ?? "submitted", reason: row.reason },
  });
  const secretOf = (client: string): string => createHmac("sha256", secret).update(`client ${client}`).digest("base64url");
  const newest = async (client: string): Promise<ClientRow | undefined> => (await findVersions(ctx.db, { client, limit: 1 }))[0];
  return {
    secretOf,
    apply: async ({ client: known, by, registration }) => {
      const [fault] = faultsOf(registration, ctx.demo);
      if (fault) throw fail("eid.client-invalid", { fault });
      const client = known ?? ctx.ids.opaque();
      const before = known === null ? undefined : await newest(client);
      // only its own applicant may change a client, and a client never moves to another sector
      if (known !== null && (before?.applied_by !== by || before.sector !== registration.organisation.id))
        throw fail("eid.client-unknown");
      const version = (before?.version ?? 0) + 1;
      const row = { client, version, sector: registration.organisation.id, registration, applied_by: by, at: instant(ctx.clock) };
      await ctx.db.tx(async (tx) => {
        if (!(await insertVersion(tx, row))) throw fail("eid.client-changed");
        await tx.audit({ actor: by, action: "eid.client-apply", target: client, detail: { version } });
      });
      return { client, version };
    },
    decide: async ({ client, version, decision, by, reason }) =>
      ctx.db.tx(async (tx) => {
        await lockClient(tx, client);
        const [row] = await findVersions(tx, { client, limit: 1 });
        if (!row) throw fail("eid.client-unknown");
        if (row.applied_by === by && decision !== "closed") throw fail("eid.client-own");
        const isOpen = decision === "closed" ? row.decision !== "closed" : row.decision === null;
        if (row.version !== version || !isOpen) throw fail("eid.client-changed");
        await insertDecision(tx, { client, version, decision, officer: by, reason, at: instant(ctx.clock) });
        await tx.audit({ actor: by, action: `eid.client-${decision}`, target: client, detail: { version } });
      }),
    list: async ({ by, waiting, before, limit }) => {
      const which = {
        ...(by === undefined ? {} : { appliedBy: by }),
        waiting: waiting ?? false,
        before,
        limit: Math.min(limit, 101),
      };
      return (await findVersions(ctx.db, which)).map(recordOf);
    },
    one: async (client) => {
      const row = await newest(client);
      return row ? recordOf(row) : null;
    },
    standing: async (client) => {
      const row = client.length > 100 ? undefined : await findClientInForce(ctx.db, client);
      return row ? recordOf(row) : null;
    },
    inForce: (client) => findClientInForce(ctx.db, client),
    metadata: async (client) => {
      if (ours.has(client) || client.length > 100) return undefined;
      const row = await findClientInForce(ctx.db, client);
      return row && metadataOf(row, secretOf(client));
    },
  };
}
