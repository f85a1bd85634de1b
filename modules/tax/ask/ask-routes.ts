import { type Answer, type FullAnswer, longestQuestion, readFacts } from "@troad/ask";
import { laws } from "@troad/content-law";
import { LawError } from "@troad/law";
import { todayOf } from "@troad/web";
import Type, { type Static } from "typebox";
import { fail } from "../domain/failures.ts";
import { lawLang } from "../pages/words.ts";
import type { PageFile } from "../tax.ts";

const body = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: longestQuestion }),
    lang: Type.Optional(Type.Enum(["zh-Hant", "en"])),
    at: Type.Optional(Type.String({ format: "date" })),
    facts: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 40 }), { maxProperties: 20 })),
  },
  { additionalProperties: false },
);

/** The same answers for programs. */
export const askRoutes: PageFile = (app, tax) => {
  app.post<{ Body: Static<typeof body> }>(
    "/tax/api/ask",
    {
      schema: {
        tags: ["tax"],
        summary: "Answers a question about taxes with its articles; figures come from the law engine alone",
        body,
      },
    },
    async (request) => {
      const { text, lang, at, facts = {} } = request.body;
      try {
        const question = { text, lang: lang ?? lawLang(request.lang), at: at ?? todayOf(tax), facts: readFacts(laws, facts) };
        return plain(tax.ask().answer(question));
      } catch (error) {
        if (error instanceof LawError) throw fail("tax.ask-fact", { field: error.subject }, error.message);
        throw error;
      }
    },
  );
};

const plain = ({ text, articles, amounts, missing, refused }: FullAnswer): Answer => ({
  text,
  articles,
  amounts,
  missing,
  refused,
});
