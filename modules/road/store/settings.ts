import type { ExternalService } from "@troad/directory";
import { json, type Queryable, sql } from "@troad/kernel";

/** A certificate of an information system of a subsystem; the fingerprint is SHA-256 in lower-case hex. */
export type SystemRow = { subsystem: string; fingerprint: string; certificate: string };

export const allSystems = (q: Queryable): Promise<SystemRow[]> =>
  q.rows<SystemRow>(sql`
    select subsystem, fingerprint, certificate
    from (select distinct on (subsystem, fingerprint) * from information_system order by subsystem, fingerprint, seq desc) s
    where present order by subsystem, fingerprint limit 10000`);

type Change = { at: string; actor: string; present: boolean };

export async function insertSystem(q: Queryable, { at, actor, present }: Change, row: SystemRow): Promise<void> {
  await q.run(sql`
    insert into information_system (at, subsystem, fingerprint, certificate, actor, present)
    values (${at}, ${row.subsystem}, ${row.fingerprint}, ${row.certificate}, ${actor}, ${present})`);
}

/** Services that were set at the gateway. */
export const allOffered = async (q: Queryable): Promise<ExternalService[]> =>
  (
    await q.rows<{ definition: ExternalService }>(sql`
      select definition
      from (select distinct on (subsystem, service) * from offered_service order by subsystem, service, seq desc) s
      where present order by subsystem, service limit 1000`)
  ).map(({ definition }) => definition);

export async function insertOffered(q: Queryable, { at, actor, present }: Change, row: ExternalService): Promise<void> {
  await q.run(sql`
    insert into offered_service (at, subsystem, service, definition, actor, present)
    values (${at}, ${row.subsystem}, ${row.service}, ${json(row)}, ${actor}, ${present})`);
}
