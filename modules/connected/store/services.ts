import type { ServicePage } from "@troad/connect";
import { json, type Queryable, sql } from "@troad/kernel";

export type ServiceRow = {
  id: string;
  client: string;
  agency: string;
  page: ServicePage;
  version: number;
  at: string;
  ended_at: string | null;
  suspended: string | null;
};

export const findService = (q: Queryable, id: string): Promise<ServiceRow | undefined> =>
  q.one<ServiceRow>(sql`select * from service where id = ${id}`);

/** Locked until the transaction ends: pages and events of one service take turns. */
export const lockService = (q: Queryable, id: string): Promise<ServiceRow | undefined> =>
  q.one<ServiceRow>(sql`select * from service where id = ${id} for update`);

export const listServices = (q: Queryable, which: { open: boolean; limit: number }): Promise<ServiceRow[]> =>
  q.rows<ServiceRow>(sql`
    select * from service where (not ${which.open} or (ended_at is null and suspended is null)) order by id limit ${which.limit}`);

export async function putService(q: Queryable, row: Omit<ServiceRow, "ended_at" | "suspended">): Promise<void> {
  await q.run(sql`
    insert into service (id, client, agency, page, version, at)
    values (${row.id}, ${row.client}, ${row.agency}, ${json(row.page)}, ${row.version}, ${row.at})
    on conflict (id) do update set client = excluded.client, page = excluded.page, version = excluded.version, at = excluded.at, ended_at = null`);
  await q.run(sql`
    insert into service_page (service, version, page, at) values (${row.id}, ${row.version}, ${json(row.page)}, ${row.at})`);
}

export const endService = (q: Queryable, id: string, at: string): Promise<number> =>
  q.run(sql`update service set ended_at = ${at} where id = ${id} and ended_at is null`);

export const suspendService = (q: Queryable, id: string, reason: string | null): Promise<number> =>
  q.run(sql`update service set suspended = ${reason} where id = ${id}`);
