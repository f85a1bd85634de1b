import { json, type Queryable, sql } from "@troad/kernel";

export type MemberRow = {
  member: string;
  agency: string | null;
  kind: string;
  name: Record<string, string>;
  /** `content`, or `officer` where it joined while the platform ran. */
  source: string;
  /** Codes of gateways that need no officer, of a member that joined so. */
  servers: string[];
};
export type SubsystemRow = { member: string; code: string; source: string };
export type GroupRow = { code: string; description: string; members: string[] };
export type ServerRow = {
  owner: string;
  code: string;
  agency: string;
  address: string;
  consumer_url: string;
  tls_certificate: string;
  seal_certificate: string;
  encryption_certificate: string | null;
  encrypted_services: string[];
  clients: string[];
  enabled: boolean;
  /** `xroad`: a server that speaks X-Road's own protocol and not ours. */
  profile: "troad" | "xroad";
  request: string;
};

export const allClasses = (q: Queryable): Promise<{ code: string; description: Record<string, string> }[]> =>
  q.rows(sql`select distinct on (code) code, description from member_class order by code, seq desc`);

export async function insertClass(q: Queryable, at: string, code: string, description: Record<string, string>): Promise<void> {
  await q.run(sql`insert into member_class (at, code, description) values (${at}, ${code}, ${json(description)})`);
}

export const allMembers = (q: Queryable): Promise<MemberRow[]> =>
  q.rows<MemberRow>(sql`
    select member, agency, kind, name, source, servers from (select distinct on (member) * from member order by member, seq desc) m
    where present order by member`);

export async function insertMember(q: Queryable, at: string, row: MemberRow & { present: boolean }): Promise<void> {
  await q.run(sql`
    insert into member (at, member, agency, kind, name, source, servers, present)
    values (${at}, ${row.member}, ${row.agency}, ${row.kind}, ${json(row.name)}, ${row.source}, ${row.servers}, ${row.present})`);
}

export const allSubsystems = (q: Queryable): Promise<SubsystemRow[]> =>
  q.rows<SubsystemRow>(sql`
    select member, code, source from (select distinct on (member, code) * from subsystem order by member, code, seq desc) s
    where present order by member, code`);

export async function insertSubsystem(q: Queryable, at: string, row: SubsystemRow & { present: boolean }): Promise<void> {
  await q.run(sql`
    insert into subsystem (at, member, code, source, present) values (${at}, ${row.member}, ${row.code}, ${row.source}, ${row.present})`);
}

export const allGroups = (q: Queryable): Promise<GroupRow[]> =>
  q.rows<GroupRow>(sql`
    select code, description, members from (select distinct on (code) * from member_group order by code, seq desc) g
    where present order by code`);

export async function insertGroup(q: Queryable, at: string, row: GroupRow & { present: boolean }): Promise<void> {
  await q.run(sql`
    insert into member_group (at, code, description, members, present)
    values (${at}, ${row.code}, ${row.description}, ${row.members}, ${row.present})`);
}

export const allServers = (q: Queryable): Promise<ServerRow[]> =>
  q.rows<ServerRow>(sql`
    select owner, code, agency, address, consumer_url, tls_certificate, seal_certificate, encryption_certificate, encrypted_services,
      clients, enabled, profile, request
    from (select distinct on (owner, code) * from security_server order by owner, code, seq desc) s where present order by owner, code`);

/** Every TLS certificate with which a gateway was ever registered. */
export const shownCertificates = (q: Queryable): Promise<{ owner: string; code: string; tls_certificate: string }[]> =>
  q.rows(sql`select distinct owner, code, tls_certificate from security_server where present limit 100000`);

export const findServer = (q: Queryable, owner: string, code: string): Promise<(ServerRow & { present: boolean }) | undefined> =>
  q.one<ServerRow & { present: boolean }>(sql`
    select owner, code, agency, address, consumer_url, tls_certificate, seal_certificate, encryption_certificate, encrypted_services,
      clients, enabled, profile, request, present
    from security_server where owner = ${owner} and code = ${code} order by seq desc limit 1`);

export async function insertServer(q: Queryable, at: string, row: ServerRow & { present: boolean }): Promise<void> {
  await q.run(sql`
    insert into security_server (at, owner, code, agency, address, consumer_url, tls_certificate, seal_certificate, encryption_certificate,
      encrypted_services, clients, enabled, profile, present, request)
    values (${at}, ${row.owner}, ${row.code}, ${row.agency}, ${row.address}, ${row.consumer_url}, ${row.tls_certificate}, ${row.seal_certificate},
      ${row.encryption_certificate}, ${row.encrypted_services}, ${row.clients}, ${row.enabled}, ${row.profile}, ${row.present}, ${row.request})`);
}

/** Changes of the registry take turns, so that what is read before a change still holds when it is written. */
export async function lockRegistry(q: Queryable): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || ' registry', 0))`);
}
