import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { casesApi } from "@troad/cases/api";
import { checkSchema, type LedgerFault, ledgersOf, type Queryable, type Sql } from "@troad/kernel";
import { type Accounting, accountForLeaves, headsAfter, storedLogSource } from "@troad/road/api";
import { CHECKPOINT_PATH, type LogReader, type TileSource } from "@troad/tlog";
import pg from "pg";
import { Browser } from "../../apps/troad/demo/browser.ts";
import { modules } from "../../apps/troad/modules.ts";
import { type Citizen, handIn, until, walk } from "./exchange.ts";
import { type Government, root } from "./government.ts";
import { socketOf } from "./servers.ts";

/** A database administrator: may do everything, past all grants. */
export async function superuser(data: string): Promise<pg.Client> {
  const client = new pg.Client({ host: socketOf(data), user: "postgres", database: "troad" });
  await client.connect();
  return client;
}

/** A schema as the administrator's own connection sees it, also in the middle of a transaction. */
function schemaOn(client: pg.Client, schema: string): Queryable {
  const run = async (statement: Sql) => {
    await client.query(`set search_path to ${schema}`);
    // without a name: the same statement means another table in another schema
    return client.query({ text: statement.text, values: [...statement.values] });
  };
  return {
    rows: async <T extends object>(statement: Sql) => (await run(statement)).rows as T[],
    one: async <T extends object>(statement: Sql) => (await run(statement)).rows[0] as T | undefined,
    run: async (statement) => (await run(statement)).rowCount ?? 0,
  };
}

export type TamperReport = { faults: LedgerFault[]; log: Accounting };

/** The kinds of faults that were found in the database, each once. */
export const reasons = ({ faults }: TamperReport): string[] =>
  [...new Set(faults.map(({ ledger, reason }) => `${ledger} ${reason}`))].sort();

/** What a verifier finds who sees what `client` sees: the chains of a schema, what was published of them, and the public log. */
export async function verifyAs(client: pg.Client, reader: LogReader, schema: string): Promise<TamperReport> {
  const road = schemaOn(client, "road");
  const module = modules.find(({ name }) => name === schema);
  const parts = { q: schemaOn(client, schema), schema, ledgers: ledgersOf(module, schema) };
  const anchored = (after: number, limit: number) => headsAfter(road, schema, after, limit);
  const { faults } = await checkSchema({ ...parts, anchored }, () => new Date().toISOString());
  // the government goes on: a leaf of another schema may be there a moment before its row
  return { faults, log: await accountForLeaves(road, reader, { waitsMs: [300, 1_000] }) };
}

/** Alters history in a transaction that is rolled back, and says what a verifier finds meanwhile. */
export async function whatIfAltered(
  client: pg.Client,
  reader: LogReader,
  schema: string,
  alter: () => Promise<unknown>,
): Promise<TamperReport> {
  await client.query("begin");
  // nothing of this schema is published meanwhile
  await client.query(`lock table ${schema}.kernel_publication, ${schema}.kernel_publication_leaf in share row exclusive mode`);
  try {
    await alter();
    return await verifyAs(client, reader, schema);
  } finally {
    await client.query("rollback");
    await client.query("reset search_path");
  }
}

/** Submits an application that is decided, and waits for the decision. */
export async function decidedCase(government: Government, citizen: Citizen): Promise<string> {
  const id = await handIn(government.running, citizen, walk("low"));
  await until(async () => {
    const { state } = await government.running.use(casesApi).view({ id, subject: citizen.subject });
    return state === "decided";
  }, "the decision");
  return id;
}

/** Waits until the newest action of a case, and so all before, is published. */
export const published = (client: pg.Client, id: string): Promise<unknown> =>
  until(async () => {
    const { rows } = await client.query<{ waiting: string }>(
      `select count(*) as waiting from cases.kernel_ledger_head h
       where (h.stream = $1 and h.seq > h.published_seq)
         or exists (select 1 from cases.kernel_publication p where not exists
           (select 1 from cases.kernel_publication_leaf l where l.no = p.no))
         or not exists (select 1 from cases.kernel_publication)`,
      [id],
    );
    return Number(rows[0]!.waiting) === 0;
  }, "the publication of its heads");

/** A browser in which a person of the demonstration is signed in. */
export async function signedInAs(portal: string, subject: string, lang = "en"): Promise<Browser> {
  const browser = new Browser(lang);
  await browser.post(`${portal}/auth/demo`, { subject, return: "/services" });
  return browser;
}

/** The log as the database has it; over HTTP it is shown once the witnesses were asked. */
export const storedLogOn = (client: pg.Client): TileSource => storedLogSource(schemaOn(client, "road"));

/** The log as it was under a checkpoint of before: the database put back to a backup. */
export async function logOfNow(source: TileSource): Promise<TileSource> {
  const checkpoint = await source.fetch(CHECKPOINT_PATH);
  return { fetch: async (name) => (name === CHECKPOINT_PATH ? checkpoint : source.fetch(name)) };
}

/** Runs `troad verify --chains` beside the running government. */
export async function verifyChains(data: string, ...args: string[]): Promise<{ status: number; stdout: string }> {
  const env = { ...process.env, TROAD_DATA: data };
  const command = [path.join(root, "apps/troad/main.ts"), "verify", "--chains", ...args];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, { env, cwd: root });
    return { status: 0, stdout };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { status: failed.code, stdout: failed.stdout + failed.stderr };
  }
}
