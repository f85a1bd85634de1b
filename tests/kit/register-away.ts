import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** A connection to the database of a government that runs in this process, beside it. */
async function beside(data: string): Promise<pg.Client> {
  const host = process.env.TROAD_TEST_SERVER ?? path.join(data, "postgres", "socket");
  const connected = async (database: string): Promise<pg.Client> => {
    const client = new pg.Client({ host, user: "postgres", database });
    await client.connect();
    return client;
  };
  const any = await connected("postgres");
  const own = `test\\_${process.pid}\\_%`;
  const text = "select datname from pg_database where datname like $1 or datname = 'troad' order by datname limit 1";
  const { rows } = await any.query<{ datname: string }>(text, [own]);
  await any.end();
  return connected(rows[0]!.datname);
}

/** Takes the records of one agency away, as after a failed restore, and puts them back. */
export async function awayRegister(data: string, schema: string): Promise<{ back(): Promise<void> }> {
  const client = await beside(data);
  await client.query(`alter table ${schema}.record rename to record_away`);
  return {
    back: async () => {
      await client.query(`alter table ${schema}.record_away rename to record`);
      await client.end();
    },
  };
}

/** Holds the records of one agency, so that those who read them wait until they are let go. */
export async function heldRegister(data: string, schema: string): Promise<{ awaited(): Promise<void>; letGo(): Promise<void> }> {
  const client = await beside(data);
  await client.query("begin");
  await client.query(`lock table ${schema}.record in access exclusive mode`);
  return {
    awaited: async () => {
      const waiting = "select 1 from pg_locks where not granted and relation = $1::regclass";
      while ((await client.query(waiting, [`${schema}.record`])).rows.length === 0) await sleep(20);
    },
    letGo: async () => {
      await client.query("commit");
      await client.end();
    },
  };
}
