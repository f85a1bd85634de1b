import { type Queryable, sql } from "@troad/kernel";

export type AuthorityRow = {
  kind: "ca" | "tsa";
  name: string;
  certificate: string;
  intermediates: string[];
  url: string;
};
export type KeyRow = { id: string; certificate: string; state: "announced" | "active" | "retired"; at: string };
export type AnchorRow = { instance: string; anchor: string };

export const allAuthorities = (q: Queryable): Promise<AuthorityRow[]> =>
  q.rows<AuthorityRow>(sql`
    select kind, name, certificate, intermediates, url
    from (select distinct on (kind, name) * from approved_authority order by kind, name, seq desc) a where present order by kind, name`);

export async function insertAuthority(q: Queryable, at: string, row: AuthorityRow & { present: boolean }): Promise<void> {
  await q.run(sql`
    insert into approved_authority (at, kind, name, certificate, intermediates, url, present)
    values (${at}, ${row.kind}, ${row.name}, ${row.certificate}, ${row.intermediates}, ${row.url}, ${row.present})`);
}

/** The keys that sign configurations, oldest first, each in its present state. */
export const allKeys = (q: Queryable): Promise<KeyRow[]> =>
  q.rows<KeyRow>(sql`
    select id, certificate, state, at from (select distinct on (id) * from configuration_key order by id, seq desc) k order by seq`);

export async function insertKey(q: Queryable, row: KeyRow): Promise<void> {
  await q.run(sql`
    insert into configuration_key (at, id, certificate, state) values (${row.at}, ${row.id}, ${row.certificate}, ${row.state})`);
}

export const allAnchors = (q: Queryable): Promise<AnchorRow[]> =>
  q.rows<AnchorRow>(sql`
    select instance, anchor from (select distinct on (instance) * from trusted_anchor order by instance, seq desc) a
    where present order by instance`);

export async function insertAnchor(
  q: Queryable,
  at: string,
  row: AnchorRow & { actor: string; present: boolean },
): Promise<void> {
  await q.run(sql`
    insert into trusted_anchor (at, instance, anchor, actor, present)
    values (${at}, ${row.instance}, ${row.anchor}, ${row.actor}, ${row.present})`);
}
