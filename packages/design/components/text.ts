import { attributes, element, empty, type Html, html } from "@troad/html";
import { type AttributeMap, type Content, contentOf, hasContent, type Maybe, type StyledContent } from "../options.ts";
import type { Words } from "../words.ts";

export type LabelOptions = StyledContent & Maybe<{ for: string; isPageHeading: boolean }>;

/** The label of a field; also the page's heading if a page asks one question. */
export function label(options: LabelOptions): Html {
  if (!hasContent(options)) return empty;
  const inner = html`<label${attributes({ class: ["tr-label", options.classes], for: options.for, ...options.attributes })}>${contentOf(options)}</label>`;
  return options.isPageHeading ? html`<h1 class="tr-label-wrapper">${inner}</h1>` : inner;
}

export type HintOptions = StyledContent & Maybe<{ id: string }>;

/** Help with a field, tied to it by `aria-describedby`. */
export const hint = (options: HintOptions): Html =>
  html`<div${attributes({ id: options.id, class: ["tr-hint", options.classes], ...options.attributes })}>${contentOf(options)}</div>`;

/** `visuallyHiddenText` replaces the word for "error"; the empty string drops it. */
export type ErrorMessageOptions = StyledContent & Maybe<{ id: string; visuallyHiddenText: string }>;

/** What is wrong with a field and how to correct it. */
export function errorMessage(options: ErrorMessageOptions, words: Words): Html {
  const prefix = options.visuallyHiddenText ?? words.error;
  const spoken = prefix === "" ? empty : html`<span class="tr-visually-hidden">${prefix}${words.colon}</span> `;
  return html`<p${attributes({ id: options.id, class: ["tr-error-message", options.classes], ...options.attributes })}>${spoken}${contentOf(options)}</p>`;
}

export type FieldsetOptions = Maybe<{
  legend: StyledContent & Maybe<{ isPageHeading: boolean }>;
  html: Html;
  describedBy: string;
  role: string;
  classes: string;
  attributes: AttributeMap;
}>;

/** Groups fields that answer one question. */
export function fieldset(options: FieldsetOptions): Html {
  const { legend } = options;
  const text = legend?.isPageHeading ? html`<h1 class="tr-fieldset__heading">${contentOf(legend)}</h1>` : contentOf(legend);
  const own = {
    class: ["tr-fieldset", options.classes],
    role: options.role,
    "aria-describedby": options.describedBy,
    ...options.attributes,
  };
  return html`<fieldset${attributes(own)}>${
    hasContent(legend) &&
    html`<legend${attributes({ class: ["tr-fieldset__legend", legend.classes], ...legend.attributes })}>${text}</legend>`
  }${options.html}</fieldset>`;
}

/** A passage set apart from the text around it. */
export const insetText = (options: StyledContent & Maybe<{ id: string }>): Html =>
  html`<div${attributes({ id: options.id, class: ["tr-inset-text", options.classes], ...options.attributes })}>${contentOf(options)}</div>`;

export type WarningTextOptions = StyledContent & Maybe<{ iconFallbackText: string }>;

/** A warning of something that would cost the reader money, rights or time. */
export function warningText(options: WarningTextOptions, words: Words): Html {
  const own = { class: ["tr-warning-text", options.classes], ...options.attributes };
  const sign = html`<span class="tr-warning-text__icon" aria-hidden="true">!</span>`;
  const said = html`<span class="tr-visually-hidden">${options.iconFallbackText ?? words.warning}</span>`;
  return html`<div${attributes(own)}>${sign}<strong class="tr-warning-text__text">${said} ${contentOf(options)}</strong></div>`;
}

/** A status in one or two words. Tones: `--green --red --amber --blue --grey`, or plain. */
export const tag = (options: StyledContent): Html =>
  html`<strong${attributes({ class: ["tr-tag", options.classes], ...options.attributes })}>${contentOf(options)}</strong>`;

export type DetailsOptions = Content &
  Maybe<{ summaryText: string; summaryHtml: Html; id: string; open: boolean; classes: string; attributes: AttributeMap }>;

/** Details that few readers need, behind a click; works without script. */
export function details(options: DetailsOptions): Html {
  const own = { id: options.id, class: ["tr-details", options.classes], open: options.open, ...options.attributes };
  const text = contentOf({ text: options.summaryText, html: options.summaryHtml });
  const summary = html`<summary class="tr-details__summary"><span class="tr-details__summary-text">${text}</span></summary>`;
  return html`<details${attributes(own)}>${summary}<div class="tr-details__text">${contentOf(options)}</div></details>`;
}

export type PanelAction = StyledContent & Maybe<{ href: string; type: "button" | "submit" }>;
export type PanelOptions = Content &
  Maybe<{
    titleText: string;
    titleHtml: Html;
    headingLevel: number;
    classes: string;
    attributes: AttributeMap;
    actions: Maybe<{ items: readonly PanelAction[]; classes: string; attributes: AttributeMap }>;
  }>;

/** The end of a task ("confirmation") or a question in its middle (`tr-panel--interruption`, which may have actions). */
export function panel(options: PanelOptions): Html {
  const interruption = options.classes?.split(" ").includes("tr-panel--interruption") ?? false;
  const own = { class: ["tr-panel", !interruption && "tr-panel--confirmation", options.classes], ...options.attributes };
  const title = element(
    `h${options.headingLevel ?? 1}`,
    { class: "tr-panel__title" },
    contentOf({ text: options.titleText, html: options.titleHtml }),
  );
  const body = hasContent(options) && html`<div class="tr-panel__body">${contentOf(options)}</div>`;
  return html`<div${attributes(own)}>${title}${body}${interruption && options.actions && panelActions(options.actions)}</div>`;
}

function panelActions(actions: NonNullable<PanelOptions["actions"]>): Html {
  const items = (actions.items ?? []).map((item) => {
    const inner = { class: ["tr-button", "tr-button--inverse", item.classes], "data-module": "tr-button" };
    if (item.type === undefined) {
      return html`<a${attributes({ class: ["tr-link", "tr-link--inverse", item.classes], href: item.href, ...item.attributes })}>${contentOf(item)}</a>`;
    }
    if (item.href !== undefined) {
      return html`<a${attributes({ href: item.href, role: "button", draggable: "false", ...inner, ...item.attributes })}>${contentOf(item)}</a>`;
    }
    return html`<button${attributes({ type: item.type, ...inner, ...item.attributes })}>${contentOf(item)}</button>`;
  });
  return html`<div${attributes({ class: ["tr-panel__actions", actions.classes], ...actions.attributes })}>${
    items.length > 0 && html`<div class="tr-button-group">${items}</div>`
  }</div>`;
}
