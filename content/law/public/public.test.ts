import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { publicExamples } from "./examples.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const shared = path.join(process.env.TROAD_REFERENCE ?? path.join(root, "..", "shared", "reference"), "..");
const sources = ["facts/tax", "cases", "cases/law"].map((folder) => path.join(shared, folder));
const reckoning = ({ want, at, facts, value }: (typeof publicExamples)[number]) => JSON.stringify([want, at, facts, value]);

test("at least thirty examples are printed in public, each under an address of its own words, no two the same", (t) => {
  assert.ok(publicExamples.length >= 30, `${publicExamples.length}`);
  for (const { address, origin } of publicExamples) {
    assert.ok(["http:", "https:"].includes(new URL(address).protocol), address);
    assert.ok(origin.kind === "official" && origin.reference.startsWith(`${address} (`), origin.reference);
  }
  assert.equal(new Set(publicExamples.map(reckoning)).size, publicExamples.length);
  t.diagnostic(`${publicExamples.length} examples of ${new Set(publicExamples.map(({ address }) => address)).size} pages`);
});

test("none of their pages is one from which the rules were written", {
  skip: !sources.every((folder) => fs.existsSync(folder)),
}, (t) => {
  const texts = sources.flatMap((folder) =>
    fs
      .readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => fs.readFileSync(path.join(folder, name), "utf8")),
  );
  // a paper is known by the number of its article, as the facts cite it
  const known = (address: string): boolean => {
    const { hostname, pathname, search } = new URL(address);
    const last = /((?=[A-Z]*\d)[A-Za-z0-9]{6,})(?:\.html?)?$/.exec(`${pathname}${search}`)?.[1];
    const page = `${hostname.replace(/^www\./, "")}${pathname}`;
    return texts.some((text) => text.includes(page) || (last !== undefined && text.includes(last)));
  };
  const within = publicExamples.filter(({ address }) => known(address));
  assert.deepEqual(
    within.map(({ origin }) => origin.reference),
    [],
  );
  assert.ok(known("https://law-out.mof.gov.tw/LawContent.aspx?id=GL003879"), "a page of the facts is found there");
  t.diagnostic(`${publicExamples.length - within.length} are not in the facts or the cases`);
});
