import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { modules } from "../apps/troad/modules.ts";
import { openContent } from "../kernel/content.ts";
import { loadTexts } from "../kernel/i18n.ts";
import { openDirectory } from "../modules/portal/front/directory.ts";
import { root } from "./kit/government.ts";

const contentRoot = path.join(root, "content");
const folders = [path.join(root, "web"), ...modules.map((module) => path.dirname(fileURLToPath(module.root)))];
const directory = openDirectory({
  content: openContent([contentRoot]),
  texts: loadTexts(folders, [contentRoot]),
  pages: modules.map(({ name, pages = {} }) => ({ ...pages, module: name, origin: "" })),
});
const firstPage = 10;

for (const lang of ["zh-Hant", "en"])
  test(`five everyday words find each service near the top: ${lang}`, () => {
    const missed = directory.listings.flatMap((listing) => {
      const words = (directory.text(listing, lang, "words") ?? "").split(" ").filter(Boolean);
      if (words.length < 5) return [`${listing.id}: only ${words.length} words`];
      return words.slice(0, 5).flatMap((query) => {
        const { hits } = directory.search.find({ query, limit: firstPage });
        return hits.some(({ entry }) => entry.id === `service/${listing.id}`) ? [] : [`${listing.id}: ${query}`];
      });
    });
    assert.deepEqual(missed, []);
  });

test("every service belongs to an agency with a page, says what it costs and how long it takes, and is in both languages", () => {
  const agencies = new Set(directory.agencies.map(({ id }) => id));
  for (const listing of directory.listings) {
    assert.ok(agencies.has(listing.agency), `${listing.id}: ${listing.agency}`);
    for (const lang of ["zh-Hant", "en"])
      for (const key of ["name", "summary", "who", "need", "time", "cost"])
        assert.ok(listing.text[lang]?.[key], `${listing.id}: ${key} in ${lang}`);
  }
});
