import { type Database, defineModule, sql } from "@troad/kernel";
import { sitePages } from "@troad/web";

/** A module whose queues fail in each way in which one can: never answered, thrown, and not there. */
export const faulty = defineModule({
  name: "faulty",
  root: import.meta.url,
  pages: sitePages({
    queues: ["slow", "broken", "missing"].map((count, order) => ({
      ...{ href: `/faulty/${count}`, text: `faulty.${count}`, order: 90 + order, roles: ["auditor"], count },
    })),
  }),
  create: () => ({
    queues: {
      slow: () => new Promise(() => undefined),
      broken: async () => {
        throw new Error("a defect");
      },
    },
  }),
});

type Made = {
  road: Database;
  first: number;
  count: number;
  provider: string;
  consumer: string;
  at?: string;
};
/** Exchanges `test-<n>`, both sides of each told of, a minute apart; every third was refused. */
export async function insertExchanges({
  road,
  first,
  count,
  provider,
  consumer,
  at: from = "2026-01-10T00:00:00Z",
}: Made): Promise<void> {
  await road.run(sql`
    insert into transfer (exchange_id, side, at, consumer, provider, record, salt, leaf_index)
    select 'test-' || n, side, ${from}::timestamptz + n * interval '1 minute', ${consumer}, ${provider},
      jsonb_build_object('exchangeId', 'test-' || n, 'side', side, 'consumer', ${consumer}::text, 'provider', ${provider}::text,
        'at', '2026-01-10T00:00:00.000Z', 'agreement', null, 'code', case when n % 3 = 0 then 'Server.ServerProxy.AccessDenied' end,
        'consent', null, 'fields', '["name"]'::jsonb, 'purpose', null, 'requestHash', 'test-' || n,
        'responseHash', case when n % 3 = 0 then null else 'test' end,
        'outcome', case when n % 3 = 0 then 'refused' else 'answered' end), decode('00', 'hex'), 100000 + n
    from generate_series(${first}::int, ${first + count - 1}::int) n, unnest(array['consumer', 'provider']) side`);
}
