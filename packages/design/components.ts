import * as choices from "./components/choices.ts";
import { dateInput } from "./components/date-input.ts";
import * as inputs from "./components/input.ts";
import * as messages from "./components/messages.ts";
import * as navigation from "./components/navigation.ts";
import * as text from "./components/text.ts";
import * as areas from "./components/textarea.ts";
import type { Words } from "./words.ts";

const speaking = {
  errorMessage: text.errorMessage,
  warningText: text.warningText,
  input: inputs.input,
  passwordInput: inputs.passwordInput,
  fileUpload: inputs.fileUpload,
  textarea: areas.textarea,
  characterCount: areas.characterCount,
  select: areas.select,
  radios: choices.radios,
  checkboxes: choices.checkboxes,
  dateInput,
  errorSummary: messages.errorSummary,
  notificationBanner: messages.notificationBanner,
  backLink: navigation.backLink,
  skipLink: navigation.skipLink,
  breadcrumbs: navigation.breadcrumbs,
  pagination: navigation.pagination,
  tabs: navigation.tabs,
} as const;

type Bound<F> = F extends (options: infer O, words: Words) => infer R ? (options: O) => R : never;

/** The components that have texts of their own, bound to one language. */
export type Components = { readonly [K in keyof typeof speaking]: Bound<(typeof speaking)[K]> };

const bound = new WeakMap<Words, Components>();

/** Binds the components with texts to a language: `const ui = componentsIn(wordsIn("zh-Hant")); ui.input({...})`. */
export function componentsIn(words: Words): Components {
  const known = bound.get(words);
  if (known) return known;
  const made = Object.fromEntries(
    Object.entries(speaking).map(([name, component]) => [name, (options: never) => component(options, words)]),
  ) as unknown as Components;
  bound.set(words, made);
  return made;
}
