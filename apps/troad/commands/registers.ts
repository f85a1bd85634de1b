import { parseArgs } from "node:util";
import { readRoad } from "@troad/directory";
import { type Content, readAll, sql, systemClock, taipeiDate } from "@troad/kernel";
import { type BookCheck, booksIn, checkBook } from "@troad/registers/check";
import type { Command } from "../command.ts";
import { modules } from "../modules.ts";
import { root } from "../root.ts";

type Checked = BookCheck & { agency: string; book: string };
const isSound = ({ faults, counts }: BookCheck): boolean => faults.length === 0 && Object.keys(counts).length === 0;

export const registers: Command = {
  help: `usage: troad registers check [--agency=A,B] [--json]

Makes all entries of each book again from the records of its beginning, compares every record byte for byte, and looks at the present records as a
whole: families, households, days. It reads as of one moment, whether or not the program runs, from DATABASE_URL or the PostgreSQL in TROAD_DATA.
Memory grows with the registers.

--agency  only books of these agencies
Exit code 0: everything holds. 1: something does not. 2: not understood, or there was no book to check.`,
  run: async (args) => {
    const options = { agency: { type: "string" }, json: { type: "boolean", default: false } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const checked = positionals.join(" ") === "check" ? await checkAll(values.agency?.split(",")) : [];
    if (checked.length === 0) {
      process.stderr.write(`${registers.help}\n`);
      return 2;
    }
    process.stdout.write(values.json ? `${JSON.stringify(checked)}\n` : checked.map(inWords).join(""));
    return checked.every(isSound) ? 0 : 1;
  },
};

function checkAll(only?: string[]): Promise<Checked[]> {
  let content: Content | undefined;
  const agencies = (read: Content): string[] => {
    content = read;
    return readRoad(read).agencies.map(({ id }) => id);
  };
  return readAll({ modules, env: process.env, root, agencies }, async (schemas) => {
    const checked: Checked[] = [];
    for (const { agency, book } of content ? booksIn(content) : []) {
      const db = schemas.find(({ schema }) => schema === `registers_${agency}`)?.db;
      if (!db || (only && !only.includes(agency))) continue;
      const told = await db.tx(async (tx) => {
        await tx.run(sql`set transaction isolation level repeatable read, read only`);
        return checkBook(tx, book, taipeiDate(systemClock.now()));
      }, "long");
      checked.push({ agency, book, ...told });
    }
    return checked;
  });
}

function inWords(one: Checked): string {
  const { agency, book, entries, records, faults, counts } = one;
  const lines = [
    `${isSound(one) ? "ok    " : "FAILED"}  ${book} of ${agency}: ${entries} entries, ${records} records`,
    ...faults.map((fault) => `        ${fault}`),
    ...Object.entries(counts).map(([code, count]) => `        ${code}: ${count}`),
  ];
  return `${lines.join("\n")}\n`;
}
