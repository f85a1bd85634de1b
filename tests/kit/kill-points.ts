import type pg from "pg";

/**
 * Writes of a case at which its transaction breaks off, as when the program is killed there: everything before it in the same transaction is
 * gone. Each case breaks off at one write, counted from when it is armed; then it goes on. Counters are sequences, which no rollback turns back.
 */
const setUp = `
  create schema kill_point;
  grant usage on schema kill_point to public;
  create table kill_point.armed (case_id text primary key, at integer not null, writes text not null, broken text not null,
    follows boolean not null);
  create table kill_point.alias (key text, case_id text);
  create table kill_point.written (case_id text, n bigint, schema text, what text, operation text, detail text);
  create function kill_point.count() returns trigger language plpgsql security definer as $$
    declare one kill_point.armed; n bigint; line jsonb;
    begin
      line := case tg_op when 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
      if line ? 'payment' then
        line := line || jsonb_build_object('of', (select key from pay.payment where id = (line ->> 'payment')::uuid));
      end if;
      select a.* into one from kill_point.armed a left join kill_point.alias l on l.key = a.case_id
        where position(a.case_id in line::text) > 0 or position(l.case_id in line::text) > 0 limit 1;
      if found then
        n := nextval(one.writes::regclass);
        if n = one.at then
          perform nextval(one.broken::regclass);
          raise exception 'killed before write % of case %', n, one.case_id;
        end if;
        if one.follows and tg_op = 'INSERT' then
          insert into kill_point.alias select one.case_id, found.id from unnest(array[line ->> 'id', line ->> 'run']) as found (id)
            where found.id ~ '^[0-9a-f-]{36}$';
        end if;
        insert into kill_point.written values
          (one.case_id, n, tg_table_schema, tg_table_name, tg_op, coalesce(line ->> 'type', line ->> 'kind', line ->> 'state'));
      end if;
      return case tg_op when 'DELETE' then old else new end;
    end $$;
  -- armed by the name of its applicant: whatever names the case belongs to it from then on
  create function kill_point.name() returns trigger language plpgsql security definer as $$
    begin
      insert into kill_point.alias select case_id, new.id::text from kill_point.armed where case_id = new.applicant;
      return new;
    end $$;
  create trigger kill_point_name before insert on cases.case_index for each row execute function kill_point.name()`;

/** Written beside an action in the same transaction, by the same statement order each time: a point there is the same as at the action. */
const companions = ["case_index", "kernel_ledger_head", "kernel_audit", "kernel_audit_head", "kernel_event_seen"];

/** Counts writes of these schemas from now on. */
export async function setUpKillPoints(administrator: pg.Pool, schemas: readonly string[]): Promise<void> {
  await administrator.query(setUp);
  const { rows } = await administrator.query<{ made: string }>(
    `select format('create trigger kill_point before insert or update or delete on %I.%I for each row execute function kill_point.count()',
       schemaname, tablename) as made
     from pg_tables where schemaname = any ($1) and tablename <> all ($2)`,
    [schemas, companions],
  );
  for (const { made } of rows) await administrator.query(made);
}

const sequences = (id: string): { writes: string; broken: string } => {
  const name = id.replaceAll("-", "");
  return { writes: `kill_point.writes_${name}`, broken: `kill_point.broken_${name}` };
};

/** A case that breaks off at its write `at`; 0 for never. `follows`: rows that are made of its rows, and name them by id, belong to it as well. */
export async function arm(administrator: pg.Pool, id: string, at: number, { follows = false } = {}): Promise<void> {
  const { writes, broken } = sequences(id);
  for (const name of [writes, broken])
    await administrator.query(`create sequence ${name}; grant usage on sequence ${name} to public`);
  await administrator.query("insert into kill_point.armed values ($1, $2, $3, $4, $5)", [id, at, writes, broken, follows]);
}

export type Write = { n: number; schema: string; what: string; operation: string; detail: string | null };

/** What a case wrote, in order. */
export const writesOf = async (administrator: pg.Pool, id: string): Promise<Write[]> =>
  (
    await administrator.query<Write>(
      "select n::int as n, schema, what, operation, detail from kill_point.written where case_id = $1 order by n",
      [id],
    )
  ).rows;

/** Whether a case that has ended met the write at which it breaks off. It is watched no more: each write is compared with all that are. */
export async function hasBroken(administrator: pg.Pool, id: string): Promise<boolean> {
  await administrator.query("delete from kill_point.alias where key = $1", [id]);
  await administrator.query("delete from kill_point.armed where case_id = $1", [id]);
  const { rows } = await administrator.query<{ is_called: boolean }>(`select is_called from ${sequences(id).broken}`);
  return rows[0]!.is_called;
}

/** The points of a run: every second one, or fewer, the others the next days; all where TROAD_TEST_POINTS says so. */
export const drawn = (count: number, days = 2): number[] => {
  const today = Math.floor(Date.now() / 86_400_000) % days;
  return Array.from({ length: count }, (_, n) => n + 1).filter(
    (n) => process.env.TROAD_TEST_POINTS === "all" || n % days === today,
  );
};

/** Runs `work` for each of the points, a few at once. */
export async function each(points: readonly number[], work: (n: number) => Promise<void>, atOnce = 8): Promise<void> {
  const left = [...points];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
    }),
  );
}

/** The tables that were written to. */
export const kindsIn = (writes: readonly Write[]): string[] =>
  [...new Set(writes.map(({ schema, what }) => `${schema}.${what}`))].sort();
