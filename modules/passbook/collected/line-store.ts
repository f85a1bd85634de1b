import { type Queryable, sql, textArray } from "@troad/kernel";
import type { Judged } from "../domain/judging.ts";

/** Money that was collected, with what was found when it was taken in. */
export type Line = Judged & {
  id: string;
  no: number;
  office: string | null;
  number: string;
  amount: number;
  paidOn: string;
  channel: string;
  reference: string;
  file: string;
  place: number;
  at: string;
};
export type ShownLine = Line & { ended: string | null };

/** Taken in once: what was found first stays. */
export const insertLine = (q: Queryable, l: Line): Promise<number> =>
  q.run(sql`
    insert into line (id, no, office, number, amount, paid_on, channel, reference, file, place, outcome, due, late, told, enforced, at)
    values (${l.id}, ${l.no}, ${l.office}, ${l.number}, ${l.amount}, ${l.paidOn}, ${l.channel}, ${l.reference}, ${l.file}, ${l.place},
      ${l.outcome}, ${l.due}, ${l.late}, ${l.told}, ${l.enforced}, ${l.at})
    on conflict (id) do nothing`);

type Wanted = {
  id?: string;
  offices?: readonly string[];
  /** `open`: does not fit, and nobody has said what it is. */
  of?: "open" | "enforced" | "all";
  outcome?: string | null;
  before?: string | null;
  limit: number;
};
export const findLines = (
  q: Queryable,
  { id, offices, of = "all", outcome = null, before = null, limit }: Wanted,
): Promise<ShownLine[]> =>
  q.rows<ShownLine>(sql`
    select l.id, l.no::float8 as no, l.office, l.number, l.amount::float8 as amount, l.paid_on::text as "paidOn", l.channel, l.reference, l.file,
      l.place, l.outcome, l.due::float8 as due, l.late::float8 as late, l.told, l.enforced, l.at, e.action as ended
    from line l left join line_end e on e.line = l.id
    where (${id ?? null}::uuid is null or l.id = ${id ?? null}::uuid)
      and (${offices ? textArray(offices) : null}::text[] is null or l.office is null or l.office = any(${offices ? textArray(offices) : null}::text[]))
      and (${of} <> 'open' or (l.outcome <> 'matched' and e.line is null)) and (${of} <> 'enforced' or l.enforced)
      and (${outcome}::text is null or l.outcome = ${outcome}::text) and (${before}::bigint is null or l.no < ${before}::bigint)
    order by l.no desc limit ${limit}`);

export const countOpen = (
  q: Queryable,
  offices: readonly string[],
): Promise<{ count: number; oldest: string | null } | undefined> =>
  q.one<{ count: number; oldest: string | null }>(sql`
    select count(*)::integer as count, min(l.at) as oldest from line l
    where l.outcome <> 'matched' and (l.office is null or l.office = any(${textArray(offices)}::text[]))
      and not exists (select from line_end e where e.line = l.id)`);

export type LineEnd = {
  line: string;
  action: "booked" | "set-aside";
  number: string | null;
  office: string;
  reason: string;
  by: string;
  at: string;
};
export const insertLineEnd = (q: Queryable, end: LineEnd): Promise<number> =>
  q.run(sql`
    insert into line_end (line, action, number, office, reason, by, at)
    values (${end.line}, ${end.action}, ${end.number}, ${end.office}, ${end.reason}, ${end.by}, ${end.at}) on conflict do nothing`);
export const endOfLine = (q: Queryable, line: string): Promise<LineEnd | undefined> =>
  q.one<LineEnd>(sql`select line, action, number, office, reason, by, at from line_end where line = ${line}`);

export const placeOf = async (q: Queryable): Promise<number> =>
  (await q.one<{ no: number }>(sql`select no::float8 as no from line_place`))?.no ?? 0;
export const movePlace = (q: Queryable, no: number): Promise<number> =>
  q.run(sql`
    insert into line_place (no) values (${no}) on conflict (one) do update set no = excluded.no where line_place.no < excluded.no`);
