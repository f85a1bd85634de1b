import fs from "node:fs";
import path from "node:path";
import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { ConfigurationError } from "./env.ts";
import { messageProblem } from "./message.ts";

/** One folder of content: its validated definition, and its texts by language. */
export type ContentItem<T> = { id: string; folder: string; value: T; text: Record<string, Record<string, string>> };

export type Content = {
  roots: string[];
  /** All folders `<root>/<kind>/<id>/` that contain `file`, validated against `schema`; later roots add folders and replace none. */
  read<S extends TSchema>(kind: string, file: string, schema: S): ContentItem<Static<S>>[];
};

const idPattern = /^[a-z][a-z0-9-]{0,60}$/;

/** Several modules read the same folders when they start: each is read, and each schema compiled, once. */
export function openContent(roots: string[]): Content {
  for (const root of roots) if (!fs.existsSync(root)) throw new ConfigurationError(`content folder does not exist: ${root}`);
  const known = new Map<string, Map<TSchema, ContentItem<unknown>[]>>();
  const textsOf = new Map<string, ContentItem<unknown>["text"]>();
  const readText = (folder: string): ContentItem<unknown>["text"] => {
    const text = textsOf.get(folder) ?? readTexts(folder);
    textsOf.set(folder, text);
    return text;
  };
  return {
    roots,
    read: <S extends TSchema>(kind: string, file: string, schema: S) => {
      const bySchema = known.get(`${kind}/${file}`) ?? new Map<TSchema, ContentItem<unknown>[]>();
      known.set(`${kind}/${file}`, bySchema);
      const items = bySchema.get(schema) ?? readItems(roots, { kind, file, schema }, readText);
      bySchema.set(schema, items);
      return [...items] as ContentItem<Static<S>>[];
    },
  };
}

type Wanted = { kind: string; file: string; schema: TSchema };

function readItems(
  roots: readonly string[],
  { kind, file, schema }: Wanted,
  readText: (folder: string) => ContentItem<unknown>["text"],
): ContentItem<unknown>[] {
  const check = compiled(schema);
  const items = new Map<string, ContentItem<unknown>>();
  for (const root of roots) {
    const base = path.join(root, kind);
    if (!fs.existsSync(base)) continue;
    for (const id of fs.readdirSync(base).sort()) {
      const at = path.join(base, id, file);
      if (!fs.existsSync(at)) continue;
      if (!idPattern.test(id)) throw new ConfigurationError(`${at}: a folder name is lower-case letters, digits and hyphens`);
      if (items.has(id)) throw new ConfigurationError(`${at}: ${kind}/${id} exists in another content folder`);
      const value = readJson(at);
      if (!check.Check(value)) {
        const first = [...check.Errors(value)][0];
        throw new ConfigurationError(`${at}: ${first?.instancePath || "/"} ${first?.message ?? "does not fit its schema"}`);
      }
      const folder = path.join(base, id);
      items.set(id, { id, folder, value, text: readText(path.join(folder, "text")) });
    }
  }
  return [...items.values()];
}

const compilations = new WeakMap<TSchema, ReturnType<typeof Compile>>();

function compiled(schema: TSchema): ReturnType<typeof Compile> {
  const check = compilations.get(schema) ?? Compile(schema);
  compilations.set(schema, check);
  return check;
}

export function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new ConfigurationError(`${file}: ${(error as Error).message}`);
  }
}

/** Reads `<folder>/<lang>.json`, flat maps of key to text. */
export function readTexts(folder: string): Record<string, Record<string, string>> {
  if (!fs.existsSync(folder)) return {};
  const files = fs.readdirSync(folder).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(
    files.map((file) => {
      const lang = path.basename(file, ".json");
      return [lang, readTextFile(path.join(folder, file), lang)];
    }),
  );
}

/** A flat map of key to text, each a valid ICU message. */
export function readTextFile(file: string, lang: string): Record<string, string> {
  const texts = readJson(file) as object;
  for (const [key, text] of Object.entries(texts)) {
    if (typeof text !== "string") throw new ConfigurationError(`${file}: ${key} is not a text`);
    const fault = messageProblem(text, lang);
    if (fault) throw new ConfigurationError(`${file}: ${key} cannot be read as a message (${fault})`);
  }
  return texts as Record<string, string>;
}
