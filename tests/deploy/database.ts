import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { startEmbedded } from "../../kernel/db/embedded.ts";

type OperatorsDatabase = { socketDir: string; url(socketDir: string): string; stop(): Promise<void> };

/** A server of the operator's in the folder `data`: its role may make roles and schemas, and other accounts may use its socket. */
export async function operatorsDatabase(data: string, settings: Record<string, string> = {}): Promise<OperatorsDatabase> {
  const { socketDir, stop } = await startEmbedded(data, settings);
  const rules = path.join(data, "pg_hba.conf");
  fs.writeFileSync(rules, `local all operator trust\n${fs.readFileSync(rules, "utf8")}`);
  const admin = new pg.Client({ host: socketDir, user: "postgres", database: "postgres" });
  await admin.connect();
  await admin.query("create role operator login createrole");
  await admin.query("create database government owner operator");
  await admin.query("select pg_reload_conf()");
  await admin.end();
  fs.chmodSync(socketDir, 0o755);
  fs.chmodSync(path.join(socketDir, ".s.PGSQL.5432"), 0o777);
  const url = (folder: string): string => `postgresql://operator@localhost/government?host=${encodeURIComponent(folder)}`;
  return { socketDir, url, stop };
}
