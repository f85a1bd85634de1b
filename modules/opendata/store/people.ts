import { type Queryable, sql, textArray } from "@troad/kernel";

export type RequestRow = {
  id: string;
  agency: string;
  set: string | null;
  name: string | null;
  title: string;
  body: string;
  at: string;
  outcome: string | null;
  answer: string | null;
  answeredAt: string | null;
};
export const insertRequest = (
  q: Queryable,
  one: { id: string; agency: string; set: string | null; title: string; body: string; subject: string; at: string },
): Promise<number> =>
  q.run(sql`insert into request (id, agency, data_set, title, body, subject, at)
    values (${one.id}, ${one.agency}, ${one.set}, ${one.title}, ${one.body}, ${one.subject}, ${one.at}) on conflict do nothing`);
export const requests = (
  q: Queryable,
  by: { id?: string; agencies?: readonly string[]; open?: boolean; before?: string; limit: number },
): Promise<RequestRow[]> =>
  q.rows<RequestRow>(sql`select r.id, r.agency, r.data_set as set, l.name, r.title, r.body, r.at, a.outcome, a.body as answer, a.at as "answeredAt"
    from request r left join listing l on l.data_set = r.data_set left join request_answer a on a.request = r.id
    where (${by.id ?? null}::uuid is null or r.id = ${by.id ?? null}::uuid) 
      and (${by.agencies === undefined} or r.agency = any(${textArray(by.agencies ?? [])}::text[]))
      and (${by.open !== true} or a.at is null)
      and (${by.before ?? null}::uuid is null or r.no < (select x.no from request x where x.id = ${by.before ?? null}::uuid))
    order by r.no desc limit ${by.limit}`);
export const insertAnswer = (
  q: Queryable,
  one: { request: string; outcome: string; body: string; by: string; at: string },
): Promise<number> =>
  q.run(sql`insert into request_answer (request, outcome, body, by, at) values (${one.request}, ${one.outcome}, ${one.body}, ${one.by}, ${one.at})
    on conflict do nothing`);

export type PlanRow = {
  id: string;
  agency: string;
  title: string;
  objective: string;
  due: string;
  set: string | null;
  name: string | null;
  figures: { half: string; percent: number; result: string }[];
};
export const insertPlan = (
  q: Queryable,
  one: { id: string; agency: string; title: string; objective: string; due: string; set: string | null; by: string; at: string },
): Promise<number> =>
  q.run(sql`insert into plan (id, agency, title, objective, due, data_set, by, at)
    values (${one.id}, ${one.agency}, ${one.title}, ${one.objective}, ${one.due}, ${one.set}, ${one.by}, ${one.at}) on conflict do nothing`);
export const insertFigure = (
  q: Queryable,
  one: { plan: string; half: string; percent: number; result: string; by: string; at: string },
): Promise<number> =>
  q.run(sql`insert into plan_figure (plan, half, percent, result, by, at) values (${one.plan}, ${one.half}, ${one.percent}, ${one.result}, ${one.by}, ${one.at})
    on conflict do nothing`);
export const plans = (q: Queryable, by: { id?: string; agency?: string; before?: string; limit: number }): Promise<PlanRow[]> =>
  q.rows<PlanRow>(sql`select p.id, p.agency, p.title, p.objective, p.due::text as due, p.data_set as set, l.name,
      coalesce((select jsonb_agg(jsonb_build_object('half', f.half, 'percent', f.percent, 'result', f.result) order by f.half) from plan_figure f
        where f.plan = p.id), '[]') as figures
    from plan p left join listing l on l.data_set = p.data_set
    where (${by.id ?? null}::uuid is null or p.id = ${by.id ?? null}::uuid) and (${by.agency ?? null}::text is null or p.agency = ${by.agency ?? null})
      and (${by.before ?? null}::uuid is null or p.no < (select x.no from plan x where x.id = ${by.before ?? null}::uuid))
    order by p.no desc limit ${by.limit}`);

export type KeyRow = { id: string; label: string; agency: string | null; subject: string; at: string; ended: string | null };
export const insertKey = (
  q: Queryable,
  one: { id: string; hash: string; label: string; agency: string | null; subject: string; at: string },
): Promise<number> =>
  q.run(
    sql`insert into api_key (id, hash, label, agency, subject, at) values (${one.id}, ${one.hash}, ${one.label}, ${one.agency}, ${one.subject}, ${one.at})`,
  );
export const keys = (q: Queryable, by: { hash?: string; subject?: string }): Promise<KeyRow[]> =>
  q.rows<KeyRow>(sql`select k.id, k.label, k.agency, k.subject, k.at, e.at as ended from api_key k left join api_key_end e on e.key = k.id
    where (${by.hash ?? null}::text is null or k.hash = ${by.hash ?? null}) and (${by.subject ?? null}::text is null or k.subject = ${by.subject ?? null})
      and (${by.subject === undefined} or e.at is null)
    order by k.at desc limit 50`);
export const endKey = (q: Queryable, one: { id: string; subject: string; at: string }): Promise<number> =>
  q.run(
    sql`insert into api_key_end (key, at) select id, ${one.at} from api_key where id = ${one.id} and subject = ${one.subject} on conflict do nothing`,
  );
/** Counts a call, and says how many there were today. */
export const countCall = async (q: Queryable, one: { key: string; day: string }): Promise<number> =>
  (await q.one<{ calls: number }>(sql`insert into api_use (key, day, calls) values (${one.key}, ${one.day}, 1)
    on conflict (key, day) do update set calls = api_use.calls + 1 returning calls`))!.calls;
