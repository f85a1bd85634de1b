import { isUuid, oneOf } from "@troad/kernel";
import Type from "typebox";
import { Value } from "typebox/value";

/** How open a set is, from most to least (行政院及所屬各級機關政府資料開放作業原則). */
export const opennesses = ["open", "on-application", "not-provided"] as const;
export type Openness = (typeof opennesses)[number];
export const isLess = (than: Openness, openness: Openness): boolean => opennesses.indexOf(openness) > opennesses.indexOf(than);

/** Categories of services of data.gov.tw, by what people look for. */
export const categories = [
  "birth-and-family",
  "learning",
  "work",
  "housing",
  "transport",
  "health",
  "welfare",
  "tax-and-finance",
  "business",
  "environment",
  "disaster",
  "public-safety",
  "culture",
  "government",
  "law",
] as const;
export const frequencies = [
  "real-time",
  "daily",
  "weekly",
  "monthly",
  "quarterly",
  "half-yearly",
  "yearly",
  "irregular",
  "never",
] as const;
export const licences = ["OGDL-Taiwan-1.0", "CC0-1.0", "CC-BY-4.0"] as const;

const line = (most: number) => Type.String({ minLength: 1, maxLength: most, pattern: "\\S" });

/** What is said of a data set; both languages, since interfaces and pages are read in both. */
const recordSchema = Type.Object(
  {
    title: Type.Object({ "zh-Hant": line(120), en: line(200) }, { additionalProperties: false }),
    description: Type.Object({ "zh-Hant": line(4_000), en: line(6_000) }, { additionalProperties: false }),
    category: oneOf(...categories),
    frequency: oneOf(...frequencies),
    licence: oneOf(...licences),
    keywords: Type.Array(line(40), { maxItems: 20 }),
    contact: Type.String({ maxLength: 200 }),
    openness: oneOf(...opennesses),
    /** The article by which a set is not open. */
    article: Type.Union([line(200), Type.Null()]),
    reason: Type.Union([line(1_000), Type.Null()]),
    /** Where more of it is: addresses of others, asked every week whether they answer. */
    links: Type.Optional(
      Type.Array(Type.Object({ title: line(120), url: line(500) }, { additionalProperties: false }), { maxItems: 20 }),
    ),
    /** Groups besides its category, which programs of other catalogues made. */
    groups: Type.Optional(Type.Array(Type.String({ pattern: "^[a-z0-9][a-z0-9_-]{1,98}$" }), { maxItems: 20 })),
    /** The series of which it is a part. */
    series: Type.Optional(Type.String({ pattern: "^[a-z0-9-]{1,60}$" })),
    /** The data standard of content that its files follow. */
    standard: Type.Optional(Type.String({ pattern: "^[a-z0-9-]{1,60}$" })),
    /** What other catalogues say of it and this one has no field for, as they said it. */
    extras: Type.Optional(
      Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 10_000 }), { maxProperties: 100 }),
    ),
  },
  { additionalProperties: false },
);
type Both = { "zh-Hant": string; en: string };
export type DataRecord = {
  title: Both;
  description: Both;
  category: (typeof categories)[number];
  frequency: (typeof frequencies)[number];
  licence: (typeof licences)[number];
  keywords: string[];
  contact: string;
  openness: Openness;
  article: string | null;
  reason: string | null;
  groups?: string[];
  links?: { title: string; url: string }[];
  series?: string;
  standard?: string;
  extras?: Record<string, string>;
};

/** A record of the store as it is; undefined where it does not fit, so that one broken record breaks nothing else. */
export const readRecord = (raw: unknown): DataRecord | undefined =>
  Value.Check(recordSchema, raw) ? (raw as DataRecord) : undefined;

/** The first field that does not fit; undefined if all do. */
export function invalidField(raw: unknown): string | undefined {
  const [first] = [...Value.Errors(recordSchema, raw)];
  return first && String((first as { instancePath?: string; path?: string }).instancePath ?? "").split("/")[1];
}

/** Names of sets in addresses: as CKAN allows them, but none that reads as the number or the id of another set. */
export const isSetName = (name: string): boolean =>
  /^[a-z0-9][a-z0-9_-]{1,98}[a-z0-9]$/.test(name) && !/^\d+$/.test(name) && !isUuid(name);

/** Everything that a search looks through, folded. */
export const wordsOf = (name: string, agency: string, { title, description, keywords, groups = [] }: DataRecord): string =>
  [
    name,
    agency,
    title["zh-Hant"],
    title.en,
    description["zh-Hant"],
    description.en,
    ...keywords,
    ...groups.map((one) => `group:${one}`),
  ]
    .join("\n")
    .normalize("NFKC")
    .toLowerCase();
