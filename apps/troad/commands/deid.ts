import fs from "node:fs";
import { parseArgs } from "node:util";
import { auditTable, DeidError, protectTable } from "@troad/deid";
import type { Command } from "../command.ts";

const MAX_BYTES = 256 * 1024 * 1024;

export const deid: Command = {
  help: `usage: troad deid protect FILE [--json]
       troad deid audit FILE [--json]

FILE is {dimensions: [{name, tree}], cells: [{at, value, contributors}], rule, suppressed?}: tree maps a code to its parent, the root is
the total; at maps a dimension to a code; contributors lists amounts; value is null where hidden; rule is {type: "threshold", n},
{type: "n-k", n, k} or {type: "p%", p}, k and p in per cent.

protect  hides unsafe cells and what would give them away: {dimensions, cells, rule, unit, suppressed: [{at, kind}], loss}, kind primary
         or complementary.
audit    says which cells an attacker can bound too tightly: {open: [{at, min, max, by?}]}; max is null without bound, by is the cell
         whose contributor can do it. Exit code 0 only if there is none.

A file that cannot be used is answered with {code, subject, message} and exit code 1, and nothing else.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: "boolean", default: false } },
    });
    const [what, file] = positionals;
    if ((what !== "protect" && what !== "audit") || !file || positionals.length !== 2) {
      process.stderr.write(`${deid.help}\n`);
      return 2;
    }
    try {
      const table = readFile(file);
      return what === "protect" ? await protect(table, values.json) : await audit(table, values.json);
    } catch (error) {
      if (!(error instanceof DeidError)) throw error;
      const { code, subject, message } = error;
      if (values.json) process.stdout.write(`${JSON.stringify({ code, subject, message })}\n`);
      else process.stderr.write(`${code}  ${message}\n`);
      return 1;
    }
  },
};

function readFile(file: string): unknown {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new DeidError("deid.shape", file, "there is no such file");
  if (size > MAX_BYTES) throw new DeidError("deid.too-large", file, `more than ${MAX_BYTES} bytes`);
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new DeidError("deid.shape", file, "is not JSON");
    throw error;
  }
}

async function protect(table: unknown, json: boolean): Promise<number> {
  const answer = await protectTable(table);
  if (json) process.stdout.write(`${JSON.stringify(answer)}\n`);
  else {
    const { cells, of, value, exact } = answer.loss;
    process.stdout.write(
      `${cells} of ${of} cells are hidden, with ${value.toLocaleString("en")}${exact ? "; no pattern hides less" : ""}\n`,
    );
    for (const { at, kind } of answer.suppressed) process.stdout.write(`${kind.padEnd(13)}  ${Object.values(at).join("  ")}\n`);
  }
  return 0;
}

async function audit(table: unknown, json: boolean): Promise<number> {
  const answer = await auditTable(table);
  if (json) process.stdout.write(`${JSON.stringify(answer)}\n`);
  else if (answer.open.length === 0) process.stdout.write("nothing is open\n");
  else
    for (const { at, min, max } of answer.open)
      process.stdout.write(`${Object.values(at).join("  ")}  ${min} to ${max ?? "any amount"}\n`);
  return answer.open.length === 0 ? 0 : 1;
}
