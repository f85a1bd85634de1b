import { type Queryable, sql } from "@troad/kernel";

/** Whether there ever was a stream: then one that is missing was forgotten. */
export const isStreamKnown = async (q: Queryable): Promise<boolean> =>
  (await q.one(sql`select 1 as there from intake_stream limit 1`)) !== undefined;

export async function knowStream(q: Queryable, created: string): Promise<true> {
  await q.run(sql`insert into intake_stream (created) values (${created}) on conflict do nothing`);
  return true;
}
