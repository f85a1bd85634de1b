import { attributes, element, type Html, html } from "@troad/html";
import { type AttributeMap, type Content, contentOf, hasContent, type Listed, listed, type Maybe } from "../options.ts";

export type AccordionSection = { readonly heading: Content; readonly content: Content } & Maybe<{ summary: Content; expanded: boolean }>;
export type AccordionOptions = { readonly id: string; readonly items: readonly Listed<AccordionSection>[] } & Maybe<{
  headingLevel: number;
  classes: string;
  attributes: AttributeMap;
}>;

/** Sections under headings that close where the script runs; `details` is the better choice for one or two. */
export const accordion = (options: AccordionOptions): Html =>
  html`<div${attributes({ class: ["tr-accordion", options.classes], "data-module": "tr-accordion", id: options.id, ...options.attributes })}>${listed(
    options.items,
  ).map(({ item, place }) => section(item, place, options))}</div>`;

function section(item: AccordionSection, place: number, options: AccordionOptions): Html {
  const { id } = options;
  const isHtml = item.content.html && !item.content.html.isEmpty;
  const heading = element(
    `h${options.headingLevel ?? 2}`,
    { class: "tr-accordion__section-heading" },
    html`<span class="tr-accordion__section-button" id="${id}-heading-${place}">${contentOf(item.heading)}</span>`,
  );
  return html`<div${attributes({
    class: ["tr-accordion__section", item.expanded && "tr-accordion__section--expanded"],
  })}><div class="tr-accordion__section-header">${heading}${
    hasContent(item.summary) &&
    html`<div class="tr-accordion__section-summary tr-body" id="${id}-summary-${place}">${contentOf(item.summary)}</div>`
  }</div><div id="${id}-content-${place}" class="tr-accordion__section-content">${isHtml ? item.content.html : html`<p class="tr-body">${item.content.text}</p>`}</div></div>`;
}
