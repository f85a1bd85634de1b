import { type Queryable, sql } from "@troad/kernel";

export type PartState = "draft" | "left-out" | "waiting" | "filing" | "submitted" | "stands" | "blocked" | "failed" | "dropped";
export type PartRow = {
  journey: string;
  service: string;
  case_id: string;
  state: PartState;
  ended: string | null;
  code: string | null;
  at: string;
};

/** The services of the event each get the id of a case; those that have one keep it. */
export async function insertPart(q: Queryable, row: Pick<PartRow, "journey" | "service" | "case_id" | "at">): Promise<void> {
  await q.run(sql`
    insert into journey_part (journey, service, case_id, state, at) values (${row.journey}, ${row.service}, ${row.case_id}, 'draft', ${row.at})
    on conflict (journey, service) do nothing`);
}

export const partsOf = (q: Queryable, journey: string): Promise<PartRow[]> =>
  q.rows<PartRow>(sql`select * from journey_part where journey = ${journey} order by service limit 100`);

export const partsOfCase = (q: Queryable, caseId: string): Promise<PartRow[]> =>
  q.rows<PartRow>(sql`select * from journey_part where case_id = ${caseId} limit 20`);

export async function setPart(
  q: Queryable,
  of: Pick<PartRow, "journey" | "service">,
  to: { state: PartState; at: string; code?: string | null; caseId?: string; ended?: string | null },
): Promise<void> {
  await q.run(sql`
    update journey_part set state = ${to.state}, at = ${to.at}, code = ${to.code ?? null},
      case_id = coalesce(${to.caseId ?? null}::uuid, case_id), ended = coalesce(${to.ended ?? null}, ended)
    where journey = ${of.journey} and service = ${of.service}`);
}

export async function setEnded(
  q: Queryable,
  { journey, service }: Pick<PartRow, "journey" | "service">,
  end: string,
): Promise<void> {
  await q.run(sql`update journey_part set ended = ${end} where journey = ${journey} and service = ${service}`);
}
