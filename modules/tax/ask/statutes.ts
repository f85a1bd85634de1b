import fs from "node:fs";
import path from "node:path";
import { readStatute, type Sources, type Statute } from "@troad/ask";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

/** Where an operator's statute texts are, below the data folder: `tax/law-texts`. */
export const statuteFolder = (data: string): string => path.join(data, "tax", "law-texts");

const mostFiles = 2_000;
const largestFile = 20_000_000;
const indexFile = "index.json";
const check = Compile(Type.Record(Type.String(), Type.String({ pattern: "^[0-9]{1,4}\\.json$" })));
const keptSchema = Type.Object({ of: Type.String(), articles: Type.Record(Type.String(), Type.String()) });
const checkKept = Compile(keptSchema);
type Kept = Static<typeof keptSchema>;

/** A file that cannot be imported; nothing was. */
export class StatuteError extends Error {
  readonly code = "ask.statute";
}

/**
 * Takes in all statutes of a folder, in the form of the Laws & Regulations Database, one file each. All are read before the first is written;
 * the index, written last, makes the new ones count. What was imported before is replaced as a whole.
 */
export function importStatutes(source: string, target: string): { acts: number; articles: number } {
  const files = fs
    .readdirSync(source)
    .filter((file) => file.endsWith(".json"))
    .sort();
  if (files.length === 0) throw new StatuteError(`${source} has no .json files`);
  if (files.length > mostFiles) throw new StatuteError(`${source} has more than ${mostFiles} files`);
  const statutes = files.map((file) => readFile(path.join(source, file)));
  const byAct = new Map(statutes.map((one) => [one.act, one]));
  fs.mkdirSync(target, { recursive: true });
  const index: Record<string, string> = {};
  [...byAct.values()].forEach(({ act, of, articles }, at) => {
    const name = `${at + 1}.json`;
    write(path.join(target, name), { of, articles: Object.fromEntries(articles) });
    index[act] = name;
  });
  write(path.join(target, indexFile), index);
  return { acts: byAct.size, articles: [...byAct.values()].reduce((sum, { articles }) => sum + articles.size, 0) };
}

function readFile(file: string): Statute {
  if (fs.statSync(file).size > largestFile) throw new StatuteError(`${file} is larger than ${largestFile} bytes`);
  try {
    return readStatute(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) throw new StatuteError(`${file}: ${error.message}`);
    throw error;
  }
}

/** A file that is there whole or not at all. */
function write(file: string, value: unknown): void {
  fs.writeFileSync(`${file}.new`, JSON.stringify(value));
  fs.renameSync(`${file}.new`, file);
}

/** Articles of the imported statutes; none where nothing was imported. What was read is kept until the next import. */
export function statutesIn(folder: string): NonNullable<Sources["quoteOf"]> {
  const file = path.join(folder, indexFile);
  let since = -1;
  let index: Record<string, string> = {};
  const acts = new Map<string, Kept>();
  return (act, article) => {
    const changed = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (changed === undefined) return undefined;
    if (changed !== since) {
      index = parsed(file, check);
      acts.clear();
      since = changed;
    }
    const name = Object.hasOwn(index, act) ? index[act] : undefined;
    if (name === undefined) return undefined;
    const kept = acts.get(act) ?? parsed(path.join(folder, name), checkKept);
    acts.set(act, kept);
    return Object.hasOwn(kept.articles, article) ? { of: kept.of, text: kept.articles[article]! } : undefined;
  };
}

function parsed<T>(file: string, validator: { Check(value: unknown): value is T }): T {
  const value: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
  if (!validator.Check(value)) throw new StatuteError(`${file} is not as an import wrote it`);
  return value;
}
