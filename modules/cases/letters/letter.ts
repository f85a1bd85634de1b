import type { Translate } from "@troad/kernel";

/** A letter in one language, as it is printed: who writes to whom about what, the text, and what can be done against it. */
export type LetterText = {
  agency: string;
  title: string;
  to: string;
  about: string;
  day: string;
  paragraphs: string[];
  right: string;
};

/** What a letter is made of; `text` reads a text of the service in one language. */
export type LetterParts = {
  letter: string;
  right: string | undefined;
  agency: string;
  to: string;
  /** The number of the case, as people say it. */
  reference: string;
  /** The day on which it is sent, as it reads. */
  day: string;
  /** Placeholders of the body: `reasons`, `fee` and the like. */
  params: Record<string, string>;
  text: (key: string, params?: Record<string, string>) => string;
  t: Translate;
};

/** Writes a letter in plain words: blank lines of the body separate its paragraphs. */
export function composeLetter({ letter, right, agency, to, reference, day, params, text, t }: LetterParts): LetterText {
  return {
    ...{ agency, day, to: t("cases.letter.to", { name: to }) },
    title: text(`letter.${letter}.title`, params),
    about: t("cases.letter.about", { service: text("name"), reference }),
    paragraphs: text(`letter.${letter}.body`, params)
      .split(/\n\s*\n/)
      .map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, " ").trim())
      .filter(Boolean),
    right: right === undefined ? "" : text(right, params),
  };
}
