import { hash } from "node:crypto";
import type { ModuleContext } from "@troad/kernel";
import {
  type Adapter,
  type AdapterFactory,
  type AdapterPayload,
  type ClientMetadata,
  errors,
  type Provider,
} from "oidc-provider";
import { consumeState, deleteState, deleteStateOfGrant, findState, findStateByUid, upsertState, useOnce } from "../store/oidc.ts";

type Context = Pick<ModuleContext, "db" | "clock">;
type Found = Awaited<ReturnType<typeof findState>>;

/** Keeps the provider's state in PostgreSQL, each row until it expires; wallets are content. */
export function postgresAdapter({ db, clock }: Context, clients: readonly ClientMetadata[]): AdapterFactory {
  const at = (seconds = 0): string => new Date(clock.now().getTime() + seconds * 1_000).toISOString();
  const payloadOf = (found: Found): AdapterPayload | undefined =>
    found && { ...found.payload, ...(found.consumed_at ? { consumed: Math.floor(Date.parse(found.consumed_at) / 1_000) } : {}) };
  return (model): Adapter => ({
    upsert: (id, payload, seconds) => upsertState(db, { model, id, payload, until: seconds === undefined ? null : at(seconds) }),
    find: async (id) =>
      model === "Client"
        ? (clients.find(({ client_id: client }) => client === id) as AdapterPayload | undefined)
        : payloadOf(await findState(db, model, id, at())),
    findByUid: async (uid) => payloadOf(await findStateByUid(db, model, uid, at())),
    findByUserCode: async () => undefined,
    // if two requests use one code at the same moment, one wins
    consume: async (id) => {
      if (!(await consumeState(db, model, id, at()))) throw new errors.InvalidGrant("already used");
    },
    destroy: (id) => deleteState(db, model, id),
    revokeByGrantId: (grant) => deleteStateOfGrant(db, grant),
  });
}

/** Ids of DPoP proofs count once over all processes: an insert that can fail has no gap between look and write. */
export function countOnce({ db, clock }: Context, provider: Provider): void {
  const detection = provider.ReplayDetection as unknown as { unique(iss: string, jti: string, exp: number): Promise<boolean> };
  detection.unique = (iss, jti, exp) =>
    useOnce(
      db,
      hash("sha256", JSON.stringify([iss, jti]), "base64url"),
      new Date(Math.max(exp * 1_000, clock.now().getTime() + 600_000)).toISOString(),
    );
}
