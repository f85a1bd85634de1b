import pg from "pg";

/** Forty each: 64,000 names. */
const surnames = "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈";
const given = "家怡志雅淑美俊明建文玉秀麗惠芳婷君豪偉傑宏哲宇軒翔安欣佳穎慧珊瑋銘誠德仁義信勇華";

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
         $2, $3, 'bench-' || n % 300000, substr($4, n % 40 + 1, 1) || substr($5, n / 40 % 40 + 1, 1) || substr($5, n / 1600 % 40 + 1, 1), state, at, at,
         case when state = 'decided' then n % 3 > 0 end, at, case when state = 'reviewing' then 'review' end,
         case when state = 'reviewing' then 'review' end, case when state = 'reviewing' then at::date + 30 end,
         case when state = 'reviewing' then 'case-officer' end, case when state = 'reviewing' then $3 end, true
       from (select n, now() - (($1 - n) * interval '1 minute') as at,
           case when n % 10 > 0 then 'decided' when n % 3 = 0 then 'reviewing' when n % 3 = 1 then 'waiting' else 'withdrawn' end as state
         from generate_series(1, $1::int) n) made`,
      [count, service, agency, surnames, given],
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
