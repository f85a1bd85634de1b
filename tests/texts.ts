import fs from "node:fs";
import path from "node:path";
import { fieldMessages, formTexts } from "@troad/forms";
import { parametersOf, problemsOfMessage } from "./messages.ts";

const required = ["zh-Hant", "en"];
type Texts = Record<string, string>;

/** Compares the languages of every `text/` folder: each key in each required language, a message that can be read, with the same parameters. */
export function missingTexts(root: string): string | undefined {
  const problems: string[] = [];
  for (const folder of textFolders(root)) {
    const texts = new Map(required.map((lang) => [lang, read(path.join(folder, `${lang}.json`))]));
    const keys = new Set([...texts.values()].flatMap((one) => Object.keys(one ?? {})));
    for (const lang of required) if (!texts.get(lang)) problems.push(`${path.relative(root, folder)}/${lang}.json is missing`);
    for (const key of keys) {
      const found = required.map((lang) => texts.get(lang)?.[key]);
      const faults = required.flatMap((lang, at) =>
        problemsOfMessage(found[at] ?? "", lang).map((fault) => `${lang} ${key} ${fault}`),
      );
      problems.push(...faults.map((fault) => `${path.relative(root, folder)}: ${fault}`));
      if (found.some((text) => text === undefined || text.trim() === ""))
        problems.push(`${path.relative(root, folder)}: ${key} is not in every language`);
      else if (faults.length === 0 && new Set(found.map((text) => parametersOf(text!).join())).size > 1)
        problems.push(`${path.relative(root, folder)}: ${key} has different parameters`);
    }
  }
  for (const [lang, texts] of [...Object.entries(formTexts), ...Object.entries(fieldMessages)])
    for (const [key, text] of Object.entries(texts))
      problems.push(...problemsOfMessage(text, lang).map((fault) => `packages/forms: ${lang} ${key} ${fault}`));
  problems.push(...errorsWithoutText(root));
  return problems.length > 0 ? problems.join("\n") : undefined;
}

const read = (file: string): Texts | undefined =>
  fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Texts) : undefined;

function textFolders(root: string): string[] {
  const found: string[] = ["kernel", "web"].map((floor) => path.join(root, floor, "text"));
  for (const name of foldersIn(path.join(root, "modules"))) found.push(path.join(root, "modules", name, "text"));
  for (const kind of foldersIn(path.join(root, "content")))
    for (const id of foldersIn(path.join(root, "content", kind))) found.push(path.join(root, "content", kind, id, "text"));
  return found.filter((folder) => fs.existsSync(folder));
}

const foldersIn = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** Lists of codes with their HTTP status: those given to `failures({...})`, and all in a file `domain/errors.ts`. */
function codesIn(file: string, source: string): string[] {
  const lists = file.endsWith("domain/errors.ts")
    ? [source]
    : [...source.matchAll(/failures\(\{([^}]*)\}\)/g)].map((match) => match[1]!);
  return lists.flatMap((list) =>
    [...list.matchAll(/(?:"([\w.-]+)"|\b([a-z]+)): [45]\d{2}\b/g)].map((match) => match[1] ?? match[2]!),
  );
}

/** Every code needs a text: `error.<code>`, or `error.<module>.<code>` where the codes are a protocol's. */
function errorsWithoutText(root: string): string[] {
  const known = new Set(textFolders(root).flatMap((folder) => Object.keys(read(path.join(folder, "en.json")) ?? {})));
  const problems: string[] = [];
  for (const base of ["kernel", "web", "modules"])
    for (const file of fs.readdirSync(path.join(root, base), { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts") || file.endsWith(".test.ts") || file.includes("test/")) continue;
      const module = file.split("/")[0]!;
      for (const code of codesIn(file, fs.readFileSync(path.join(root, base, file), "utf8")))
        if (!known.has(`error.${code}`) && !known.has(`error.${module}.${code}`))
          problems.push(`${base}/${file}: no text error.${code}`);
    }
  return problems;
}
