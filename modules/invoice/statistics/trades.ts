import type { Content, ModuleContext } from "@troad/kernel";
import Type from "typebox";

const tradesSchema = Type.Object({
  sections: Type.Record(
    Type.String({ pattern: "^[A-S]$" }),
    Type.Array(Type.String({ pattern: "^\\d{2}$" }), { minItems: 1, maxItems: 40, uniqueItems: true }),
  ),
});

/** Divisions of the Standard Industrial Classification that content names (`content/invoice/<id>/trades.json`), with their section. */
export const readTrades = (content: Content): ReadonlyMap<string, string> =>
  new Map(
    content
      .read("invoice", "trades.json", tradesSchema)
      .flatMap(({ value }) =>
        Object.entries(value.sections).flatMap(([section, divisions]) =>
          divisions.map((one): [string, string] => [one, section]),
        ),
      ),
  );

/** The name of a division in a reader's language. */
export function tradeNamesOf({
  content,
  texts,
}: Pick<ModuleContext, "content" | "texts">): (lang: string, code: string) => string {
  const lists = content.read("invoice", "trades.json", tradesSchema);
  return (lang, code) => {
    const key = `trade.${code}`;
    const found = lists.find(({ text }) => Object.values(text).some((own) => key in own));
    return found ? texts.pick(found.text, lang, key) : code;
  };
}
