import { randomBytes } from "node:crypto";
import pg from "pg";
import { type Cluster, databaseName, ensureDatabase, socketCluster } from "../db/cluster.ts";
import { identifier } from "../db/sql.ts";

/**
 * A database of a test's own on the server that all test files of a run share, or undefined outside such a run, where a process starts a
 * server itself. With `seeded` it is a copy of the whole government's.
 */
export async function testCluster(seeded = false): Promise<Cluster | undefined> {
  const socketDir = process.env.TROAD_TEST_SERVER;
  if (!socketDir) return undefined;
  await dropAbandoned(socketDir);
  const database = `test_${process.pid}_${randomBytes(4).toString("hex")}`;
  await ensureDatabase(socketDir, database, seeded ? databaseName : undefined);
  return socketCluster(socketDir, database);
}

/** Drops the databases of test files that have ended: copies of the government's would fill the disk. */
const dropAbandoned = (socketDir: string): Promise<void> => drop(socketDir, (pid) => !isRunning(pid));

/** Drops the databases of this process, where a test file is done and another one begins. */
export async function dropOwn(): Promise<void> {
  const socketDir = process.env.TROAD_TEST_SERVER;
  if (socketDir) await drop(socketDir, (pid) => pid === process.pid);
}

async function drop(socketDir: string, ofWhom: (pid: number) => boolean): Promise<void> {
  const client = new pg.Client({ host: socketDir, user: "postgres", database: "postgres" });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>("select datname from pg_database where datname like 'test\\_%'");
    for (const { datname } of rows)
      if (ofWhom(Number(datname.split("_")[1])))
        await client.query(`drop database if exists ${identifier(datname)} with (force)`);
  } finally {
    await client.end();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
