import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { kinds } from "../kinds/index.ts";

const folder = path.join(import.meta.dirname, "..");
const texts = (language: string): Record<string, string> =>
  JSON.parse(fs.readFileSync(path.join(folder, "text", `${language}.json`), "utf8"));

/** The source of all rules, without tests and cases. */
const sources = (fs.readdirSync(folder, { recursive: true }) as string[])
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.startsWith("cases") && !name.startsWith("check"))
  .map((name) => fs.readFileSync(path.join(folder, name), "utf8"));

const matches = (pattern: RegExp): string[][] =>
  sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match.slice(1)));
const findingCalls = /\.(?:refuse|missing|judge|note)\(\s*(?:[^"()]*\?\s*)?"([a-z0-9-]+)"(?:\s*:\s*"([a-z0-9-]+)")?/g;
const findingValues = /\b(?:code|low|exhausted): "([a-z0-9-]+)"|find\("refused"\)\("([a-z0-9-]+)"/g;

function required(): Set<string> {
  const keys = new Set<string>();
  for (const codes of [...matches(findingCalls), ...matches(findingValues)])
    for (const code of codes) if (code) keys.add(`finding.${code}`);
  for (const [whom, what] of matches(/\.inform\(\s*"([a-z-]+)",\s*"([a-z-]+)"/g)) {
    keys.add(`whom.${whom}`);
    keys.add(`tell.${what}`);
  }
  for (const [act] of matches(/"([A-Z]\d{7}):/g)) keys.add(`act.${act}`);
  for (const [name, { facts }] of Object.entries(kinds)) {
    keys.add(`kind.${name}`);
    const { properties = {} } = facts as { properties?: object };
    for (const fact of Object.keys(properties)) keys.add(`fact.${name}.${fact}`);
  }
  return keys;
}

for (const language of ["zh-Hant", "en"]) {
  test(`every act, finding, kind, fact and telling has a text in ${language}, and none is too many`, () => {
    const present = Object.keys(texts(language));
    assert.deepEqual(present, [...present].sort(), "the keys are sorted");
    const wanted = required();
    assert.deepEqual([...wanted].filter((key) => !texts(language)[key]).sort(), [], "texts are missing");
    assert.deepEqual(
      present.filter((key) => !wanted.has(key)),
      [],
      "texts that nothing uses",
    );
  });
}
