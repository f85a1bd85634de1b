import { categories, type DataRecord, frequencies, licences } from "../domain/record.ts";

export type Body = Readonly<Record<string, unknown>>;
const text = (value: unknown): string | undefined => (typeof value === "string" && value.trim() !== "" ? value : undefined);
const known = <T extends string>(list: readonly T[], value: unknown): T | undefined => list.find((one) => one === value);
type Both = { "zh-Hant": string; en: string };

const both = (translated: unknown, plain: unknown, former: Both | undefined): Both => {
  const given = (typeof translated === "object" && translated !== null ? translated : {}) as Partial<Both>;
  const one = text(plain);
  return { "zh-Hant": text(given["zh-Hant"]) ?? one ?? former?.["zh-Hant"] ?? "", en: text(given.en) ?? one ?? former?.en ?? "" };
};

/** A record from a package of CKAN; what it leaves out stays as it was. Extras that no field takes are kept as they are. */
export function recordOf(body: Body, former?: DataRecord): DataRecord {
  const extras = Object.fromEntries(
    (Array.isArray(body.extras) ? body.extras : []).flatMap((one: { key?: unknown; value?: unknown } | null) =>
      typeof one?.key === "string" && typeof one.value === "string" ? [[one.key, one.value]] : [],
    ),
  );
  const { openness, article, frequency, category, badge: _, ...more } = extras as Record<string, string>;
  const tags = Array.isArray(body.tags)
    ? body.tags.flatMap((one: { name?: unknown } | null) => text(one?.name) ?? [])
    : former?.keywords;
  const named = Array.isArray(body.groups)
    ? body.groups.flatMap((one: { name?: unknown } | null) => text(one?.name) ?? [])
    : undefined;
  const ofGroups = named?.flatMap((one) => known(categories, one) ?? [])[0];
  const groups = named ? named.filter((one) => known(categories, one) === undefined) : (former?.groups ?? []);
  return {
    title: both(body.title_translated, body.title, former?.title),
    description: both(body.notes_translated, body.notes, former?.description),
    category: (category ?? ofGroups ?? former?.category ?? "government") as (typeof categories)[number],
    frequency: known(frequencies, frequency) ?? former?.frequency ?? "irregular",
    licence: known(licences, body.license_id) ?? former?.licence ?? "OGDL-Taiwan-1.0",
    keywords: tags ?? [],
    contact: text(body.maintainer) ?? former?.contact ?? "",
    openness: (openness ?? former?.openness ?? "open") as DataRecord["openness"],
    article: text(article) ?? former?.article ?? null,
    reason: former?.reason ?? null,
    ...(groups.length > 0 ? { groups: [...new Set(groups)] } : {}),
    extras: Array.isArray(body.extras) ? more : (former?.extras ?? {}),
  };
}
