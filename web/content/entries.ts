import type { ModuleContext } from "@troad/kernel";
import Type from "typebox";

/** `content/entries/<id>/book.json` */
const bookSchema = Type.Object({ agency: Type.String() });
export type EntryNames = ReturnType<typeof entryNamesOf>;

/** Names of kinds of entry, and what their findings mean, by the texts of the books of content. */
export function entryNamesOf({ content, texts }: Pick<ModuleContext, "content" | "texts">) {
  const books = content.read("entries", "book.json", bookSchema).map(({ text }) => text);
  /** The text of the first book that has the key; otherwise what it would have said. */
  const say = (lang: string, key: string, otherwise: string): string => {
    const book = books.find((text) => Object.values(text).some((all) => key in all));
    return book ? texts.pick(book, lang, key) : otherwise;
  };
  return {
    kind: (lang: string, kind: string): string => say(lang, `kind.${kind}`, kind),
    finding: (lang: string, code: string): string => say(lang, `finding.${code}`, code),
    /** `D0030006:48-2` with the name of its act. */
    article: (lang: string, article: string): string => {
      const [act = "", number = ""] = article.split(":");
      return texts.translator(lang)("web.article", { act: say(lang, `act.${act}`, act), number });
    },
  };
}
