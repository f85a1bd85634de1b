import { type FullSet, fileUrl, type InterfaceParts } from "./parts.ts";

/** A node of the graph: its types and its values, each an address, a text, or a number. */
type Iri = { iri: string };
type Literal = { value: string; lang?: string; type?: string };
export type Node = { id: string; types: string[]; values: [string, Iri | Literal][] };

const prefixes = {
  dcat: "http://www.w3.org/ns/dcat#",
  dct: "http://purl.org/dc/terms/",
  foaf: "http://xmlns.com/foaf/0.1/",
  vcard: "http://www.w3.org/2006/vcard/ns#",
  spdx: "http://spdx.org/rdf/terms#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  hydra: "http://www.w3.org/ns/hydra/core#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  dcatap: "http://data.europa.eu/r5r/",
} as const;
const full = (name: string): string => {
  const [prefix = "", local = ""] = name.split(":");
  return `${prefixes[prefix as keyof typeof prefixes]}${local}`;
};
const iri = (address: string): Iri => ({ iri: encodeURI(address).replaceAll("%25", "%") });
const text = (value: string, lang?: string): Literal => ({ value, ...(lang && { lang }) });
const typed = (value: string, type: string): Literal => ({ value, type: full(type) });
const both = (name: string, texts: { "zh-Hant": string; en: string }): [string, Literal][] => [
  [name, text(texts["zh-Hant"], "zh-Hant")],
  [name, text(texts.en, "en")],
];

const eu = "http://publications.europa.eu/resource/authority";
/** Vocabularies of the Publications Office, which DCAT-AP demands. */
const themes: Readonly<Record<string, string>> = {
  learning: "EDUC",
  transport: "TRAN",
  health: "HEAL",
  business: "ECON",
  "tax-and-finance": "ECON",
  work: "ECON",
  environment: "ENVI",
  disaster: "ENVI",
  "public-safety": "JUST",
  law: "JUST",
  culture: "EDUC",
  government: "GOVE",
  housing: "REGI",
  welfare: "SOCI",
  "birth-and-family": "SOCI",
};
const rhythms: Readonly<Record<string, string>> = {
  "real-time": "UPDATE_CONT",
  daily: "DAILY",
  weekly: "WEEKLY",
  monthly: "MONTHLY",
  quarterly: "QUARTERLY",
  "half-yearly": "BIANNUAL",
  yearly: "ANNUAL",
  irregular: "IRREG",
  never: "NEVER",
};
const licences: Readonly<Record<string, string>> = {
  "OGDL-Taiwan-1.0": "https://data.gov.tw/license",
  "CC0-1.0": `${eu}/licence/CC0`,
  "CC-BY-4.0": `${eu}/licence/CC_BY_4_0`,
};
const fileTypes: Readonly<Record<string, string>> = {
  csv: "CSV",
  json: "JSON",
  "json-lines": "JSON",
  geojson: "GEOJSON",
  xlsx: "XLSX",
  parquet: "BIN",
};
const rights: Readonly<Record<string, string>> = { open: "PUBLIC", "on-application": "RESTRICTED", "not-provided": "NON_PUBLIC" };

type Parts = Pick<InterfaceParts, "origin" | "agencyName">;

function agent({ origin, agencyName }: Parts, id: string): Node {
  return {
    id: `${origin}/data/agencies/${id}`,
    types: ["foaf:Agent"],
    values: both("foaf:name", { "zh-Hant": agencyName("zh-Hant", id), en: agencyName("en", id) }),
  };
}

function distribution({ origin }: Parts, set: FullSet, one: FullSet["resources"][number], form: string): Node {
  const original = form === "original";
  const type = fileTypes[original ? (one.report.format ?? "") : form] ?? "BIN";
  const url = fileUrl(origin, set.name, one.id, form);
  return {
    id: `${origin}/data/${set.name}/${one.id}#${form}`,
    types: ["dcat:Distribution"],
    values: [
      ["dct:title", text(one.title)],
      ["dcat:accessURL", iri(url)],
      ["dcat:downloadURL", iri(url)],
      ["dct:format", iri(`${eu}/file-type/${type}`)],
      ["dct:license", iri(licences[set.record.licence]!)],
      ["dct:modified", typed(one.publishedAt, "xsd:dateTime")],
      ...(original ? ([["dcat:byteSize", typed(String(one.bytes), "xsd:nonNegativeInteger")]] as [string, Literal][]) : []),
      ["dcatap:availability", iri("http://publications.europa.eu/resource/authority/planned-availability/STABLE")],
    ],
  };
}

/** Sets of one agency that belong together, such as the parts of a statistic. */
const seriesId = ({ origin }: Parts, agency: string, series: string): string =>
  `${origin}/data/agencies/${agency}#series-${series}`;
function seriesNode(parts: Parts, { agency, record }: FullSet, series: string): Node {
  const name = {
    "zh-Hant": `${parts.agencyName("zh-Hant", agency)}：${series}`,
    en: `${parts.agencyName("en", agency)}: ${series}`,
  };
  return {
    id: seriesId(parts, agency, series),
    types: ["dcat:DatasetSeries"],
    values: [
      ...both("dct:title", name),
      ...both("dct:description", name),
      ["dct:accrualPeriodicity", iri(`${eu}/frequency/${rhythms[record.frequency]}`)],
      ["dct:publisher", iri(`${parts.origin}/data/agencies/${agency}`)],
    ],
  };
}

