import { json, type Queryable, sql } from "@troad/kernel";
import type { AdapterPayload } from "oidc-provider";

type Found = { payload: AdapterPayload; consumed_at: string | null };

export async function upsertState(
  q: Queryable,
  { model, id, payload, until }: { model: string; id: string; payload: AdapterPayload; until: string | null },
): Promise<void> {
  await q.run(sql`
    insert into oidc_state (model, id, payload, grant_id, uid, expires_at)
    values (${model}, ${id}, ${json(payload)}, ${payload.grantId ?? null}, ${payload.uid ?? null}, ${until})
    on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
      expires_at = excluded.expires_at`);
}

export const findState = (q: Queryable, model: string, id: string, now: string): Promise<Found | undefined> =>
  q.one<Found>(sql`
    select payload, consumed_at from oidc_state where model = ${model} and id = ${id} and (expires_at is null or expires_at > ${now})`);

export const findStateByUid = (q: Queryable, model: string, uid: string, now: string): Promise<Found | undefined> =>
  q.one<Found>(sql`
    select payload, consumed_at from oidc_state where model = ${model} and uid = ${uid} and (expires_at is null or expires_at > ${now})
    limit 1`);

/** Marks a code as used; false if it already was, even when two requests arrive at the same moment. */
export const consumeState = async (q: Queryable, model: string, id: string, at: string): Promise<boolean> =>
  (await q.run(sql`update oidc_state set consumed_at = ${at} where model = ${model} and id = ${id} and consumed_at is null`)) ===
  1;

/** Enters an id that counts once; false if it was there. */
export const useOnce = async (q: Queryable, id: string, until: string): Promise<boolean> =>
  (await q.run(sql`
    insert into oidc_state (model, id, payload, expires_at) values ('Once', ${id}, ${json({})}, ${until}) on conflict do nothing`)) ===
  1;

export async function deleteState(q: Queryable, model: string, id: string): Promise<void> {
  await q.run(sql`delete from oidc_state where model = ${model} and id = ${id}`);
}

export async function deleteStateOfGrant(q: Queryable, grant: string): Promise<void> {
  await q.run(sql`delete from oidc_state where grant_id = ${grant}`);
}
