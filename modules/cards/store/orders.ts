import { json, type Queryable, sql } from "@troad/kernel";

/** What is printed on a card and written into it; names of fields as in content. */
export type Holder = Record<string, string>;
export type OrderKind = "first" | "exchange" | "replacement" | "renewal";
export type OrderState = "photo" | "ready" | "production" | "issued" | "cancelled" | "failed";
export type OrderRow = {
  id: string;
  key: string;
  national_id: string;
  holder: Holder | null;
  kind: OrderKind;
  office: string;
  priority: number;
  client: string | null;
  request: Record<string, unknown> | null;
  state: OrderState;
  reason: string | null;
  at: string;
  seq: number;
};
export type NewOrder = Omit<OrderRow, "seq" | "reason" | "state">;

/** The order of a key: it is made once. */
export async function insertOrder(q: Queryable, row: NewOrder): Promise<boolean> {
  const made = await q.run(sql`
    insert into card_order (id, key, national_id, holder, kind, office, priority, client, request, state, at)
    values (${row.id}, ${row.key}, ${row.national_id}, ${json(row.holder)}, ${row.kind}, ${row.office}, ${row.priority}, ${row.client},
      ${row.request === null ? null : json(row.request)}, 'photo', ${row.at}) on conflict (key) do nothing`);
  return made === 1;
}

export const findOrder = (q: Queryable, id: string): Promise<OrderRow | undefined> =>
  q.one<OrderRow>(sql`select * from card_order where id = ${id}`);

export const findOrderOfKey = (q: Queryable, key: string): Promise<OrderRow | undefined> =>
  q.one<OrderRow>(sql`select * from card_order where key = ${key}`);

export const lockOrder = (q: Queryable, id: string): Promise<OrderRow | undefined> =>
  q.one<OrderRow>(sql`select * from card_order where id = ${id} for update`);

/** Orders of a person that have not ended. */
export const openOrdersOf = (q: Queryable, nationalId: string): Promise<OrderRow[]> =>
  q.rows<OrderRow>(sql`
    select * from card_order where national_id = ${nationalId} and state in ('photo', 'ready', 'production') order by seq limit 50`);

export const listOrders = (
  q: Queryable,
  { states, before, limit }: { states: readonly string[]; before: number | null; limit: number },
): Promise<OrderRow[]> =>
  q.rows<OrderRow>(sql`
    select * from card_order where state = any(${states}) and (${before}::bigint is null or seq < ${before}) order by seq desc limit ${limit}`);

export const countOrders = async (q: Queryable, states: readonly string[], limit: number): Promise<number> =>
  (await q.one<{ n: number }>(sql`
    select count(*)::int as n from (select 1 from card_order where state = any(${states}) limit ${limit}) o`))!.n;

/** Orders of one office that can be made, the most urgent first; locked, so that two batches never take the same ones. */
export const takeReady = (q: Queryable, office: string | null, limit: number): Promise<OrderRow[]> =>
  q.rows<OrderRow>(sql`
    select * from card_order where state = 'ready' and (${office}::text is null or office = ${office})
    order by priority desc, seq limit ${limit} for update skip locked`);

/** The office with the order that has waited longest. */
export const officeWaiting = async (q: Queryable): Promise<string | undefined> =>
  (await q.one<{ office: string }>(sql`select office from card_order where state = 'ready' order by priority desc, seq limit 1`))
    ?.office;

/** Sets the state; what is printed goes with the end. */
export async function setOrder(q: Queryable, id: string, state: OrderState, reason: string | null = null): Promise<void> {
  const isOver = state === "issued" || state === "cancelled" || state === "failed";
  await q.run(sql`
    update card_order set state = ${state}, reason = ${reason}, holder = case when ${isOver} then null else holder end where id = ${id}`);
  if (isOver) await q.run(sql`update photo set file = null where card_order = ${id}`);
}

export const changeOrder = (
  q: Queryable,
  id: string,
  { holder, office, priority, request }: Pick<OrderRow, "holder" | "office" | "priority" | "request">,
): Promise<number> =>
  q.run(
    sql`update card_order set holder = ${json(holder)}, office = ${office}, priority = ${priority}, request = ${json(request)} where id = ${id}`,
  );

export type PhotoRow = {
  id: string;
  card_order: string;
  file: Buffer | null;
  width: number;
  height: number;
  faults: string[];
  crown: number | null;
  chin: number | null;
  decision: "accepted" | "refused" | null;
  reason: string | null;
};

export async function insertPhoto(
  q: Queryable,
  row: Pick<PhotoRow, "id" | "card_order" | "width" | "height" | "faults"> & { file: Buffer; at: string },
): Promise<void> {
  await q.run(sql`
    insert into photo (id, card_order, file, width, height, faults, at)
    values (${row.id}, ${row.card_order}, ${row.file}, ${row.width}, ${row.height}, ${row.faults}, ${row.at})`);
}

/** The newest photo alone counts: the files of the others go. Gives how many there were. */
export const dropPhotoFiles = (q: Queryable, order: string): Promise<number> =>
  q.run(sql`update photo set file = null where card_order = ${order}`);

export const newestPhoto = (q: Queryable, order: string): Promise<PhotoRow | undefined> =>
  q.one<PhotoRow>(sql`select * from photo where card_order = ${order} order by seq desc limit 1`);

export const decidePhoto = (
  q: Queryable,
  id: string,
  d: { decision: "accepted" | "refused"; crown: number | null; chin: number | null; reason: string | null; by: string },
): Promise<number> =>
  q.run(sql`
    update photo set decision = ${d.decision}, crown = ${d.crown}, chin = ${d.chin}, reason = ${d.reason}, decided_by = ${d.by}
    where id = ${id} and decision is null`);
