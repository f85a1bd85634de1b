import { json, type Queryable, sql } from "@troad/kernel";
import type { CollectedLine } from "../api.ts";

export type NewCollected = Omit<CollectedLine, "no" | "file">;

export async function insertCollected(
  q: Queryable,
  of: { file: string; layout: string; at: string },
  lines: readonly NewCollected[],
): Promise<void> {
  await q.run(sql`
    insert into collected (id, file, line, layout, channel, agency, number, amount, paid_on, reference, at)
    select l.id, ${of.file}, l.line, ${of.layout}, l.channel, l.agency, l.number, l.amount, l."paidOn", l.reference, ${of.at}
    from jsonb_to_recordset(${json(lines)}::jsonb)
      as l (id uuid, line integer, channel text, agency text, number text, amount bigint, "paidOn" date, reference text) order by l.line`);
}

type Wanted = { after?: number; id?: string; msgId?: string; limit: number };
/** Lines in the order in which they were taken: after a place, one, or those of the file that was taken under an id. */
export const collectedLines = (q: Queryable, { after = 0, id, msgId, limit }: Wanted): Promise<CollectedLine[]> =>
  q.rows<CollectedLine>(sql`
    select c.no::float8 as no, c.id, f.name as file, c.line, c.channel, c.agency, c.number, c.amount::float8 as amount,
      c.paid_on::text as "paidOn", c.reference
    from collected c join bank_file f on f.id = c.file
    where c.no > ${after} and (${id ?? null}::uuid is null or c.id = ${id ?? null}::uuid)
      and (${msgId ?? null}::text is null or (f.kind = 'collection' and f.outcome = 'taken' and f.msg_id = ${msgId ?? null}::text))
    order by c.no limit ${limit}`);

export const endOf = (q: Queryable, collected: string): Promise<{ agency: string } | undefined> =>
  q.one<{ agency: string }>(sql`select agency from collected_end where collected = ${collected}`);

export const insertEnd = (
  q: Queryable,
  end: { collected: string; agency: string; by: string; reason: string; at: string },
): Promise<number> =>
  q.run(sql`
    insert into collected_end (collected, agency, by, reason, at)
    values (${end.collected}, ${end.agency}, ${end.by}, ${end.reason}, ${end.at}) on conflict do nothing`);
