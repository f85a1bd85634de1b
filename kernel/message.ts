import { IntlMessageFormat } from "intl-messageformat";

export type MessageParams = Record<string, string | number>;
type Message = (params: MessageParams) => string;
type Element = ReturnType<IntlMessageFormat["getAst"]>[number];

// element types of the parser's tree
const [LITERAL, ARGUMENT] = [0, 1];

/** Whether a text has parts that need parameters; others are shown as they are. */
const hasParts = (text: string): boolean => text.includes("{");

const open = (text: string, lang: string): IntlMessageFormat =>
  new IntlMessageFormat(text, lang, undefined, { ignoreTag: true, requiresOtherClause: true });

/** What is wrong with a text as an ICU message; undefined if it is valid. */
export function messageProblem(text: string, lang: string): string | undefined {
  if (!hasParts(text)) return undefined;
  try {
    open(text, lang);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Fills in names in braces and leaves everything else as it is: the fallback for a text that is not a valid ICU message. */
const fill = (text: string, params: MessageParams): string =>
  text.replace(/\{([a-zA-Z0-9_]+)\}/g, (whole, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : whole));

/** A message of literals and plain parameters, like most: filled without the library, and numbers stay as given. */
function plain(elements: readonly Element[]): Message | undefined {
  const parts: { text: string; name?: string }[] = [];
  for (const { type, value } of elements as readonly { type: number; value: string }[]) {
    if (type === LITERAL) parts.push({ text: value });
    else if (type === ARGUMENT) parts.push({ text: `{${value}}`, name: value });
    else return undefined;
  }
  return (params) => {
    let shown = "";
    for (const { text, name } of parts) shown += name === undefined || !Object.hasOwn(params, name) ? text : params[name];
    return shown;
  };
}

// A missing parameter is shown as its name in braces; a plural uses its last form for it.
const withNames = (params: MessageParams): MessageParams =>
  new Proxy(params, {
    has: () => true,
    get: (own, name) => (Object.hasOwn(own, name) ? own[String(name)] : `{${String(name)}}`),
  });

function compile(text: string, lang: string): Message {
  try {
    const message = open(text, lang);
    return (
      plain(message.getAst()) ??
      ((params) => {
        try {
          return String(message.format(withNames(params)));
        } catch {
          return fill(text, params);
        }
      })
    );
  } catch {
    // texts are checked at start; this one came later, such as an applicant's input
    return (params) => fill(text, params);
  }
}

const mostCompiled = 10_000;
const compiled = new Map<string, Map<string, Message>>();
let kept = 0;

/**
 * Formats a text in ICU message syntax; each is compiled once per language. Never throws: a page with an odd sentence is better than none.
 */
export function formatMessage(text: string, lang: string, params: MessageParams | undefined): string {
  if (params === undefined || !hasParts(text)) return text;
  const messages = compiled.get(lang) ?? new Map<string, Message>();
  compiled.set(lang, messages);
  let message = messages.get(text);
  if (!message) {
    if (++kept > mostCompiled) {
      for (const all of compiled.values()) all.clear();
      kept = 1;
    }
    message = compile(text, lang);
    messages.set(text, message);
  }
  return message(params);
}
