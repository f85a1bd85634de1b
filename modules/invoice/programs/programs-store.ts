import { type Queryable, sql } from "@troad/kernel";

export type ProgramRights = "clerk" | "reader";
export type Program = {
  no: number;
  ban: string;
  shopName: string;
  client: string;
  name: string;
  rights: ProgramRights;
  webhook: string | null;
  at: string;
};

/** Programs in force: of a business, of a client or the one with a number. */
export const programsOf = (q: Queryable, by: { ban?: string; client?: string; no?: number }): Promise<Program[]> =>
  q.rows<Program>(sql`
    select p.no::int as no, p.ban, p.shop_name as "shopName", p.client, p.name, p.rights, p.webhook, p.at from shop_program p
    where (${by.ban ?? null}::text is null or p.ban = ${by.ban ?? null}::text)
      and (${by.client ?? null}::text is null or p.client = ${by.client ?? null}::text)
      and (${by.no ?? null}::bigint is null or p.no = ${by.no ?? null}::bigint)
      and not exists (select 1 from shop_program_end e where e.no = p.no)
    order by p.no limit 200`);
export const lockPrograms = (q: Queryable, ban: string): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${`shop programs ${ban}`}))`);
export const insertProgram = (q: Queryable, row: Omit<Program, "no"> & { by: string }): Promise<number> =>
  q.run(sql`
    insert into shop_program (ban, shop_name, client, name, rights, webhook, named_by, at)
    values (${row.ban}, ${row.shopName}, ${row.client}, ${row.name}, ${row.rights}, ${row.webhook}, ${row.by}, ${row.at})`);
export const endProgram = (q: Queryable, row: { no: number; ban: string; by: string; at: string }): Promise<number> =>
  q.run(sql`
    insert into shop_program_end (no, ended_by, at)
    select p.no, ${row.by}, ${row.at} from shop_program p where p.no = ${row.no} and p.ban = ${row.ban} on conflict do nothing`);

/** Programs that are told what became of messages of these sellers. */
export const hearingPrograms = (q: Queryable, bans: readonly string[]): Promise<{ no: number; ban: string }[]> =>
  q.rows<{ no: number; ban: string }>(sql`
    select p.no::int as no, p.ban from shop_program p
    where p.ban = any(${bans}::text[]) and p.webhook is not null and not exists (select 1 from shop_program_end e where e.no = p.no)`);

/** All programs that are told, for the results of a day. */
export const allHearing = (q: Queryable, after: number, limit: number): Promise<{ no: number; ban: string }[]> =>
  q.rows<{ no: number; ban: string }>(sql`
    select p.no::int as no, p.ban from shop_program p
    where p.no > ${after} and p.webhook is not null and not exists (select 1 from shop_program_end e where e.no = p.no)
    order by p.no limit ${limit}`);

export type Write = {
  client: string;
  key: string;
  nth: number;
  digest: string;
  ban: string;
  kind: string;
  term: string;
  number: string;
  content: string;
  at: string;
};
export const findWrite = (q: Queryable, client: string, key: string, nth: number): Promise<Write | undefined> =>
  q.one<Write>(sql`select * from program_write where client = ${client} and key = ${key} and nth = ${nth}`);
/** Of two at once the first stays. */
export const insertWrite = (q: Queryable, row: Write): Promise<number> =>
  q.run(sql`
    insert into program_write (client, key, nth, digest, ban, kind, term, number, content, at)
    values (${row.client}, ${row.key}, ${row.nth}, ${row.digest}, ${row.ban}, ${row.kind}, ${row.term}, ${row.number}, ${row.content}, ${row.at})
    on conflict do nothing`);

export type PackageResult = {
  package: string;
  receivedAt: string;
  kind: string;
  taken: number;
  waiting: string[];
  refused: { number: string; errors: { code: string; path: string }[] }[];
};
/** What a business sent, by package, in the order of arrival: for programs that were not told. */
export const resultsAfter = (
  q: Queryable,
  { sender, at, id, limit }: { sender: string; at: string; id: string; limit: number },
): Promise<PackageResult[]> =>
  q.rows<PackageResult>(sql`
    select p.id as package, p.received_at as "receivedAt", p.kind, (p.answer ->> 'taken')::int as taken,
      coalesce(p.answer -> 'waiting', '[]'::json) as waiting, p.answer -> 'refused' as refused
    from package p where p.sender = ${sender} and (p.received_at, p.id) > (${at}::timestamptz, ${id}::uuid)
    order by p.received_at, p.id limit ${limit}`);
