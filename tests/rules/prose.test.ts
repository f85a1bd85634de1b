import assert from "node:assert/strict";
import { test } from "node:test";
import { exportsOf, namesOfPictures, translatedProse } from "./prose.ts";

const prose = (source: string): string[] => translatedProse([{ path: "a.ts", source }]).map((line) => line.split(": ")[1]!);
const names = (source: string, path = "a.ts"): string[] => namesOfPictures([{ path, source }]);

test("a phrase that reads like a translation is found in any case, over ends of lines and inside emphasis", () => {
  assert.deepEqual(prose("Check and hand in"), ['"check and hand in"', '"hand in"']);
  assert.deepEqual(prose("/** numbers, apart\n * by blanks */"), ['"apart by blanks"', '"apart by"']);
  assert.deepEqual(prose("// it was **handed**\n//  in yesterday"), ['"handed in"']);
  assert.deepEqual(prose("Whoever asks"), ['"whoever"']);
  assert.deepEqual(translatedProse([{ path: "a.md", source: "one\ntwo\nSomebody came" }]), [
    'a.md:3: "somebody": write "someone, or the role by its name"',
  ]);
});

test("keys of texts, parts of words and what only looks alike are no fault", () => {
  for (const text of [
    "t('road.access.hand-in')",
    "someone, anybody",
    "beforehand in time",
    "a handful",
    "sets them apart. By day",
  ])
    assert.deepEqual(prose(text), [], text);
});

test("exports are found however they are written", () => {
  const source = `export const one = 1; 
export async function two() {}
export default class Three {}
export type Four = string;
export { five, six as seven, type Eight } from "./x.ts";
export const { nine, ten: eleven } = x;
const twelve = 1;`;
  assert.deepEqual(exportsOf(source), ["one", "two", "Three", "Four", "five", "seven", "Eight", "nine", "eleven"]);
});

test("an export or a file that is named by a picture or by nothing at all is refused; other words are free", () => {
  assert.deepEqual(names("export const openPeerDoor = 1;"), [
    'a.ts: "door" in the name openPeerDoor: listener, server, endpoint',
  ]);
  assert.deepEqual(names('export { listen as UntoldRow } from "./x.ts";'), [
    'a.ts: "untold" in the name UntoldRow: published, notified, pending',
  ]);
  assert.deepEqual(names("export type Fault = 1;"), ["a.ts: the name Fault alone: refused, failed or invalid, and what"]);
  assert.deepEqual(names("", "modules/shop/store/open-desk.ts").length, 1);
  for (const free of ["formFailure", "round", "turnOf", "isKnown", "outdoors", "SoapFault"])
    assert.deepEqual(names(`export const ${free} = 1;`), [], free);
});