/** The nodes of one data set; every value is checked or escaped, so that one odd record breaks no other. */
export function setNodes(parts: Parts, set: FullSet): Node[] {
  const { origin } = parts;
  const { record } = set;
  const id = `${origin}/data/${set.name}`;
  const forms = set.resources.flatMap((one) =>
    (one.report.rows > 0 ? ["original", "csv", "parquet"] : ["original"]).map((form) => distribution(parts, set, one, form)),
  );
  const contact: Node = {
    id: `${id}#contact`,
    types: ["vcard:Kind"],
    values: [
      ["vcard:fn", text(record.contact || parts.agencyName("en", set.agency))],
      ["vcard:hasURL", iri(`${origin}/data/requests/new`)],
    ],
  };
  const dataset: Node = {
    id,
    types: ["dcat:Dataset"],
    values: [
      ...both("dct:title", record.title),
      ...both("dct:description", record.description),
      ["dct:identifier", text(set.id)],
      ["dct:issued", typed(set.created, "xsd:dateTime")],
      ["dct:modified", typed(set.modified, "xsd:dateTime")],
      ["dct:publisher", iri(`${origin}/data/agencies/${set.agency}`)],
      ["dct:accrualPeriodicity", iri(`${eu}/frequency/${rhythms[record.frequency]}`)],
      ["dct:accessRights", iri(`${eu}/access-right/${rights[record.openness]}`)],
      ["dcat:theme", iri(`${eu}/data-theme/${themes[record.category] ?? "GOVE"}`)],
      ["dcat:contactPoint", iri(contact.id)],
      ["dcat:landingPage", iri(id)],
      ["dct:spatial", iri(`${eu}/country/TWN`)],
      ...(record.series ? ([["dcat:inSeries", iri(seriesId(parts, set.agency, record.series))]] as [string, Iri][]) : []),
      ...record.keywords.map((word): [string, Literal] => ["dcat:keyword", text(word, "zh-Hant")]),
      ...forms.map((one): [string, Iri] => ["dcat:distribution", iri(one.id)]),
    ],
  };
  return [
    dataset,
    contact,
    agent(parts, set.agency),
    ...forms,
    ...(record.series ? [seriesNode(parts, set, record.series)] : []),
  ];
}

/** A page of the catalogue with its service; `next` and `last` are page numbers from 1. */
export function catalogNodes(
  parts: Parts,
  sets: readonly FullSet[],
  { page, pages, publisher }: { page: number; pages: number; publisher: string },
): Node[] {
  const { origin } = parts;
  const address = (number: number): string => `${origin}/data/catalog.jsonld?page=${number}`;
  const catalog: Node = {
    id: `${origin}/data`,
    types: ["dcat:Catalog"],
    values: [
      ...both("dct:title", { "zh-Hant": "T-Road 政府資料開放目錄", en: "T-Road catalogue of open data" }),
      ...both("dct:description", { "zh-Hant": "各機關公開的資料集。", en: "Data sets that agencies publish." }),
      ["dct:publisher", iri(`${origin}/data/agencies/${publisher}`)],
      ["foaf:homepage", iri(`${origin}/data`)],
      ["dcat:service", iri(`${origin}/data#api`)],
      ...sets.map((set): [string, Iri] => ["dcat:dataset", iri(`${origin}/data/${set.name}`)]),
    ],
  };
  const service: Node = {
    id: `${origin}/data#api`,
    types: ["dcat:DataService"],
    values: [
      ...both("dct:title", { "zh-Hant": "資料查詢介面", en: "Query interface" }),
      ["dcat:endpointURL", iri(`${origin}/api/3/action`)],
      ["dct:publisher", iri(`${origin}/data/agencies/${publisher}`)],
      ...sets
        .filter(({ resources }) => resources.length > 0)
        .map((set): [string, Iri] => ["dcat:servesDataset", iri(`${origin}/data/${set.name}`)]),
    ],
  };
  const view: Node = {
    id: address(page),
    types: ["hydra:PartialCollectionView"],
    values: [
      ["hydra:first", iri(address(1))],
      ["hydra:last", iri(address(Math.max(1, pages)))],
      ...(page < pages ? ([["hydra:next", iri(address(page + 1))]] as [string, Iri][]) : []),
      ...(page > 1 ? ([["hydra:previous", iri(address(page - 1))]] as [string, Iri][]) : []),
    ],
  };
  const nodes = [catalog, service, view, agent(parts, publisher), ...sets.flatMap((set) => setNodes(parts, set))];
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

const inTurtle = (value: Iri | Literal): string => {
  if ("iri" in value) return `<${value.iri.replace(/[<>"{}|\\^`\s]/g, (char) => encodeURIComponent(char))}>`;
  const quoted = `"${value.value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")}"`;
  return value.lang ? `${quoted}@${value.lang}` : value.type ? `${quoted}^^<${value.type}>` : quoted;
};

/** Turtle (W3C), every address in full. */
export const turtleOf = (nodes: readonly Node[]): string =>
  nodes
    .map(({ id, types, values }) => {
      const lines = [
        `a ${types.map((type) => `<${full(type)}>`).join(", ")}`,
        ...values.map(([name, value]) => `<${full(name)}> ${inTurtle(value)}`),
      ];
      return `${inTurtle(iri(id))} ${lines.join(" ;\n  ")} .\n`;
    })
    .join("\n");

/** JSON-LD 1.1: the same graph, with a context of prefixes. */
export function jsonLdOf(nodes: readonly Node[]): object {
  const nodeValue = (value: Iri | Literal): object | string =>
    "iri" in value
      ? { "@id": value.iri }
      : { "@value": value.value, ...(value.lang && { "@language": value.lang }), ...(value.type && { "@type": value.type }) };
  return {
    "@context": prefixes,
    "@graph": nodes.map(({ id, types, values }) => {
      const grouped = Map.groupBy(values, ([name]) => name);
      return {
        "@id": iri(id).iri,
        "@type": types,
        ...Object.fromEntries([...grouped].map(([name, list]) => [name, list.map(([, value]) => nodeValue(value))])),
      };
    }),
  };
}
