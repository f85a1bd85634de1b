import type { FormerHousehold } from "@troad/content-entries";
import { type Queryable, sql } from "@troad/kernel";

/** Before households had records of their own, each member had a copy of the household under this register. */
const former = "household";

export const hasFormer = async (q: Queryable): Promise<boolean> =>
  (await q.one(sql`select 1 as found from record where register = ${former} limit 1`)) !== undefined;

type Row = { subject: string; data: Copy; day: string; at: string };
type Copy = FormerHousehold["members"][number] & {
  householdNo: string;
  address: string;
  villageCode: string;
  members: { nationalId: string }[];
};

const atOnce = 2_000;

/** The households of before, as the copies of their heads list them, in pages; each with the day and the moment of its record. */
export async function* formerHouseholds(q: Queryable): AsyncGenerator<{ day: string; at: string; page: FormerHousehold[] }> {
  let after = "";
  for (;;) {
    const heads = await q.rows<Row>(sql`
      select distinct on (subject) subject, data, valid_from as day, recorded_at as at from record
      where register = ${former} and subject > ${after} and data ->> 'relation' = 'head' order by subject, recorded_at desc limit ${atOnce}`);
    const [first] = heads;
    if (!first) return;
    after = heads.at(-1)!.subject;
    const ids = heads.flatMap(({ data }) => data.members.map(({ nationalId }) => nationalId));
    const members = new Map(
      (
        await q.rows<{ subject: string; data: Copy }>(sql`
          select distinct on (subject) subject, data from record where register = ${former} and subject = any(${ids})
          order by subject, recorded_at desc`)
      ).map(({ subject, data }) => [subject, data]),
    );
    const page = heads.map(
      ({ data }): FormerHousehold => ({
        no: data.householdNo,
        address: { text: data.address, villageCode: data.villageCode },
        members: data.members.flatMap(({ nationalId }) => members.get(nationalId) ?? []),
      }),
    );
    yield { day: first.day, at: first.at, page };
  }
}
