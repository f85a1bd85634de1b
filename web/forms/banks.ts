import type { ModuleContext } from "@troad/kernel";
import Type from "typebox";
import type { Bank } from "./shown.ts";

const banksSchema = Type.Object({
  codes: Type.Array(Type.String({ pattern: "^\\d{3}$" }), { maxItems: 200, uniqueItems: true }),
});

/** The banks of content (content/banks), by code, as readers of a language call them. */
export function banksOf(ctx: Pick<ModuleContext, "content" | "texts">): (lang: string) => Bank[] {
  const lists = ctx.content.read("banks", "banks.json", banksSchema);
  return (lang) =>
    lists.flatMap(({ value, text }) => value.codes.map((code) => ({ code, name: ctx.texts.pick(text, lang, code) })));
}
