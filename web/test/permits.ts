import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Database, defineModule, type Process, type Queryable, sql, startProcess } from "@troad/kernel";
import { testCluster } from "../../kernel/test/cluster.ts";
import { createSite, type Filter, type List, listRoutes, type Session, type Source, sitePages, workList } from "../index.ts";

/** A module of nothing but lists: permits with 1,000 rows and more, to try lists with through HTTP and in PostgreSQL. */
export type Permit = { no: number; owner: string; fee: number; state: string; due: string; at: string; holder: string | null };

const states = ["open", "granted", "refused"];
const filters: Filter[] = [
  { kind: "select", name: "state", label: "State", options: states.map((value) => ({ value, text: value })) },
  { kind: "search", name: "owner", label: "Owner" },
  { kind: "dates", name: "due", label: "Due" },
];

const source = (q: Queryable): Source<Permit> => ({
  cursorKind: "number",
  cursor: ({ no }) => String(no),
  rows: ({ chosen, before, limit }) =>
    q.rows<Permit>(sql`
      select no::int as no, owner, fee, state, due, at, holder from permit
      where no < ${Number(before ?? Number.MAX_SAFE_INTEGER)} and (${chosen.state ?? ""} = '' or state = ${chosen.state ?? ""})
        and position(${chosen.owner ?? ""} in owner) > 0
        and (${chosen["due-from"] ?? ""} = '' or due >= ${chosen["due-from"] ?? "0001-01-01"}::date)
        and (${chosen["due-to"] ?? ""} = '' or due <= ${chosen["due-to"] ?? "9999-12-31"}::date)
      order by no desc limit ${limit}`),
  count: async ({ state = "" }, limit) =>
    (await q.one<{ count: number }>(sql`
      select count(*)::int as count from (select 1 from permit where ${state} = '' or state = ${state} limit ${limit}) counted`))!
      .count,
});

const listOf = (q: Queryable): List<Permit> => ({
  address: "/permits",
  title: "Permits",
  file: "permits",
  filters,
  columns: [
    { key: "no", text: "No.", kind: "number", value: ({ no }) => no },
    { key: "owner", text: "Owner", kind: "text", value: ({ owner }) => owner },
    { key: "fee", text: "Fee", kind: "money", value: ({ fee }) => fee },
    { key: "due", text: "Due", kind: "day", value: ({ due }) => due },
    { key: "at", text: "At", kind: "instant", only: "file", value: ({ at }) => at },
  ],
  source: source(q),
  empty: { title: "No permits yet" },
});

export async function insertPermits(q: Queryable, from: number, count: number, owner = "owner"): Promise<void> {
  await q.run(sql`
    insert into permit (no, owner, fee, state, due, at, holder)
    select n, ${owner} || ' ' || n, n * 10, (array['open', 'granted', 'refused'])[1 + n % 3], date '2026-01-01' + n % 300,
      timestamptz '2026-01-01T00:00:00Z' + n * interval '1 minute', case when n % 2 = 0 then 'officer' end
    from generate_series(${from}::int, ${from + count - 1}::int) n`);
}

/** The session of a test is what its cookie says: `subject role`. */
async function sessionOf(request: { cookies: Record<string, string | undefined> }): Promise<Session | undefined> {
  const [subject, role] = decodeURIComponent(request.cookies.session ?? "").split(" ");
  return subject && role ? { subject, name: subject, roles: [{ role, agency: null }], proof: 4 } : undefined;
}

export type Permits = { running: Process; db: Database; stop(): Promise<void> };

/** Starts a process with this module alone. */
export async function startPermits(): Promise<Permits> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "troad-lists-"));
  fs.chmodSync(root, 0o711);
  fs.mkdirSync(path.join(root, "content"));
  fs.mkdirSync(path.join(root, "permits", "store", "migrations"), { recursive: true });
  const table = `create table permit (no bigint primary key, owner text not null, fee bigint not null, state text not null, due date not null,
    at timestamptz not null, holder text);`;
  fs.writeFileSync(path.join(root, "permits", "store", "migrations", "0001_permit.sql"), table);
  let db: Database | undefined;
  const permits = defineModule({
    name: "permits",
    root: `file://${root}/permits/module.ts`,
    pages: sitePages(),
    create: (ctx) => {
      db = ctx.db;
      const site = createSite({
        ctx,
        title: "permits",
        section: "permits",
        home: "/permits",
        footer: "permits",
        assets: { base: "/permits/assets" },
        session: sessionOf,
      });
      return {
        routes: (app) => {
          site.register(app);
          const guard = (load: Parameters<typeof site.signedIn>[1]) => site.signedIn(["clerk"], load);
          listRoutes({ app, ctx, address: "/permits", guard, list: async () => listOf(ctx.db) });
          listRoutes({
            ...{ app, ctx, address: "/work", guard },
            list: async (request) =>
              workList(request, {
                ...{ address: "/work", title: "Work", source: workSource(ctx.db), empty: { title: "No work" }, filters: [] },
                statuses: states.map((value) => ({ value, text: value, tone: "blue" })),
                counts: { open: 333, granted: 334 },
                today: "2026-01-10",
                item: ({ no, owner, state, at, due, holder }) => ({
                  ...{ text: owner, href: `/permits/${no}`, status: state, since: new Date(at).toISOString(), due, holder },
                }),
              }),
          });
        },
      };
    },
  });
  const cluster = await testCluster();
  const running = await startProcess({
    modules: [permits],
    agencies: () => [],
    root,
    env: { PORT: "0", LOG_LEVEL: "silent" },
    ...(cluster ? { cluster } : {}),
  });
  const stop = async (): Promise<void> => {
    await running.stop();
    fs.rmSync(root, { recursive: true, force: true });
  };
  return { running, db: db!, stop };
}

/** The state stands in the address under the name that work lists have. */
const workSource = (q: Queryable): Source<Permit> => {
  const own = source(q);
  const named = ({ status }: Readonly<Record<string, string>>) => (status ? { state: status } : {});
  return {
    ...own,
    rows: (asked) => own.rows({ ...asked, chosen: named(asked.chosen) }),
    count: (chosen, limit) => own.count!(named(chosen), limit),
  };
};
