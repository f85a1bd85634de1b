import fs from "node:fs";
import path from "node:path";
import type { ModuleContext, Process } from "@troad/kernel";

/**
 * What a thief of the machine has: each row of each table of these modules, as a dump or a backup of the database would have it, and each file of the
 * data folder, its log and the files for the printer among them. Texts by where they are.
 */
export async function everythingOf(
  { schemas }: Process,
  names: readonly string[],
  dataDir: string,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of names) {
    const db = schemas.of(name);
    const tables = await db.rows<{ name: string }>({
      ...{ name: "tables", values: [] },
      text: "select tablename as name from pg_tables where schemaname = current_schema() order by 1",
    });
    for (const { name: table } of tables) {
      const query: Parameters<ModuleContext["db"]["rows"]>[0] = {
        ...{ name: `dump-${name}-${table}`, values: [] },
        text: `select row_to_json(t)::text as row from "${table}" t`,
      };
      const rows = await db.rows<{ row: string }>(query);
      found.set(`table ${name}.${table}`, rows.map(({ row }) => row).join("\n"));
    }
  }
  for (const name of fs.readdirSync(dataDir, { recursive: true }) as string[]) {
    const file = path.join(dataDir, name);
    // the database's own files hold the same rows
    if (!name.startsWith("postgres") && fs.statSync(file).isFile()) found.set(name, fs.readFileSync(file, "latin1"));
  }
  return found;
}

/** Instants have digits after the second by chance; nothing else of so many digits stands alone by chance. */
const withoutInstants = (text: string): string => text.replaceAll(/\d\d:\d\d:\d\d[.\d]*/g, "");

/** Where one of these numbers stands, as a word of its own. */
export function placesOf(everything: ReadonlyMap<string, string>, numbers: readonly string[]): string[] {
  const wanted = new RegExp(`(?<!\\d)(?:${numbers.join("|")})(?!\\d)`);
  return [...everything].flatMap(([place, text]) => (wanted.test(withoutInstants(text)) ? [place] : []));
}
