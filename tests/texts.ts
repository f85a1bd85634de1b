import fs from "node:fs";
import path from "node:path";

const required = ["zh-Hant", "en"];
type Texts = Record<string, string>;

/** Compares the languages of every `text/` folder: each key in each required language, with the same placeholders. */
export function missingTexts(root: string): string | undefined {
  const problems: string[] = [];
  for (const folder of textFolders(root)) {
    const texts = new Map(required.map((lang) => [lang, read(path.join(folder, `${lang}.json`))]));
    const keys = new Set([...texts.values()].flatMap((one) => Object.keys(one ?? {})));
    for (const lang of required) if (!texts.get(lang)) problems.push(`${path.relative(root, folder)}/${lang}.json is missing`);
    for (const key of keys) {
      const found = required.map((lang) => texts.get(lang)?.[key]);
      if (found.some((text) => text === undefined || text.trim() === "")) problems.push(`${path.relative(root, folder)}: ${key} is not in every language`);
      else if (new Set(found.map((text) => placeholders(text!))).size > 1) problems.push(`${path.relative(root, folder)}: ${key} has different placeholders`);
    }
  }
  problems.push(...errorsWithoutText(root));
  return problems.length > 0 ? problems.join("\n") : undefined;
}

const placeholders = (text: string): string => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort().join();

const read = (file: string): Texts | undefined => (fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Texts) : undefined);

export function textFolders(root: string): string[] {
  const found: string[] = [path.join(root, "kernel", "text")];
  for (const name of fs.readdirSync(path.join(root, "modules"))) found.push(path.join(root, "modules", name, "text"));
  for (const kind of fs.readdirSync(path.join(root, "content")))
    for (const id of fs.readdirSync(path.join(root, "content", kind), { withFileTypes: true }))
      if (id.isDirectory()) found.push(path.join(root, "content", kind, id.name, "text"));
  return found.filter((folder) => fs.existsSync(folder));
}

/** Every code given to `failures({...})` needs a text `error.<code>`. */
function errorsWithoutText(root: string): string[] {
  const known = new Set(textFolders(root).flatMap((folder) => Object.keys(read(path.join(folder, "en.json")) ?? {})));
  const problems: string[] = [];
  for (const base of ["kernel", "modules"])
    for (const file of fs.readdirSync(path.join(root, base), { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts") || file.endsWith(".test.ts") || file.includes("test/")) continue;
      const source = fs.readFileSync(path.join(root, base, file), "utf8");
      for (const block of source.matchAll(/failures\(\{([^}]*)\}\)/g))
        for (const code of block[1]!.matchAll(/"?([a-z][\w.-]*)"?\s*:\s*\d{3}/g)) if (!known.has(`error.${code[1]}`)) problems.push(`${base}/${file}: no text error.${code[1]}`);
    }
  return problems;
}
