/** `npm run bench -- [NAME] [--json]`: runs bench/NAME.ts, or all; with --json the last line of each is one JSON object. */
import { readdirSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Bench, columns, machine, type Row } from "./kit.ts";

const NOT_BENCHES = ["run.ts", "kit.ts"];
/** Other names of a bench. */
const aliases: Readonly<Record<string, string>> = { desks: "shops" };

const benchNames = (): string[] =>
  readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !NOT_BENCHES.includes(file))
    .map((file) => file.slice(0, -".ts".length))
    .toSorted();

async function load(name: string): Promise<Bench> {
  const { default: bench }: { default?: unknown } = await import(pathToFileURL(join(import.meta.dirname, `${name}.ts`)).href);
  if (typeof bench !== "function") throw new TypeError(`bench/${name}.ts has no default export`);
  return bench as Bench;
}

const table = (rows: readonly Row[]): string =>
  columns(
    rows.map(({ what, value, unit, peer, ratio }) => [
      ...[what, value.toLocaleString("en"), unit],
      ...[ratio === null ? "" : `${ratio}x`, peer],
    ]),
    (column) => column === 1 || column === 3,
  );

const args = process.argv.slice(2);
const asJson = args.includes("--json");
const wanted = args.filter((arg) => !arg.startsWith("--")).map((name) => aliases[name] ?? name);
const known = benchNames();
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no such bench: ${unknown.join(", ")}; there are: ${known.join(", ")}`);
  process.exit(2);
}
/** How many processes wanted a core during the last minute: more than there are cores, and the numbers say something beside each other only. */
const busy = (): number => Number(loadavg()[0]!.toFixed(1));
for (const name of wanted.length > 0 ? wanted : known) {
  const before = busy();
  const rows = await (await load(name))();
  const loads = { before, after: busy() };
  if (asJson) console.log(JSON.stringify({ bench: name, machine: machine(), load: loads, rows }));
  else console.log(`${name} (load ${loads.before} before, ${loads.after} after)\n${table(rows)}`);
}
