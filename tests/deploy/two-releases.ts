import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { freePort, type Part, root, scratch, servePart } from "../kit/government.ts";
import { operatorsDatabase } from "./database.ts";
import { openEdge } from "./edge.ts";
import { previousRelease } from "./previous.ts";

export type Running = Part & { port: number; data: string };
export type TwoReleases = {
  origin: string;
  previous: Running;
  /** Requests go to this one from now on. */
  send(to: Running): void;
  /** Starts this release beside the previous one, on the same database and a data folder of its own. */
  startPresent(): Promise<Running>;
  rows<T extends object>(statement: string, values?: unknown[]): Promise<T[]>;
  /** Of every schema that has it, the rows of a table of the kernel, or of some. */
  everywhere<T extends object>(table: string, where: string): Promise<(T & { schema: string })[]>;
  close(): Promise<void>;
};

type Prepared = { port: number; data: string; env: Record<string, string> };

/** The previous release on a fresh PostgreSQL of an operator's own, and a proxy before it. */
export async function startPrevious(): Promise<TwoReleases> {
  const stops: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const stop of stops.reverse()) await stop();
  };
  try {
    return await begin(stops, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function begin(stops: (() => unknown)[], close: () => Promise<void>): Promise<TwoReleases> {
  const folder = scratch("previous");
  const server = await operatorsDatabase(path.join(folder, "postgres"), { max_connections: "600", fsync: "off" });
  stops.push(server.stop);
  const database = new pg.Client({ host: server.socketDir, user: "postgres", database: "government" });
  await database.connect();
  stops.push(() => database.end());
  const edgePort = await freePort();
  const edge = await openEdge(edgePort);
  stops.push(() => edge.close());
  const origin = `http://localhost:${edgePort}`;
  const DATABASE_URL = server.url(server.socketDir);
  const prepare = async (name: string): Promise<Prepared> => {
    const [port, data] = [await freePort(), path.join(folder, name)];
    const own = { TROAD_DATA: data, DATABASE_URL, PUBLIC_ORIGIN: origin, PORT: String(port), DATABASE_POOL: "2" };
    return { port, data, env: { ...own, PEOPLE: "200", TAX_REFORM_HOUSEHOLDS: "200", LOG_FILE: "troad.log" } };
  };
  const start = async ({ port, data, env }: Prepared, release: string): Promise<Running> => {
    const part = await servePart([], env, release);
    stops.push(() => part.stop());
    return { ...part, port, data };
  };
  const release = previousRelease(folder);
  const old = await prepare("previous");
  // parts of a platform that starts ask each other by its public address before any of them is ready
  edge.to(old.port);
  const previous = await start(old, release);
  const rows = async <T extends object>(statement: string, values: unknown[] = []): Promise<T[]> =>
    (await database.query<T>(statement, values)).rows;
  return {
    ...{ origin, previous, rows },
    send: ({ port }) => edge.to(port),
    startPresent: async () => {
      // a machine is added as an operator does it: a code of the one release opens at the other
      const added = await prepare("present");
      const code = troad(release, old.env, "enrol", "issue");
      assert.match(troad(root, added.env, "enrol", code), /key files written/);
      fs.cpSync(path.join(old.data, "demo"), path.join(added.data, "demo"), { recursive: true });
      return start(added, root);
    },
    everywhere: async <T extends object>(table: string, where: string) => {
      const schemas = await rows<{ schema: string }>(
        "select nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace where relname = $1",
        [table],
      );
      const found: (T & { schema: string })[] = [];
      for (const { schema } of schemas)
        found.push(...(await rows<T>(`select * from "${schema}".${table} where ${where}`)).map((row) => ({ ...row, schema })));
      return found;
    },
    close,
  };
}

function troad(release: string, env: Record<string, string>, ...args: string[]): string {
  const command = ["--disable-warning=ExperimentalWarning", path.join(release, "apps/troad/main.ts"), ...args];
  const done = spawnSync(process.execPath, command, { cwd: release, encoding: "utf8", env: { ...process.env, ...env } });
  assert.equal(done.status, 0, `${args[0]}: ${done.stdout}${done.stderr}`);
  return done.stdout.trim();
}
