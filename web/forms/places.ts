import type { ModuleContext } from "@troad/kernel";
import Type from "typebox";

/** County code (5 digits) -> the last 3 digits of each district's code, as the Ministry of the Interior gives them out. */
const placesSchema = Type.Object({
  counties: Type.Record(
    Type.String({ pattern: "^\\d{5}$" }),
    Type.Array(Type.String({ pattern: "^\\d{3}$" }), { minItems: 1, maxItems: 100, uniqueItems: true }),
    { maxProperties: 50 },
  ),
});

export type District = { code: string; name: string };
export type County = District & { districts: District[] };
/** The counties and districts of content (content/places), as readers of a language call them. */
export type Places = { codes: ReadonlySet<string>; counties(lang: string): County[]; name(lang: string, code: string): string };

/** Codes of all districts in content, eight digits each. */
export const districtCodes = (content: ModuleContext["content"]): ReadonlySet<string> =>
  new Set(
    content
      .read("places", "places.json", placesSchema)
      .flatMap(({ value }) =>
        Object.entries(value.counties).flatMap(([county, districts]) => districts.map((district) => county + district)),
      ),
  );

export function placesOf(ctx: Pick<ModuleContext, "content" | "texts">): Places {
  const lists = ctx.content.read("places", "places.json", placesSchema);
  const textOf = new Map<string, Record<string, Record<string, string>>>();
  const codes = new Set<string>();
  for (const { value, text } of lists)
    for (const [county, districts] of Object.entries(value.counties)) {
      textOf.set(county, text);
      for (const district of districts) {
        codes.add(county + district);
        textOf.set(county + district, text);
      }
    }
  const name = (lang: string, code: string): string => {
    const text = textOf.get(code);
    return text ? ctx.texts.pick(text, lang, code) : code;
  };
  const byLang = new Map<string, County[]>();
  const named = (lang: string): County[] =>
    lists.flatMap(({ value }) =>
      Object.entries(value.counties).map(([code, districts]) => ({
        ...{ code, name: name(lang, code) },
        districts: districts.map((one) => ({ code: code + one, name: name(lang, code + one) })),
      })),
    );
  return {
    codes,
    name,
    counties: (lang) => {
      const known = byLang.get(lang) ?? named(lang);
      byLang.set(lang, known);
      return known;
    },
  };
}
