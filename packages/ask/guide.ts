import Type, { type Static, type TSchema } from "typebox";

/** What reads content folders: the kernel's `Content`. */
export type ContentReader = {
  read<S extends TSchema>(kind: string, file: string, schema: S): { id: string; value: Static<S>; text: GuideTexts }[];
};
type GuideTexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

const name = Type.String({ pattern: "^[a-z][A-Za-z]*(\\.[A-Za-z0-9]+)+(/[A-Za-z0-9]+)?$", maxLength: 60 });
const citation = Type.Object(
  {
    act: Type.String({ minLength: 2, maxLength: 60 }),
    article: Type.String({ pattern: "^[1-9]\\d{0,3}(-\\d{1,2})?$" }),
    /** The day of the text that was read: its last amendment. */
    of: Type.String({ format: "date" }),
    /** A the statute was read, B an official page, C public code or data, D from memory. */
    certainty: Type.Enum(["A", "B", "C", "D"]),
  },
  { additionalProperties: false },
);

const wordList = Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 200 });

/** `content/guides/<id>/guide.json`: one question of life, the articles that answer it and what the law engine adds. */
export const guideSchema = Type.Object(
  {
    audience: Type.Enum(["person", "business"]),
    /** The article that answers it first. */
    law: Type.Array(citation, { minItems: 1, maxItems: 5 }),
    /** Parameters whose value is shown; `name/key` is one entry of a table, or the bracket that begins there. */
    figures: Type.Optional(Type.Array(name, { maxItems: 8 })),
    /** What the engine works out when the facts are known, and the facts that are asked; the others count as none. */
    works: Type.Optional(
      Type.Object({ variable: name, asks: Type.Array(name, { maxItems: 8 }) }, { additionalProperties: false }),
    ),
    /** The calculator that goes further. */
    calculator: Type.Optional(Type.String({ pattern: "^[a-z][a-z-]{1,40}$" })),
  },
  { additionalProperties: false },
);
/** `content/not-answered/<id>/topic.json`: a field that is asked about and not answered here. */
export const topicSchema = Type.Object(
  {
    /** A question belongs here if one of `words` stands close to one of `of`, and none of `unless` is in it. */
    near: Type.Optional(
      Type.Object(
        { words: wordList, of: wordList, unless: wordList, within: Type.Integer({ minimum: 1, maximum: 20 }) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

export type Citation = Static<typeof citation>;
/**
 * A guide; its texts are `title` (the question), `text` (the answer) and `words` (how people ask, a line each),
 * and `subject`, the names of the tax that it is about, where it is about one.
 */
export type Guide = Static<typeof guideSchema> & { id: string; text: GuideTexts };
/** A field that is not answered; its texts are `title` and `words`. */
export type OtherTopic = Static<typeof topicSchema> & { id: string; text: GuideTexts };

export const readGuides = (content: ContentReader): Guide[] =>
  content.read("guides", "guide.json", guideSchema).map(({ id, value, text }) => ({ ...value, id, text }));

export const readOtherTopics = (content: ContentReader): OtherTopic[] =>
  content.read("not-answered", "topic.json", topicSchema).map(({ id, value, text }) => ({ ...value, id, text }));

export const languages = ["zh-Hant", "en"] as const;
export type Lang = (typeof languages)[number];
/** A text of a guide in one language. */
export const textOf = ({ text }: { text: GuideTexts }, lang: Lang, key: string): string => text[lang]?.[key] ?? "";
