import { type Queryable, sql } from "@troad/kernel";

/** Few locks, so that a request of a thousand sellers does not fill the lock table that all transactions share. */
const buckets = 64;

/**
 * Until the end of the transaction nobody else changes these sellers' invoices or pays their prizes. Issuing takes no lock. The order is
 * the same for all, which prevents deadlocks.
 */
export async function lockSellers(tx: Queryable, sellers: readonly string[]): Promise<void> {
  await tx.run(sql`
    select pg_advisory_xact_lock(hashtext(current_schema() || ' seller'), bucket) from (
      select distinct abs(hashtext(seller) % ${buckets}) as bucket from unnest(${sellers}::text[]) as s(seller) order by 1) as ordered`);
}
