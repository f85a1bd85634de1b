import { attributes, element, type Html, type HtmlValue, html } from "@troad/html";
import { type Content, contentOf, hasContent, type Maybe } from "../options.ts";

/** Content next to its context: two columns if there is room, otherwise in this order. */
export const columns = (
  main: HtmlValue,
  aside: HtmlValue,
  options: Maybe<{ asideLabel: string; asideFirst: boolean }> = {},
): Html => {
  const side = html`<aside${attributes({ class: "tr-columns__aside", "aria-label": options.asideLabel })}>${aside}</aside>`;
  const own = { class: ["tr-columns", options.asideFirst && "tr-columns--aside-first"] };
  const body = html`<div class="tr-columns__main">${main}</div>`;
  return html`<div${attributes(own)}>${options.asideFirst && side}${body}${!options.asideFirst && side}</div>`;
};

/** A road to the horizon: the mark, drawn large. */
const heroPicture = html`<svg class="tr-hero__picture" xmlns="http://www.w3.org/2000/svg" width="384" height="288" viewBox="0 0 384 288"
  aria-hidden="true" focusable="false"><clipPath id="tr-hero-frame"><rect width="384" height="288" rx="24"/></clipPath>
  <g clip-path="url(#tr-hero-frame)"><rect class="tr-hero__sky" width="384" height="288"/>
  <path class="tr-hero__hill" d="M0 150c50-52 96-60 150-26s70 40 110 20 84-30 124 2v46H0z"/>
  <circle class="tr-hero__sun" cx="192" cy="146" r="46"/><path class="tr-hero__hill tr-hero__hill--near" d="M0 160c64-22 120-16 180-2s140 4 204-14v40H0z"/>
  <path class="tr-hero__ground" d="M0 168h384v120H0z"/><path class="tr-hero__road" d="M184 168h16l132 120H52z"/>
  <path class="tr-hero__line" d="M192 182v10M192 206v18M192 242v28"/></g></svg>`;

/** The top of a page: its only heading, a line that says what one can do here, and the buttons. */
export const hero = (
  options: { readonly title: Content } & Maybe<{ lead: Content; actions: Html; eyebrow: string; picture: boolean }>,
): Html =>
  html`<div class="tr-hero"><div class="tr-hero__text">${
    options.eyebrow && html`<p class="tr-hero__eyebrow">${options.eyebrow}</p>`
  }<h1 class="tr-hero__title">${contentOf(options.title)}</h1>${
    hasContent(options.lead) && html`<p class="tr-hero__lead">${contentOf(options.lead)}</p>`
  }${options.actions && html`<div class="tr-hero__actions">${options.actions}</div>`}</div>${options.picture && heroPicture}</div>`;

export type CardOptions = { readonly title: Content } & Maybe<{
  /** Makes the whole card a link. */
  href: string;
  body: Content;
  /** A line at the bottom, such as the agency or a date. */
  meta: Content;
  tag: Html;
  headingLevel: number;
  classes: string;
}>;

/** One item that can be opened or read by itself. */
export function card(options: CardOptions): Html {
  const title =
    options.href === undefined
      ? contentOf(options.title)
      : html`<a class="tr-card__link" href="${options.href}">${contentOf(options.title)}</a>`;
  return html`<div${attributes({ class: ["tr-card", options.href !== undefined && "tr-card--link", options.classes] })}>${
    options.tag && html`<div class="tr-card__tag">${options.tag}</div>`
  }${element(`h${options.headingLevel ?? 3}`, { class: "tr-card__title" }, title)}${
    hasContent(options.body) && html`<div class="tr-card__body">${contentOf(options.body)}</div>`
  }${hasContent(options.meta) && html`<div class="tr-card__meta">${contentOf(options.meta)}</div>`}</div>`;
}

/** Cards in as many columns as fit. */
export const cardGrid = (cards: readonly Html[], options: Maybe<{ label: string }> = {}): Html =>
  html`<ul${attributes({ class: "tr-cards", "aria-label": options.label })}>${cards.map((one) => html`<li class="tr-cards__item">${one}</li>`)}</ul>`;

/** A heading with its content; `id` lets a link lead here. */
export const section = (
  options: { readonly title: Content; readonly content: HtmlValue } & Maybe<{ id: string; headingLevel: number; actions: Html }>,
): Html =>
  html`<section${attributes({ class: "tr-section", id: options.id })}><div class="tr-section__head">${element(
    `h${options.headingLevel ?? 2}`,
    { class: "tr-section__title" },
    contentOf(options.title),
  )}${options.actions}</div>${options.content}</section>`;

export type StatTile = { readonly label: string; readonly value: string | number | Html } & Maybe<{ hint: string; href: string }>;

/** Figures that show how a service is doing. */
export const statTiles = (tiles: readonly StatTile[]): Html =>
  html`<dl class="tr-stats">${tiles.map(
    (tile) =>
      html`<div class="tr-stats__tile"><dt class="tr-stats__label">${
        tile.href === undefined ? tile.label : html`<a class="tr-link" href="${tile.href}">${tile.label}</a>`
      }</dt><dd class="tr-stats__value">${tile.value}</dd>${
        tile.hint !== undefined && html`<dd class="tr-stats__hint">${tile.hint}</dd>`
      }</div>`,
  )}</dl>`;

const emptyPicture = html`<svg class="tr-empty__picture" xmlns="http://www.w3.org/2000/svg" width="96" height="48" viewBox="0 0 96 48"
  aria-hidden="true" focusable="false"><g fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round">
  <path d="M4 20h88" opacity=".45"/><path d="M45 20 24 46M51 20l21 26"/>
  <path d="M48 27v4M48 37v6" opacity=".6"/><path d="M38 20a10 10 0 0 1 20 0"/></g></svg>`;

/** Says that there is nothing yet, why, and what to do. */
export const emptyState = (
  options: { readonly title: string } & Maybe<{ body: Content; action: Html; headingLevel: number }>,
): Html =>
  html`<div class="tr-empty">${emptyPicture}${element(
    `h${options.headingLevel ?? 2}`,
    { class: "tr-empty__title" },
    options.title,
  )}${hasContent(options.body) && html`<div class="tr-empty__body">${contentOf(options.body)}</div>`}${options.action}</div>`;
