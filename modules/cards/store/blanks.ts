import { type Queryable, sql } from "@troad/kernel";

export type BlankState = "stocked" | "allotted" | "used" | "spoiled" | "destroyed";
export type BlankRow = { number: string; delivery: string; state: BlankState; card: string | null; reason: string | null };
export type DeliveryRow = {
  id: string;
  first_number: string;
  announced: number;
  state: "announced" | "received" | "differs";
  announced_by: string;
  at: string;
};
type Action = { action: string; actor: string; witness?: string | null; reason?: string | null; at: string };

export async function insertDelivery(q: Queryable, row: Omit<DeliveryRow, "state">): Promise<void> {
  await q.run(sql`
    insert into delivery (id, first_number, announced, state, announced_by, at)
    values (${row.id}, ${row.first_number}, ${row.announced}, 'announced', ${row.announced_by}, ${row.at})`);
}

export const lockDelivery = (q: Queryable, id: string): Promise<DeliveryRow | undefined> =>
  q.one<DeliveryRow>(sql`select * from delivery where id = ${id} for update`);

export const listDeliveries = (q: Queryable, limit: number): Promise<DeliveryRow[]> =>
  q.rows<DeliveryRow>(sql`select * from delivery order by at desc, id desc limit ${limit}`);

export const setDelivery = (q: Queryable, id: string, state: DeliveryRow["state"]): Promise<number> =>
  q.run(sql`update delivery set state = ${state} where id = ${id}`);

/** Undefined if one of the numbers is known already. */
export async function insertBlanks(q: Queryable, delivery: string, numbers: readonly string[]): Promise<boolean> {
  const made = await q.run(sql`
    insert into blank (number, delivery, state) select n, ${delivery}, 'stocked' from unnest(${numbers}::text[]) n on conflict do nothing`);
  return made === numbers.length;
}

export async function recordBlanks(q: Queryable, numbers: readonly string[], a: Action): Promise<void> {
  await q.run(sql`
    insert into blank_action (number, action, actor, witness, reason, at)
    select n, ${a.action}, ${a.actor}, ${a.witness ?? null}, ${a.reason ?? null}, ${a.at} from unnest(${numbers}::text[]) n`);
}

/** The next blank of the stock for a card; processes that ask at once get different ones. Undefined if none is left. */
export const allotBlank = async (q: Queryable, card: string): Promise<string | undefined> =>
  (
    await q.one<{ number: string }>(sql`
    update blank set state = 'allotted', card = ${card}
    where number = (select number from blank where state = 'stocked' order by number limit 1 for update skip locked) returning number`)
  )?.number;

/** The number of blanks that were in one of the states before and are in the new one now. */
export const moveBlanks = (
  q: Queryable,
  numbers: readonly string[],
  { from, to, reason = null }: { from: readonly BlankState[]; to: BlankState; reason?: string | null },
): Promise<number> =>
  q.run(sql`
    update blank set state = ${to}, reason = coalesce(${reason}, reason)
    where number = any(${numbers}) and state = any(${from})`);

export const listBlanks = (
  q: Queryable,
  { states, before, limit }: { states: readonly string[]; before: string | null; limit: number },
): Promise<BlankRow[]> =>
  q.rows<BlankRow>(sql`
    select * from blank where state = any(${states}) and (${before}::text is null or number < ${before}) order by number desc limit ${limit}`);

export type Stock = Record<BlankState, number>;

export async function stockOf(q: Queryable): Promise<Stock> {
  const rows = await q.rows<{ state: BlankState; n: number }>(sql`select state, count(*)::int as n from blank group by state`);
  return {
    stocked: 0,
    allotted: 0,
    used: 0,
    spoiled: 0,
    destroyed: 0,
    ...Object.fromEntries(rows.map(({ state, n }) => [state, n])),
  };
}

/** What someone counted; who counted before counts anew. */
export async function putCount(
  q: Queryable,
  row: { what: "delivery" | "parcel-out" | "parcel-in"; id: string; person: string; counted: number; at: string },
): Promise<void> {
  await q.run(sql`
    insert into count_made (what, id, person, counted, at) values (${row.what}, ${row.id}, ${row.person}, ${row.counted}, ${row.at})
    on conflict (what, id, person) do update set counted = excluded.counted, at = excluded.at`);
}

export const countsOf = (q: Queryable, what: string, id: string): Promise<{ person: string; counted: number }[]> =>
  q.rows(sql`select person, counted from count_made where what = ${what} and id = ${id} order by at desc limit 20`);

export async function insertDestruction(
  q: Queryable,
  row: { id: string; by: string; at: string },
  numbers: readonly string[],
): Promise<number> {
  await q.run(sql`insert into destruction (id, proposed_by, at) values (${row.id}, ${row.by}, ${row.at})`);
  return q.run(sql`
    insert into destruction_blank (destruction, number)
    select ${row.id}, number from blank where number = any(${numbers}) and state = 'spoiled' on conflict do nothing`);
}

export type DestructionRow = { id: string; proposed_by: string; destroyed_by: string | null; at: string; numbers: string[] };

export const findDestruction = (q: Queryable, id: string): Promise<DestructionRow | undefined> =>
  q.one<DestructionRow>(sql`
    select d.id, d.proposed_by, d.destroyed_by, d.at,
      array(select number from destruction_blank b where b.destruction = d.id order by number) as numbers
    from destruction d where d.id = ${id} for update`);

export const openDestructions = (q: Queryable, limit: number): Promise<DestructionRow[]> =>
  q.rows<DestructionRow>(sql`
    select d.id, d.proposed_by, d.destroyed_by, d.at,
      array(select number from destruction_blank b where b.destruction = d.id order by number) as numbers
    from destruction d where d.destroyed_by is null order by d.seq limit ${limit}`);

export const setDestroyed = (q: Queryable, id: string, by: string): Promise<number> =>
  q.run(sql`update destruction set destroyed_by = ${by} where id = ${id} and destroyed_by is null`);
