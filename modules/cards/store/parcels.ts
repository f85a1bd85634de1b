import { type Queryable, sql } from "@troad/kernel";

export type ParcelRow = {
  id: string;
  office: string;
  state: "packed" | "sent" | "arrived" | "short";
  cards: number;
  packed_by: string;
  at: string;
  seq: number;
};

export async function insertParcel(
  q: Queryable,
  row: Pick<ParcelRow, "id" | "office" | "cards" | "packed_by" | "at">,
): Promise<void> {
  await q.run(sql`
    insert into parcel (id, office, state, cards, packed_by, at)
    values (${row.id}, ${row.office}, 'packed', ${row.cards}, ${row.packed_by}, ${row.at})`);
}

export const lockParcel = (q: Queryable, id: string): Promise<ParcelRow | undefined> =>
  q.one<ParcelRow>(sql`select * from parcel where id = ${id} for update`);

export const findParcel = (q: Queryable, id: string): Promise<ParcelRow | undefined> =>
  q.one<ParcelRow>(sql`select * from parcel where id = ${id}`);

export const setParcelState = (q: Queryable, id: string, state: ParcelRow["state"]): Promise<number> =>
  q.run(sql`update parcel set state = ${state} where id = ${id}`);

export const listParcels = (q: Queryable, { before, limit }: { before: number | null; limit: number }): Promise<ParcelRow[]> =>
  q.rows<ParcelRow>(sql`
    select * from parcel where ${before}::bigint is null or seq < ${before} order by seq desc limit ${limit}`);

/** Cards of a parcel change their state together. */
export const moveCards = (q: Queryable, parcel: string, from: string, to: string): Promise<number> =>
  q.run(sql`update card set state = ${to} where parcel = ${parcel} and state = ${from}`);
