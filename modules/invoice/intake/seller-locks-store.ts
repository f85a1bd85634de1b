import { type Queryable, sql } from "@troad/kernel";

/** Locks are few, so that a request of a thousand sellers does not fill the table of locks that all transactions share. */
const buckets = 64;

/**
 * Until the end of the transaction nobody else acts on these sellers' invoices or pays a prize of theirs. Issuing takes no lock. The order is the
 * same for all, so that nobody waits for who waits for them.
 */
export async function lockSellers(tx: Queryable, sellers: readonly string[]): Promise<void> {
  await tx.run(sql`
    select pg_advisory_xact_lock(hashtext(current_schema() || ' seller'), bucket) from (
      select distinct abs(hashtext(seller) % ${buckets}) as bucket from unnest(${sellers}::text[]) as s(seller) order by 1) as ordered`);
}
