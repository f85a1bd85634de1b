import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { dataDomains, readDataSets } from "@troad/directory";
import { openContent } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import { exporterOf } from "../downloads/exporters.ts";
import { type DownloadParts, wantedSets } from "./download-choose.ts";

const sets = readDataSets(openContent([path.join(import.meta.dirname, "../../../content")]));
const parts = { downloads: { sets } } as unknown as DownloadParts;
const request = { t: (key: string) => key } as unknown as FastifyRequest;
const chosen = (set: string | string[] | undefined, proof: number) =>
  wantedSets(parts, request, set === undefined ? {} : { set }, { proof });

test("every data set has a register, a domain, texts for each field in both languages and an exporter that there is", () => {
  assert.ok(sets.length >= 24);
  assert.deepEqual([...new Set(sets.map(({ domain }) => domain))].sort(), [...dataDomains].sort());
  for (const set of sets) {
    exporterOf(set);
    for (const lang of ["zh-Hant", "en"])
      for (const key of ["name", "about", ...set.fields.map(({ name }) => `meaning.${name}`)])
        assert.ok(set.text[lang]?.[key], `${set.id} ${lang} ${key}`);
  }
  const special = sets.filter(({ fields }) => fields.some(({ sensitivity }) => sensitivity === "special"));
  assert.ok(special.length > 5 && special.length < sets.length);
});

test("attack: a weak sign-in gets no data set that needs a stronger one, alone or among others", () => {
  assert.deepEqual(
    chosen("visits", 3).sets?.map(({ id }) => id),
    ["visits"],
  );
  for (const set of ["visits", ["licence", "visits"]]) assert.equal(chosen(set, 2).error, "mydata.download.error.level");
  assert.deepEqual(chosen(["licence", "licence"], 2).sets?.length, 1);
});

test("nothing, and what there is not, is no choice", () => {
  assert.equal(chosen(undefined, 4).error, "mydata.download.error.none");
  assert.equal(chosen(["licence", "../keys"], 4).error, "mydata.download.error.unknown");
});
