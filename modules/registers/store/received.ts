import { type Queryable, sql, textArray } from "@troad/kernel";

type Told = { seq: number; key: string; kind: string; version: number };
type Telling = { subscription: string; provider: string; exchangeId: string; at: string };

/** Gives how many were new. */
export function insertReceived(
  q: Queryable,
  { subscription, provider, exchangeId, at }: Telling,
  changes: readonly Told[],
): Promise<number> {
  const text = (pick: (one: Told) => string | number): Buffer => textArray(changes.map((one) => String(pick(one))));
  return q.run(sql`
    insert into received_change (subscription, provider, change, subject, kind, version, exchange_id, at)
    select ${subscription}, ${provider}, change::bigint, subject, kind, version::integer, ${exchangeId}, ${at}
    from unnest(${text(({ seq }) => seq)}::text[], ${text(({ key }) => key)}::text[], ${text(({ kind }) => kind)}::text[],
      ${text(({ version }) => version)}::text[]) with ordinality as told (change, subject, kind, version, nth) order by nth
    on conflict on constraint received_change_once do nothing`);
}

export type Received = { seq: number; subscription: string; key: string; kind: string; version: number };

/** What was told after one of them, in the order in which it came. */
export const receivedAfter = (q: Queryable, { after, limit }: { after: number; limit: number }): Promise<Received[]> =>
  q.rows<Received>(sql`
    select seq, subscription, subject as key, kind, version from received_change where seq > ${after} order by seq limit ${limit}`);

export const lastChange = async (q: Queryable): Promise<number> =>
  (await q.one<{ last: number | null }>(sql`select max(seq) as last from record_change`))?.last ?? 0;
