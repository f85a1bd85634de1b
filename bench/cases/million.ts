import pg from "pg";

type Made = { count: number; service: string; agency: string };

/**
 * Made-up cases of one service, as lists see them: an index row and a reader each, over two years. Nine of ten are settled; of the others
 * a third waits for an officer. Their chains are not written: no list reads one.
 */
export async function insertCases({ socketDir }: { socketDir: string }, { count, service, agency }: Made): Promise<void> {
  const client = new pg.Client({ host: socketDir, user: "postgres", database: "troad" });
  await client.connect();
  try {
    await client.query("set search_path to cases");
    // ids grow with time, as those of the program do
    await client.query(
      `insert into case_index (id, service, agency, subject, applicant, state, created_at, updated_at, granted, submitted_at, step, kind, due,
         role, office, chained)
       select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8'
           || lpad(to_hex(n), 15, '0'))::uuid,
         $2, $3, 'bench-' || n % 300000, (array['王小明', '林小華', '陳小美', '黃小強', '張小玲'])[n % 5 + 1] || n % 1000, state, at, at,
         case when state = 'decided' then n % 3 > 0 end, at, case when state = 'reviewing' then 'review' end,
         case when state = 'reviewing' then 'review' end, case when state = 'reviewing' then at::date + 30 end,
         case when state = 'reviewing' then 'case-officer' end, case when state = 'reviewing' then $3 end, true
       from (select n, now() - (($1 - n) * interval '1 minute') as at,
           case when n % 10 > 0 then 'decided' when n % 3 = 0 then 'reviewing' when n % 3 = 1 then 'waiting' else 'withdrawn' end as state
         from generate_series(1, $1::int) n) made`,
      [count, service, agency],
    );
    await client.query(
      `insert into case_reader (agency, role, case_id) select agency, 'case-officer', id from case_index where state <> 'draft'
       on conflict do nothing`,
    );
    await client.query("vacuum analyze case_index");
    await client.query("vacuum analyze case_reader");
  } finally {
    await client.end();
  }
}
