import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { DataRecord } from "../domain/record.ts";
import { catalogNodes, jsonLdOf, type Node, turtleOf } from "./dcat.ts";
import type { FullSet } from "./parts.ts";

const reference = process.env.TROAD_REFERENCE ?? join(import.meta.dirname, "..", "..", "..", "..", "shared", "reference");
const shapesFolder = join(reference, "dcat", "ap301");
const parts = { origin: "https://data.example", agencyName: (lang: string, id: string) => `${id} ${lang}` };
const record: DataRecord = {
  title: { "zh-Hant": '避難收容處所 "A"\n二', en: "Shelters \\ <b>" },
  description: { "zh-Hant": "說明", en: "What it is" },
  ...{
    category: "disaster",
    frequency: "monthly",
    licence: "OGDL-Taiwan-1.0",
    keywords: ["避難", "a b"],
    contact: "承辦人 <x y>",
    openness: "open",
    article: null,
    reason: null,
  },
};
const file = {
  ...{
    id: "01a22510-096c-7f75-b4c3-f718750e1c9b",
    set: "s",
    title: "清冊",
    at: "2026-11-30T00:00:00.000Z",
    seq: 1,
    upload: "u",
    fileName: "a b.csv",
    sha256: "0",
    bytes: 10,
    publishedAt: "2026-11-30T00:00:00.000Z",
    note: "",
  },
  report: {
    format: "csv",
    encoding: "utf-8",
    delimiter: ",",
    header: 1,
    rows: 1,
    columns: [{ name: "a", type: "integer", empty: 0 }],
    findings: [],
    badge: "gold",
  },
} as const;
const set: FullSet = {
  ...{
    id: "01a22510-096c-7f75-b4c3-f718750e1c9c",
    no: 7,
    name: "shelters",
    agency: "moi",
    badge: "gold",
    formats: ["csv"],
    created: "2026-11-01T00:00:00.000Z",
    modified: "2026-11-30T00:00:00.000Z",
    withdrawn: null,
    reason: null,
  },
  ...{ record, resources: [file] },
};
const nodes = () =>
  catalogNodes(parts, [set, { ...set, name: "second", record: { ...record, series: "shelters" }, resources: [] }], {
    page: 1,
    pages: 2,
    publisher: "moda",
  });

/** What the shapes of DCAT-AP 3.0.1 say of Turtle, and how many nodes of each class they looked at. */
async function validate(turtle: string): Promise<{ conforms: boolean; results: string[]; focus: Record<string, number> }> {
  const [{ Parser }, { default: rdf }, { Validator }] = await Promise.all([
    import("n3"),
    import("rdf-ext"),
    import("shacl-engine"),
  ]);
  const read = (text: string) => rdf.dataset(new Parser().parse(text));
  const shapes = read(readFileSync(join(shapesFolder, "shapes.ttl"), "utf8"));
  const data = read(turtle);
  const report = await new Validator(shapes, { factory: rdf }).validate({ dataset: data });
  const focus: Record<string, number> = {};
  for (const { predicate, object } of data)
    if (predicate.value.endsWith("#type"))
      focus[object.value.split(/[#/]/).at(-1)!] = (focus[object.value.split(/[#/]/).at(-1)!] ?? 0) + 1;
  const results = report.results.map((one) => JSON.stringify(one.focusNode?.term?.value));
  return { conforms: report.conforms, results, focus };
}

test("Turtle and JSON-LD say the same, odd characters escaped", () => {
  const turtle = turtleOf(nodes());
  assert.match(turtle, /"避難收容處所 \\"A\\"\\n二"@zh-Hant/);
  assert.match(turtle, /"Shelters \\\\ <b>"@en/);
  const graph = (jsonLdOf(nodes()) as { "@graph": { "@id": string; "@type": string[] }[] })["@graph"];
  assert.equal(graph.length, nodes().length);
  assert.ok(nodes().every((node: Node) => !/\s/.test(node.id)));
});

test("pages name the next and the former one", () => {
  assert.match(turtleOf(nodes()), /hydra\/core#next> <https:\/\/data\.example\/data\/catalog\.jsonld\?page=2>/);
  assert.doesNotMatch(turtleOf(nodes()), /core#previous/);
});

test("the catalogue fits the shapes of DCAT-AP 3.0.1, and a record without a title does not", {
  skip: !existsSync(shapesFolder) && "no dcat in the reference folder",
}, async () => {
  const { conforms, results, focus } = await validate(turtleOf(nodes()));
  assert.ok(conforms, results.join("\n"));
  assert.deepEqual([focus.Catalog, focus.Dataset, focus.Distribution, focus.DataService, focus.DatasetSeries], [1, 2, 3, 1, 1]);
  console.log(`focus nodes: ${JSON.stringify(focus)}`);
  const untitled = nodes().map((node) => ({
    ...node,
    values: node.types.includes("dcat:Dataset") ? node.values.filter(([name]) => name !== "dct:title") : node.values,
  }));
  assert.equal((await validate(turtleOf(untitled))).conforms, false);
});
