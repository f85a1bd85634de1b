import { parseArgs } from "node:util";
import { AskUnavailable, answerText, type FullAnswer, readFacts } from "@troad/ask";
import { LawError } from "@troad/law";
import { askLaws, openTaxAsk } from "@troad/tax/ask";
import { statuteFolder, statutesIn } from "@troad/tax/statutes";
import type { Command } from "../command.ts";
import { content } from "../content.ts";

export const ask: Command = {
  help: `usage: troad ask TEXT [--json] [--lang zh-Hant|en] [--at YYYY-MM-DD] [--fact NAME=VALUE ...] [--data DIR]

Answers a question about taxes from the guides of content, with the articles that the answer rests on. Figures come from the law engine
alone; what it still has to know is asked one fact at a time and given back by --fact. --json prints {text, articles, amounts, missing,
refused}. No running government is needed. Exit code 0 also if it does not know; 1 if the guides cannot be read.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        lang: { type: "string" },
        at: { type: "string", default: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10) },
        data: { type: "string", default: process.env.TROAD_DATA ?? "data" },
        fact: { type: "string", multiple: true, default: [] },
      },
    });
    const text = positionals.join(" ").trim();
    const { lang, at, fact, json } = values;
    if (text === "" || (lang !== undefined && lang !== "zh-Hant" && lang !== "en")) {
      process.stderr.write(`${ask.help}\n`);
      return 2;
    }
    try {
      const typed = Object.fromEntries(fact.map((one) => [one.split("=")[0] ?? "", one.slice(one.indexOf("=") + 1)]));
      const facts = readFacts(askLaws, typed);
      const answered = openTaxAsk(content(), statutesIn(statuteFolder(values.data))).answer({
        text,
        at,
        facts,
        ...(lang ? { lang } : {}),
      });
      process.stdout.write(`${json ? JSON.stringify(plain(answered)) : answerText(answered)}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof LawError) && !(error instanceof AskUnavailable)) throw error;
      process.stderr.write(`troad ask: ${error.code} ${error.message}\n`);
      return 1;
    }
  },
};

/** The answer as it was agreed for programs, and nothing besides. */
const plain = ({ text, articles, amounts, missing, refused }: FullAnswer) => ({ text, articles, amounts, missing, refused });
