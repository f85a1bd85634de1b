import { attributes, type Html, html } from "@troad/html";
import { nextArrow, previousArrow } from "../icons.ts";
import { type AttributeMap, type Content, contentOf, type Listed, listed, type Maybe, type StyledContent } from "../options.ts";
import { phrase, type Words } from "../words.ts";

/** A link to the previous page. */
export const backLink = (options: StyledContent & Maybe<{ href: string }>, words: Words): Html =>
  html`<a${attributes({ href: options.href ?? "#", class: ["tr-back-link", options.classes], ...options.attributes })}>${contentOf(options) ?? words.back}</a>`;

/** The first link of a page, visible when it has the focus. */
export function skipLink(options: StyledContent & Maybe<{ href: string }>, words: Words): Html {
  const href = options.href ?? "#content";
  const own = { href, class: ["tr-skip-link", options.classes], "data-module": "tr-skip-link", ...options.attributes };
  return html`<a${attributes(own)}>${contentOf(options) ?? words.skipToContent}</a>`;
}

export type BreadcrumbsOptions = {
  readonly items: readonly (Content & Maybe<{ href: string; attributes: AttributeMap }>)[];
} & Maybe<{
  collapseOnMobile: boolean;
  labelText: string;
  classes: string;
  attributes: AttributeMap;
}>;

/** The path to the page; an entry without `href` is the page itself. */
export function breadcrumbs(options: BreadcrumbsOptions, words: Words): Html {
  const own = {
    class: ["tr-breadcrumbs", options.collapseOnMobile && "tr-breadcrumbs--collapse-on-mobile", options.classes],
    "aria-label": options.labelText ?? words.breadcrumb,
    ...options.attributes,
  };
  const items = options.items.map((item) => {
    if (item.href === undefined) return html`<li class="tr-breadcrumbs__list-item" aria-current="page">${contentOf(item)}</li>`;
    const link = { class: "tr-breadcrumbs__link", href: item.href, ...item.attributes };
    return html`<li class="tr-breadcrumbs__list-item"><a${attributes(link)}>${contentOf(item)}</a></li>`;
  });
  return html`<nav${attributes(own)}><ol class="tr-breadcrumbs__list">${items}</ol></nav>`;
}

export type PaginationLink = Content & { readonly href: string } & Maybe<{ labelText: string; attributes: AttributeMap }>;
export type PaginationOptions = Maybe<{
  previous: PaginationLink;
  next: PaginationLink;
  items: readonly Listed<
    Maybe<{
      number: number | string;
      href: string;
      current: boolean;
      ellipsis: boolean;
      visuallyHiddenText: string;
      attributes: AttributeMap;
    }>
  >[];
  landmarkLabel: string;
  classes: string;
  attributes: AttributeMap;
}>;

/** Pages of a list or, without numbers, the previous and next parts. */
export function pagination(options: PaginationOptions, words: Words): Html {
  const isBlock = options.items === undefined && (options.previous !== undefined || options.next !== undefined);
  const own = {
    class: ["tr-pagination", isBlock && "tr-pagination--block", options.classes],
    "aria-label": options.landmarkLabel ?? words.pagination,
    ...options.attributes,
  };
  const items = listed(options.items).map(({ item }) => {
    if (item.ellipsis) return html`<li class="tr-pagination__item tr-pagination__item--ellipsis">⋯</li>`;
    if (item.number === undefined) return undefined;
    const link = {
      class: "tr-link tr-pagination__link",
      href: item.href,
      "aria-label": item.visuallyHiddenText ?? phrase(words.page, { n: item.number }),
      "aria-current": item.current ? "page" : undefined,
      ...item.attributes,
    };
    const entry = { class: ["tr-pagination__item", item.current && "tr-pagination__item--current"] };
    return html`<li${attributes(entry)}><a${attributes(link)}>${item.number}</a></li>`;
  });
  return html`<nav${attributes(own)}>${options.previous && sideLink(options.previous, "prev", isBlock, words)}${
    options.items && html`<ul class="tr-pagination__list">${items}</ul>`
  }${options.next && sideLink(options.next, "next", isBlock, words)}</nav>`;
}

function sideLink(link: PaginationLink, side: "prev" | "next", isBlock: boolean, words: Words): Html {
  const arrow = side === "prev" ? previousArrow : nextArrow;
  const suffix = words.pageSuffix && html`<span class="tr-visually-hidden">${words.pageSuffix}</span>`;
  const fallback = html`${side === "prev" ? words.previous : words.next}${suffix}`;
  const title = html`<span${attributes({
    class: ["tr-pagination__link-title", isBlock && !link.labelText && "tr-pagination__link-title--decorated"],
  })}>${contentOf(link) ?? fallback}</span>${
    isBlock &&
    link.labelText !== undefined &&
    html`<span class="tr-visually-hidden">${words.colon}</span><span class="tr-pagination__link-label">${link.labelText}</span>`
  }`;
  const arrowFirst = side === "prev" || isBlock;
  const own = { class: "tr-link tr-pagination__link", href: link.href, rel: side, ...link.attributes };
  return html`<div class="tr-pagination__${side}"><a${attributes(own)}>${arrowFirst && arrow}${title}${!arrowFirst && arrow}</a></div>`;
}

export type TabItem = { readonly label: string; readonly panel: Content & Maybe<{ attributes: AttributeMap }> } & Maybe<{
  id: string;
  attributes: AttributeMap;
}>;
export type TabsOptions = Maybe<{
  id: string;
  idPrefix: string;
  title: string;
  items: readonly Listed<TabItem>[];
  classes: string;
  attributes: AttributeMap;
}>;

/** Parts of a page, one visible at a time; a list of contents if the script does not run. */
export function tabs(options: TabsOptions, words: Words): Html {
  const own = { id: options.id, class: ["tr-tabs", options.classes], "data-module": "tr-tabs", ...options.attributes };
  const items = listed(options.items).map(({ item, place }) => ({
    item,
    place,
    id: item.id ?? `${options.idPrefix ?? ""}-${place}`,
  }));
  const links = items.map(({ item, place, id }) => {
    const entry = { class: ["tr-tabs__list-item", place === 1 && "tr-tabs__list-item--selected"] };
    const link = { class: "tr-tabs__tab", href: `#${id}`, ...item.attributes };
    return html`<li${attributes(entry)}><a${attributes(link)}>${item.label}</a></li>`;
  });
  const panels = items.map(({ item, place, id }) => {
    const panel = { class: ["tr-tabs__panel", place > 1 && "tr-tabs__panel--hidden"], id, ...item.panel.attributes };
    const isHtml = item.panel.html && !item.panel.html.isEmpty;
    return html`<div${attributes(panel)}>${isHtml ? item.panel.html : html`<p class="tr-body">${item.panel.text}</p>`}</div>`;
  });
  return html`<div${attributes(own)}><h2 class="tr-tabs__title">${options.title ?? words.contents}</h2>${
    items.length > 0 && html`<ul class="tr-tabs__list">${links}</ul>`
  }${panels}</div>`;
}
