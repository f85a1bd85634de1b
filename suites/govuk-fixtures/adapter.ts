import * as design from "@troad/design";
import { type Html, trusted } from "@troad/html";

type Options = Record<string, unknown>;
type Component = (options: never) => Html;

const { english, componentsIn } = design;
const ui = componentsIn(english);

/** Our component for each of the oracle's. */
export const components: Readonly<Record<string, Component>> = {
  "back-link": ui.backLink,
  breadcrumbs: ui.breadcrumbs,
  button: design.button,
  "character-count": ui.characterCount,
  checkboxes: ui.checkboxes,
  "date-input": ui.dateInput,
  details: design.details,
  "error-message": ui.errorMessage,
  "error-summary": ui.errorSummary,
  fieldset: design.fieldset,
  "file-upload": ui.fileUpload,
  hint: design.hint,
  input: ui.input,
  "inset-text": design.insetText,
  label: design.label,
  "notification-banner": ui.notificationBanner,
  pagination: ui.pagination,
  panel: design.panel,
  "password-input": ui.passwordInput,
  "phase-banner": design.phaseBanner,
  radios: ui.radios,
  select: ui.select,
  "skip-link": ui.skipLink,
  "summary-list": design.summaryList,
  table: design.table,
  tabs: ui.tabs,
  tag: design.tag,
  "task-list": design.taskList,
  textarea: ui.textarea,
  "warning-text": ui.warningText,
};

/** The oracle's class prefix becomes ours, in options and in markup alike. */
export const withOurPrefix = (text: string): string => text.replace(/\bgovuk-/g, "tr-");

/** Renders a fixture's options with our component: its `...Html` strings are the oracle's own and are trusted here. */
export function render(component: Component, options: Options): string {
  return String((component as (options: unknown) => Html)(adapted(options)));
}

function adapted(value: unknown, key = ""): unknown {
  if (typeof value === "string") return /^html$|Html$/.test(key) ? trusted(withOurPrefix(value)) : withOurPrefix(value);
  if (Array.isArray(value)) return value.map((entry) => adapted(entry));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, adapted(entry, name)]));
}
