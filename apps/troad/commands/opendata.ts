import fs from "node:fs";
import { parseArgs } from "node:util";
import { ConfigurationError } from "@troad/kernel/env";
import { type CheckedFile, checkFile, meaningOf, type Standard } from "@troad/tabular";
import { districtCodes } from "@troad/web";
import type { Command } from "../command.ts";
import { content } from "../content.ts";

export const opendata: Command = {
  help: `usage: troad opendata check FILE [--standard=FILE] [--json]

FILE      CSV, JSON, JSON Lines, GeoJSON or XLSX; the content decides, not the name
standard  a JSON file {"columns": [{"name", "type", "required"}]} that FILE declares to follow; types are those of Table Schema

--json answers {encoding, delimiter, header, rows, columns: [{name, type, empty}], findings: [{code, row, column}], badge}. Rows are counted
from 1 as a spreadsheet does; header is the row with the column names, 0 if there is none. The codes are those of packages/tabular.
Exit code 0: it may be published. 1: it is refused (personal data, formulas, a damaged file). 2: wrong usage.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { standard: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const [what, file] = positionals;
    if (what !== "check" || !file || positionals.length !== 2) {
      process.stderr.write(`${opendata.help}\n`);
      return 2;
    }
    if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) throw new ConfigurationError(`there is no file ${file}`);
    const standard = values.standard === undefined ? undefined : readStandard(values.standard);
    const checked = await checkFile(file, { townships: districtCodes(content()), ...(standard && { standard }) });
    process.stdout.write(values.json ? `${JSON.stringify(reportOf(checked))}\n` : inWords(checked));
    return checked.badge === "refused" ? 1 : 0;
  },
};

const reportOf = ({ format: _, normal: _normal, ...report }: CheckedFile) => report;

function readStandard(file: string): Standard {
  const raw = JSON.parse(fs.readFileSync(file, "utf8")) as Partial<Standard> | null;
  if (!Array.isArray(raw?.columns) || raw.columns.some((column) => typeof column?.name !== "string"))
    throw new ConfigurationError("a standard has columns with a name each");
  return raw as Standard;
}

function inWords({ format, encoding, delimiter, header, rows, columns, findings, badge }: CheckedFile): string {
  const shape = `${format ?? "unknown format"}, ${encoding ?? "no text"}${delimiter ? `, separated by ${JSON.stringify(delimiter)}` : ""}`;
  const lines = columns.map(({ name, type, empty }) => `  ${type.padEnd(9)} ${name}${empty > 0 ? `  (${empty} empty)` : ""}\n`);
  const found = findings.map(({ code, row, column }) => {
    const place = [row === null ? "" : `row ${row}`, column ?? ""].filter(Boolean).join(", ");
    const { en, zh } = meaningOf(code);
    return `! ${code}${place ? `  ${place}` : ""}\n  ${en} ${zh}\n`;
  });
  return `${shape}; column names in row ${header}; ${rows} rows\n${lines.join("")}${found.join("")}badge: ${badge}\n`;
}
