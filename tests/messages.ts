import { IntlMessageFormat } from "intl-messageformat";
import { formatMessage } from "../kernel/message.ts";

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];
type Choice = { name: string; forms: string[]; isOrdinal: boolean };

// element types of the parser's tree
const [ARGUMENT, NUMBER, DATE, TIME, SELECT, PLURAL] = [1, 2, 3, 4, 5, 6];

const elementsOf = (text: string, lang: string): Element[] =>
  text.includes("{") ? new IntlMessageFormat(text, lang, undefined, { ignoreTag: true }).getAst() : [];

function* all(elements: readonly Element[]): Generator<Element> {
  for (const element of elements) {
    yield element;
    if (element.type === SELECT || element.type === PLURAL)
      for (const form of Object.values((element as { options: Record<string, { value: Element[] }> }).options))
        yield* all(form.value);
  }
}

/** The names of a message's parameters, each once. */
export function parametersOf(text: string, lang = "en"): string[] {
  const named = [...all(elementsOf(text, lang))].filter(({ type }) =>
    [ARGUMENT, NUMBER, DATE, TIME, SELECT, PLURAL].includes(type),
  );
  return [...new Set(named.map((element) => (element as { value: string }).value))].sort();
}

function pluralsOf(text: string, lang: string): Choice[] {
  return [...all(elementsOf(text, lang))].flatMap((element) => {
    if (element.type !== PLURAL) return [];
    const { value, options, pluralType } = element as { value: string; options: object; pluralType?: string };
    return [{ name: value, forms: Object.keys(options), isOrdinal: pluralType === "ordinal" }];
  });
}

/** What is wrong with a text: no message, a plural without a form that its language has, or characters that the syntax would swallow. */
export function problemsOfMessage(text: string, lang: string): string[] {
  try {
    const plurals = pluralsOf(text, lang);
    const missing = plurals.flatMap(({ name, forms, isOrdinal }) => {
      const { pluralCategories } = new Intl.PluralRules(lang, { type: isOrdinal ? "ordinal" : "cardinal" }).resolvedOptions();
      const lacking = pluralCategories.filter((category) => !forms.includes(category));
      return lacking.length > 0 ? [`has no form of {${name}} for ${lacking.join(", ")}`] : [];
    });
    const changed = !hasChoice(text, lang) && shownOtherwise(text, lang);
    return changed ? [...missing, "loses apostrophes or other characters when it is shown"] : missing;
  } catch (error) {
    return [`cannot be read as a message (${(error as Error).message})`];
  }
}

const hasChoice = (text: string, lang: string): boolean => [...all(elementsOf(text, lang))].some(({ type }) => type > ARGUMENT!);

/** Whether a message shows anything else than its text with the names in braces replaced. */
function shownOtherwise(text: string, lang: string): boolean {
  const params = Object.fromEntries(parametersOf(text, lang).map((name, at) => [name, `<${at}'${name}>`]));
  const replaced = text.replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);
  return formatMessage(text, lang, params) !== replaced;
}
