import { attributes, element, type Html, html } from "@troad/html";
import { magnifier } from "../icons.ts";
import type { Maybe } from "../options.ts";

export type SearchFormOptions = {
  readonly action: string;
  readonly label: string;
  readonly button: string;
  /** The name of the query parameter. */
  readonly name: string;
} & Maybe<{ value: string; hint: string; id: string; fields: Readonly<Record<string, string>>; classes: string }>;

/** One large search field, sent by a plain GET. */
export function searchForm(options: SearchFormOptions): Html {
  const id = options.id ?? "search";
  const hint = options.hint === undefined ? undefined : `${id}-hint`;
  const input = {
    class: "tr-search__input",
    type: "search",
    id,
    name: options.name,
    value: options.value,
    maxlength: 200,
    autocomplete: "off",
    "aria-describedby": hint,
  };
  const hidden = Object.entries(options.fields ?? {}).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form${attributes({ class: ["tr-search", options.classes], action: options.action, method: "get", role: "search" })}>
    <label class="tr-search__label" for="${id}">${options.label}</label>
    ${hidden}<div class="tr-search__row"><input${attributes(input)}>
    <button class="tr-search__button" type="submit">${magnifier}<span>${options.button}</span></button></div>
    ${options.hint !== undefined && html`<p class="tr-search__hint" id="${hint}">${options.hint}</p>`}</form>`;
}

/** The top of the home page: its heading and the search, on a background of their own. */
export const masthead = (
  options: { readonly title: string; readonly search: Html } & Maybe<{ lead: string; below: Html }>,
): Html =>
  html`<div class="tr-masthead"><h1 class="tr-masthead__title">${options.title}</h1>
    ${options.lead !== undefined && html`<p class="tr-masthead__lead">${options.lead}</p>`}${options.search}${options.below}</div>`;

export type TileOptions = { readonly href: string; readonly title: string } & Maybe<{
  lead: string;
  picture: string;
  /** A number, shown large beside the name. */
  figure: string;
  headingLevel: number;
}>;

/** A tile that links to something, with a picture if there is one; the text says everything that the picture does. */
export const tile = ({ href, title, lead, picture, figure, headingLevel = 3 }: TileOptions): Html =>
  html`<div class="tr-tile">${picture !== undefined && html`<img class="tr-tile__picture" src="${picture}" alt="" width="96" height="72" loading="lazy">`}
    ${figure !== undefined && html`<p class="tr-tile__figure">${figure}</p>`}
    <div class="tr-tile__text">${element(`h${headingLevel}`, { class: "tr-tile__title" }, html`<a class="tr-tile__link" href="${href}">${title}</a>`)}
    ${lead !== undefined && html`<p class="tr-tile__lead">${lead}</p>`}</div></div>`;

/** Tiles in as many columns as fit. */
export function tileGrid(tiles: readonly Html[], options: Maybe<{ label: string; classes: string }> = {}): Html {
  const own = { class: ["tr-tiles", options.classes], "aria-label": options.label };
  return html`<ul${attributes(own)}>${tiles.map((one) => html`<li class="tr-tiles__item">${one}</li>`)}</ul>`;
}

export type LineOptions = { readonly href: string; readonly title: string } & Maybe<{ lead: string; meta: string }>;

/** A list of links with one line each, for lists of more than nine entries. */
export const lineList = (lines: readonly LineOptions[], options: Maybe<{ label: string }> = {}): Html =>
  html`<ul${attributes({ class: "tr-lines", "aria-label": options.label })}>${lines.map(
    ({ href, title, lead, meta }) =>
      html`<li class="tr-lines__item"><a class="tr-lines__link" href="${href}">${title}</a>
        ${lead !== undefined && html`<p class="tr-lines__lead">${lead}</p>`}${meta !== undefined && html`<p class="tr-lines__meta">${meta}</p>`}</li>`,
  )}</ul>`;

export type DateLine = {
  readonly href: string;
  readonly title: string;
  readonly when: Html;
  readonly isOpen: boolean;
  readonly state: string;
};

/** Upcoming dates, in one strip. */
export const dateStrip = (dates: readonly DateLine[], label: string): Html =>
  html`<ul class="tr-dates" aria-label="${label}">${dates.map(
    ({ href, title, when, isOpen, state }) =>
      html`<li${attributes({ class: ["tr-dates__item", isOpen && "tr-dates__item--open"] })}><p class="tr-dates__when">${when}</p>
        <p class="tr-dates__title"><a class="tr-link" href="${href}">${title}</a></p><p class="tr-dates__state">${state}</p></li>`,
  )}</ul>`;
