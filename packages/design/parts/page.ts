import { attributes, type Html, html } from "@troad/html";
import { type BreadcrumbsOptions, breadcrumbs, skipLink } from "../components/navigation.ts";
import type { Maybe } from "../options.ts";
import { type Words, wordsIn } from "../words.ts";
import {
  type FooterOptions,
  footer,
  type HeaderLanguages,
  type HeaderUser,
  header,
  type NavigationItem,
  navigation,
} from "./header.ts";

export type PageOptions = {
  /** BCP 47, such as `zh-Hant`. */
  readonly lang: string;
  /** The page's own title; the service's name is appended. Begin it with the word for "error" if the page shows errors. */
  readonly title: string;
  readonly serviceName: string;
  readonly currentPath: string;
  /** Contains the page's only `h1`. */
  readonly content: Html;
  readonly assets: { readonly css: string } & Maybe<{ js: string; icon: string }>;
} & Maybe<{
  dir: "ltr" | "rtl";
  description: string;
  homeHref: string;
  nav: readonly NavigationItem[];
  user: HeaderUser;
  languages: HeaderLanguages;
  breadcrumbs: BreadcrumbsOptions["items"];
  /** Where to search everything. */
  searchHref: string;
  /** Navigation within this part of the site: a second row of the header. */
  section: { readonly label: string; readonly items: readonly NavigationItem[] };
  /** A thin line above the header, such as the notice of a demonstration. News belongs at the top of the content. */
  banner: Html;
  /** The work area's navigation: beside the content if there is room, otherwise in the header's menu. */
  rail: { readonly label: string; readonly items: readonly NavigationItem[] };
  footer: FooterOptions;
  /** The texts of the frame; those of `lang` if absent. */
  texts: Words;
}>;

/**
 * A whole document. It contains no inline style or script, so it works under `default-src 'self'`; it is readable without styles and works
 * without script. Landmarks: banner, navigation, main (`#content`), contentinfo.
 */
export function page(options: PageOptions): string {
  const words = options.texts ?? wordsIn(options.lang);
  const { css, js, icon } = options.assets;
  const document = html`<!doctype html>
<html${attributes({ lang: options.lang, dir: options.dir })}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${options.title === options.serviceName ? options.title : `${options.title} – ${options.serviceName}`}</title>
${options.description !== undefined && html`<meta name="description" content="${options.description}">`}
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#faf8f3">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#141917">
<link rel="stylesheet" href="${css}">
${icon !== undefined && html`<link rel="icon" type="image/svg+xml" href="${icon}">`}
${js !== undefined && html`<script src="${js}" defer></script>`}
</head>
<body class="${options.rail ? "tr-page tr-page--office" : "tr-page"}">
${skipLink({}, words)}
${header(options, words)}
<div class="tr-container tr-page__body">
${options.rail && html`<div class="tr-rail">${navigation(options.rail.items, options.currentPath, options.rail.label)}</div>`}
${options.breadcrumbs && options.breadcrumbs.length > 0 && breadcrumbs({ items: options.breadcrumbs }, words)}
<main class="tr-main" id="content" tabindex="-1">
${options.content}
</main>
</div>
${footer(options.footer ?? {})}
</body>
</html>
`;
  return String(document);
}
