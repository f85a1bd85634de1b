import fs from "node:fs";
import path from "node:path";
import { readJson, readTextFile, readTexts } from "./content.ts";
import { ConfigurationError } from "./env.ts";
import { formatMessage, type MessageParams } from "./message.ts";

export type TextParams = MessageParams;
export type Language = { code: string; name: string; dir: "ltr" | "rtl" };
export type Translate = (key: string, params?: TextParams) => string;

/** The languages in which every text exists; others are content and fall back to English. */
export const baseLanguages: Language[] = [
  { code: "zh-Hant", name: "繁體中文", dir: "ltr" },
  { code: "en", name: "English", dir: "ltr" },
];
export const defaultLanguage = "zh-Hant";

export type Texts = {
  languages: Language[];
  translator(lang: string): Translate;
  /** Picks a text of content (`item.text`) in `lang`, with the same fall-back. */
  pick(text: Record<string, Record<string, string>>, lang: string, key: string, params?: TextParams): string;
  /** The language for an Accept-Language header (RFC 9110 section 12.5.4) among those present. */
  negotiate(header: string | undefined): string;
};

/**
 * Loads `text/` of each module folder and, from content, `languages/<code>/` (language.json and any number of text files). Texts are ICU
 * messages (ADR 85); one that cannot be parsed stops the start, naming its file and key.
 */
export function loadTexts(moduleFolders: string[], contentRoots: string[]): Texts {
  const table = new Map<string, Map<string, string>>(baseLanguages.map(({ code }) => [code, new Map()]));
  const languages = [...baseLanguages];
  const add = (lang: string, texts: Record<string, string>, where: string) => {
    const map = table.get(lang)!;
    for (const [key, text] of Object.entries(texts)) {
      if (map.has(key)) throw new ConfigurationError(`${where}: text ${key} exists twice in ${lang}`);
      map.set(key, text);
    }
  };
  for (const folder of moduleFolders)
    for (const [lang, texts] of Object.entries(readTexts(path.join(folder, "text"))))
      if (table.has(lang)) add(lang, texts, folder);
  for (const root of contentRoots) {
    const base = path.join(root, "languages");
    if (!fs.existsSync(base)) continue;
    for (const code of fs.readdirSync(base).sort()) {
      const folder = path.join(base, code);
      const { name, dir = "ltr" } = readJson(path.join(folder, "language.json")) as Partial<Language>;
      if (!name) throw new ConfigurationError(`${folder}/language.json: name is missing`);
      table.set(code, table.get(code) ?? new Map());
      if (!languages.some((language) => language.code === code)) languages.push({ code, name, dir });
      for (const file of fs.readdirSync(folder).filter((one) => one.endsWith(".json") && one !== "language.json"))
        add(code, readTextFile(path.join(folder, file), code), path.join(folder, file));
    }
  }
  const chain = (lang: string) => [...new Set([lang, "en", defaultLanguage])];
  return {
    languages,
    translator: (lang) => (key, params) => {
      for (const code of chain(lang)) {
        const text = table.get(code)?.get(key);
        if (text !== undefined) return formatMessage(text, code, params);
      }
      return key;
    },
    pick: (text, lang, key, params) => {
      for (const code of chain(lang)) {
        const found = text[code]?.[key];
        if (found !== undefined) return formatMessage(found, code, params);
      }
      return key;
    },
    negotiate: (header) => (header === undefined ? defaultLanguage : negotiate(header, languages)),
  };
}

function negotiate(header: string, languages: Language[]): string {
  const wanted = header
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...rest] = part.trim().split(";");
      const q = Number(/q=([\d.]+)/.exec(rest.join(";"))?.[1] ?? 1);
      return { tag: tag.toLowerCase(), q: Number.isFinite(q) ? q : 0 };
    })
    .filter(({ tag, q }) => tag && q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { tag } of wanted) {
    if (tag === "*") return defaultLanguage;
    if (tag === "zh" || tag.startsWith("zh-")) return "zh-Hant";
    const exact = languages.find(({ code }) => code.toLowerCase() === tag);
    const base = languages.find(({ code }) => code.toLowerCase() === tag.split("-")[0]);
    if (exact ?? base) return (exact ?? base)!.code;
  }
  return defaultLanguage;
}
