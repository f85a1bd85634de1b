import { attributes, empty, type Html, html } from "@troad/html";
import { magnifier, mark } from "../icons.ts";
import type { Maybe } from "../options.ts";
import type { Words } from "../words.ts";

export interface NavigationItem {
  readonly href: string;
  readonly text: string;
}

/** A form in the header that works without script; `fields` carry what the receiver needs, such as a CSRF token. */
export interface HeaderForm {
  readonly action: string;
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** The signed-in person, or the link to sign in. */
export type HeaderUser =
  | { readonly name: string; readonly href: string; readonly signOut?: HeaderForm | undefined }
  | { readonly signInHref: string };

/** Languages are links if they have an `href`, otherwise buttons of `form`, which posts `lang`. */
export interface HeaderLanguages {
  readonly choices: readonly (Maybe<{ href: string }> & { readonly lang: string; readonly name: string })[];
  readonly form?: HeaderForm | undefined;
}

export type HeaderOptions = { readonly serviceName: string; readonly currentPath: string; readonly lang: string } & Maybe<{
  homeHref: string;
  nav: readonly NavigationItem[];
  user: HeaderUser;
  languages: HeaderLanguages;
  /** Where to search everything. */
  searchHref: string;
  /** Navigation within this part of the site: a second row. */
  section: { readonly label: string; readonly items: readonly NavigationItem[] };
  /** A thin line above the header, such as the notice of a demonstration. News belongs at the top of the content. */
  banner: Html;
}>;

/**
 * The header, one row: the site's name, navigation, the signed-in person, the languages. If there is not enough room, a menu that opens
 * without script holds them; only one of the two forms is displayed.
 */
export function header(options: HeaderOptions, words: Words): Html {
  const { nav = [], section, searchHref } = options;
  const name = html`<span class="tr-header__name">${options.serviceName}</span>`;
  const choice = options.languages && languages(options.languages, options.lang, words);
  const tools = html`${choice}${options.user && user(options.user, words)}`;
  const links = (label: string, items: readonly NavigationItem[]): Html | undefined =>
    items.length > 0 ? navigation(items, options.currentPath, label) : undefined;
  return html`<header class="tr-header">${options.banner && html`<div class="tr-header__banner">${options.banner}</div>`}
    <div class="tr-container tr-header__bar">
    <a class="tr-header__home" href="${options.homeHref ?? "/"}">${mark}${name}</a>
    <div class="tr-header__wide">${links(words.mainNavigation, nav)}</div>
    ${searchHref !== undefined && searchLink(searchHref, words)}
    <div class="tr-header__wide tr-header__tools">${tools}</div>
    <details class="tr-header__narrow tr-menu"><summary class="tr-header__tool">${words.menu}</summary>
    <div class="tr-menu__panel">${links(words.mainNavigation, nav)}<div class="tr-header__tools">${tools}</div></div></details></div>
    ${section && section.items.length > 1 && subnav(links(section.label, section.items))}</header>`;
}

const searchLink = (href: string, words: Words): Html =>
  html`<a class="tr-header__tool tr-header__search" href="${href}">${magnifier}<span>${words.search}</span></a>`;

const subnav = (content: Html | undefined): Html => html`<div class="tr-subnav"><div class="tr-container">${content}</div></div>`;

/** Links; the one to this page, or to its nearest ancestor, is marked. */
export function navigation(items: readonly NavigationItem[], currentPath: string, label: string): Html {
  // the entry of the page itself, or the longest one above it
  const above = items
    .filter(({ href }) => href === currentPath || (href !== "/" && currentPath.startsWith(`${href}/`)))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
  const links = items.map((item) => {
    const current = item !== above ? undefined : item.href === currentPath ? "page" : "true";
    return html`<li><a${attributes({ class: "tr-header__link", href: item.href, "aria-current": current })}>${item.text}</a></li>`;
  });
  return html`<nav class="tr-header__nav" aria-label="${label}"><ul class="tr-header__list">${links}</ul></nav>`;
}

/** More languages than this fold into a menu. */
const LANGUAGES_SHOWN = 3;

function languages(options: HeaderLanguages, lang: string, words: Words): Html {
  const others = options.choices.filter((choice) => choice.lang !== lang);
  if (others.length === 0) return empty;
  const items = others.map((choice) =>
    choice.href === undefined
      ? html`<button${attributes({ class: "tr-header__tool", type: "submit", name: "lang", value: choice.lang, lang: choice.lang })}>${choice.name}</button>`
      : html`<a${attributes({ class: "tr-header__tool", href: choice.href, hreflang: choice.lang, lang: choice.lang })}>${choice.name}</a>`,
  );
  const content = options.form ? form(options.form, items) : html`${items}`;
  if (options.choices.length <= LANGUAGES_SHOWN)
    return html`<div class="tr-header__languages" role="group" aria-label="${words.language}">${content}</div>`;
  const summary = html`<summary class="tr-header__tool">${words.language}</summary>`;
  return html`<details class="tr-header__languages tr-menu">${summary}<div class="tr-menu__list">${content}</div></details>`;
}

function user(options: HeaderUser, words: Words): Html {
  if ("signInHref" in options)
    return html`<a class="tr-header__tool tr-header__tool--strong" href="${options.signInHref}">${words.signIn}</a>`;
  const signOut =
    options.signOut && form(options.signOut, html`<button class="tr-header__tool" type="submit">${words.signOut}</button>`);
  const said = html`<span class="tr-visually-hidden">${words.account}${words.colon}</span>`;
  return html`<a class="tr-header__tool tr-header__person" href="${options.href}">${said}${options.name}</a>${signOut}`;
}

const form = (options: HeaderForm, content: Html | readonly Html[]): Html =>
  html`<form class="tr-header__form" method="post" action="${options.action}">${Object.entries(options.fields ?? {}).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}${content}</form>`;

export type FooterGroup = { readonly title: string; readonly links: readonly NavigationItem[] };
export type FooterOptions = Maybe<{ groups: readonly FooterGroup[]; note: string | Html }>;

/** The footer: the links that every page must have, in columns, and who is responsible for the page. */
export function footer({ groups = [], note }: FooterOptions): Html {
  const columns = groups
    .filter(({ links }) => links.length > 0)
    .map(
      ({ title, links }) => html`<div class="tr-footer__group"><h2 class="tr-footer__title">${title}</h2>
      <ul class="tr-footer__list">${links.map(footerLink)}</ul></div>`,
    );
  return html`<footer class="tr-footer"><div class="tr-container tr-footer__bar">${columns}</div>
    ${note !== undefined && html`<div class="tr-container"><p class="tr-footer__note">${note}</p></div>`}</footer>`;
}

const footerLink = ({ href, text }: NavigationItem): Html => html`<li><a class="tr-footer__link" href="${href}">${text}</a></li>`;
