import type { ModuleContext } from "@troad/kernel";
import { type Adapter, type AdapterFactory, type AdapterPayload, type ClientMetadata, errors } from "oidc-provider";
import { consumeState, deleteState, deleteStateOfGrant, findState, findStateByUid, upsertState } from "../store/oidc.ts";

type Found = Awaited<ReturnType<typeof findState>>;

/**
 * Keeps the provider's state in PostgreSQL: one table, each row until it expires. Clients come from the records of those that were approved.
 */
export function postgresAdapter(
  ctx: ModuleContext,
  findClient: (id: string) => Promise<ClientMetadata | undefined>,
): AdapterFactory {
  const at = (seconds = 0): string => new Date(ctx.clock.now().getTime() + seconds * 1000).toISOString();
  const payloadOf = (found: Found): AdapterPayload | undefined =>
    found && { ...found.payload, ...(found.consumed_at ? { consumed: Math.floor(Date.parse(found.consumed_at) / 1000) } : {}) };

  return (model): Adapter => ({
    upsert: (id, payload, expiresIn) => upsertState(ctx.db, model, id, payload, expiresIn === undefined ? null : at(expiresIn)),
    find: async (id) =>
      model === "Client"
        ? ((await findClient(id)) as AdapterPayload | undefined)
        : payloadOf(await findState(ctx.db, model, id, at())),
    findByUid: async (uid) => payloadOf(await findStateByUid(ctx.db, model, uid, at())),
    // the device flow is not used
    findByUserCode: async () => undefined,
    // if two requests use one code at the same moment, one wins
    consume: async (id) => {
      if (await consumeState(ctx.db, model, id, at())) return;
      throw model === "PushedAuthorizationRequest"
        ? new errors.InvalidRequestUri("request_uri was already used")
        : new errors.InvalidGrant("already used");
    },
    destroy: (id) => deleteState(ctx.db, model, id),
    revokeByGrantId: (grantId) => deleteStateOfGrant(ctx.db, grantId),
  });
}
