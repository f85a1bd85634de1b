import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { registerCodes } from "../modules/registers/domain/errors.ts";

const modules = path.resolve(import.meta.dirname, "..", "modules");
const textsOf = (lang: string): Record<string, string> =>
  Object.assign(
    {},
    ...["cases", "registers", "road"].map((name) =>
      JSON.parse(fs.readFileSync(path.join(modules, name, "text", `${lang}.json`), "utf8")),
    ),
  );
/** Codes with which the module itself stops a case, as its sources name them. */
const ownCodes = ["engine", "jobs", "steps", "domain"]
  .flatMap((room) => fs.readdirSync(path.join(modules, "cases", room)).map((file) => path.join(modules, "cases", room, file)))
  .filter((file) => file.endsWith(".ts") && !file.endsWith("errors.ts"))
  .flatMap((file) => [...fs.readFileSync(file, "utf8").matchAll(/code: "([a-z]+\.[a-z-]+)"/g)].map(([, code]) => code!));

test("whatever stops a case, of its own, of a register or on the way to one, is said in words in both languages", () => {
  assert.ok(ownCodes.includes("source.nobody-to-ask-about") && ownCodes.includes("case.payout-returned"), ownCodes.join());
  const codes = new Set([...ownCodes, ...Object.keys(registerCodes), "road.unreachable", "source.unexpected-answer"]);
  for (const lang of ["zh-Hant", "en"]) {
    const texts = textsOf(lang);
    assert.deepEqual(
      [...codes].filter((code) => !texts[`error.${code}`]),
      [],
      lang,
    );
  }
});
