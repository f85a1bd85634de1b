import { type Queryable, sql, textArray } from "@troad/kernel";

export type DeliveryRow = {
  id: string;
  set: string;
  name: string;
  agency: string;
  record: unknown;
  subject: string;
  business: string | null;
  purpose: string;
  until: string;
  at: string;
  endReason: string | null;
};
export const insertDelivery = (
  q: Queryable,
  one: Pick<DeliveryRow, "id" | "set" | "subject" | "business" | "purpose" | "until" | "at"> & { grantedBy: string },
): Promise<number> =>
  q.run(sql`insert into delivery (id, data_set, subject, business, purpose, granted_by, until, at)
    values (${one.id}, ${one.set}, ${one.subject}, ${one.business}, ${one.purpose}, ${one.grantedBy}, ${one.until}, ${one.at}) on conflict (id) do nothing`);
export const insertDeliveryEnd = (
  q: Queryable,
  one: { delivery: string; reason: string; by: string; at: string },
): Promise<number> =>
  q.run(sql`insert into delivery_end (delivery, reason, by, at) values (${one.delivery}, ${one.reason}, ${one.by}, ${one.at})
    on conflict do nothing`);
export const deliveries = (
  q: Queryable,
  by: { id?: string; subject?: string; agencies?: readonly string[]; before?: string; limit: number },
): Promise<DeliveryRow[]> =>
  q.rows<DeliveryRow>(sql`select d.id, d.data_set as set, l.name, l.agency, l.record, d.subject, d.business, d.purpose, d.until::text as until, d.at,
      e.reason as "endReason"
    from delivery d join listing l on l.data_set = d.data_set left join delivery_end e on e.delivery = d.id
    where (${by.id ?? null}::uuid is null or d.id = ${by.id ?? null}::uuid) and (${by.subject ?? null}::text is null or d.subject = ${by.subject ?? null})
      and (${by.agencies === undefined} or l.agency = any(${textArray(by.agencies ?? [])}::text[]))
      and (${by.before ?? null}::uuid is null or d.no < (select x.no from delivery x where x.id = ${by.before ?? null}::uuid))
    order by d.no desc limit ${by.limit}`);
