import fs from "node:fs";
import { parseArgs } from "node:util";
import { topics } from "@troad/content-law";
import { LawError } from "@troad/law";
import type { Command } from "../command.ts";
import { lawReform } from "./law-reform.ts";
import { importTexts } from "./law-texts.ts";

const MAX_CASES = 100_000;

type Case = { id: string; topic: string; input: Readonly<Record<string, unknown>> };
type Answer = { id: string; actual: Record<string, unknown> | null; error?: { code: string; field: string; detail: string } };

export const law: Command = {
  help: `usage: troad law check FILE [--json]
       troad law reform FILE [--json]
       troad law texts import DIR [--data DIR] [--json]

check: FILE is a JSON array of {id, topic, input}; the answer is an array of {id, actual}. A case that cannot be worked out has
actual null and an error with its code and field. Exit code 0 only if every case was worked out.

reform: FILE is {changes: [{parameter, value}], at?, sample?: {seed, households, people}}: other figures of the income tax, on made-up
households. The answer has revenue, winners and losers by decile and county, and the Gini coefficient, before and after; a file that
cannot be used is answered with {code, subject, message} and exit code 1.

texts import: DIR has statutes as the Laws & Regulations Database publishes them as JSON, one file each; they go into the data folder, and
answers of \`troad ask\` and of /tax/ask quote the article from then on. If one file cannot be read, none is taken in.`,
  run: async (args) => {
    if (args[0] === "texts") return importTexts(args.slice(1), law.help);
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: "boolean", default: false } },
    });
    const [what, file] = positionals;
    if (what === "reform" && file && positionals.length === 2) return lawReform(file, values.json);
    if (what !== "check" || !file || positionals.length !== 2) {
      process.stderr.write(`${law.help}\n`);
      return 2;
    }
    const answers = readCases(fs.readFileSync(file, "utf8")).map(answer);
    if (values.json) process.stdout.write(`${JSON.stringify(answers)}\n`);
    else
      for (const { id, actual, error } of answers)
        process.stdout.write(`${id}  ${actual ? JSON.stringify(actual) : `${error?.code} ${error?.detail}`}\n`);
    return answers.every(({ actual }) => actual) ? 0 : 1;
  },
};

/** Parses the cases; throws law.type with the place of the first one that is malformed. */
export function readCases(text: string): Case[] {
  const raw: unknown = JSON.parse(text);
  if (!Array.isArray(raw) || raw.length > MAX_CASES)
    throw new LawError("law.type", "FILE", `must be a list of at most ${MAX_CASES} cases`);
  return raw.map((one: Partial<Case> | null, at) => {
    if (typeof one?.id !== "string" || typeof one.topic !== "string" || typeof one.input !== "object" || one.input === null)
      throw new LawError("law.type", `FILE/${at}`, "must have id, topic and input");
    return { id: one.id, topic: one.topic, input: one.input };
  });
}

/** Calculates one case; an error affects that case alone. */
export function answer({ id, topic, input }: Case): Answer {
  const ask = topics.get(topic);
  if (!ask) return { id, actual: null, error: { code: "law.unknown-variable", field: "topic", detail: `${topic} is no topic` } };
  try {
    return { id, actual: ask(input) };
  } catch (error) {
    if (!(error instanceof LawError)) throw error;
    return { id, actual: null, error: { code: error.code, field: error.subject, detail: error.message } };
  }
}
