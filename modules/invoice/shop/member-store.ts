import { type Queryable, sql } from "@troad/kernel";

export type Named = "clerk" | "reader";
export type Member = { no: number; ban: string; subject: string; name: string; shopName: string; rights: Named; at: string };

const standing = (q: Queryable, by: { ban?: string; subject?: string }): Promise<Member[]> =>
  q.rows<Member>(sql`
    select m.no::int as no, m.ban, m.subject, m.name, m.shop_name as "shopName", m.rights, m.at from shop_member m
    where (${by.ban ?? null}::text is null or m.ban = ${by.ban ?? null}::text)
      and (${by.subject ?? null}::text is null or m.subject = ${by.subject ?? null}::text)
      and not exists (select 1 from shop_member_end e where e.no = m.no)
    order by m.no limit 500`);
export const membersOf = (q: Queryable, ban: string): Promise<Member[]> => standing(q, { ban });
export const membershipsOf = (q: Queryable, subject: string): Promise<Member[]> => standing(q, { subject });
export const lockMembers = (q: Queryable, ban: string): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${`shop members ${ban}`}))`);
export const insertMember = (q: Queryable, row: Omit<Member, "no"> & { by: string }): Promise<number> =>
  q.run(sql`
    insert into shop_member (ban, subject, name, shop_name, rights, named_by, at)
    values (${row.ban}, ${row.subject}, ${row.name}, ${row.shopName}, ${row.rights}, ${row.by}, ${row.at})`);
export const endMember = (q: Queryable, row: { no: number; ban: string; by: string; at: string }): Promise<number> =>
  q.run(sql`
    insert into shop_member_end (no, ended_by, at)
    select m.no, ${row.by}, ${row.at} from shop_member m where m.no = ${row.no} and m.ban = ${row.ban} on conflict do nothing`);
