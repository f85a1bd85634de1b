import { addressOfAct } from "@troad/content-law";
import { scrollable, section, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FoundListing, Site } from "@troad/web";
import type { FastifyRequest } from "fastify";

type Listed = Pick<FoundListing, "id" | "text" | "law">;
export type CitedLaw = { act: string; articles: readonly string[]; services: readonly Listed[] };

/** The acts that services of running modules cite, with the articles and the services; the most used first. */
export function citedLaws(listings: readonly Listed[]): CitedLaw[] {
  const acts = new Map<string, { articles: Set<string>; services: Listed[] }>();
  for (const listing of listings)
    for (const { act, article } of listing.law) {
      const found = acts.get(act) ?? { articles: new Set<string>(), services: [] };
      if (article !== undefined) found.articles.add(article);
      if (!found.services.includes(listing)) found.services.push(listing);
      acts.set(act, found);
    }
  return [...acts]
    .map(([act, { articles, services }]) => ({ act, articles: [...articles].sort(byNumber), services }))
    .sort((a, b) => b.services.length - a.services.length);
}

/** Article 4-1 stands between 4 and 5. */
function byNumber(a: string, b: string): number {
  const [[mainA = 0, subA = 0], [mainB = 0, subB = 0]] = [a.split("-").map(Number), b.split("-").map(Number)];
  return mainA - mainB || subA - subB;
}

type Parts = { site: Pick<Site, "href">; local(texts: Record<string, string>, lang: string): string };

/** Acts, their articles in the database of laws, and the services that work with them. */
export function lawsView({ site, local }: Parts, { t, lang }: FastifyRequest, laws: readonly CitedLaw[]): Html {
  const title = t("road.open.laws");
  const head = ["act", "articles", "used-by"].map((key) => ({ text: t(`road.open.laws.${key}`) }));
  const nameOf = ({ id, text }: Listed): string => {
    const names = Object.entries(text).flatMap(([language, texts]) => (texts.name === undefined ? [] : [[language, texts.name]]));
    return names.length > 0 ? local(Object.fromEntries(names), lang) : id;
  };
  const linked = (address: string | undefined, text: string): Html =>
    address === undefined
      ? html`<span lang="zh-Hant">${text}</span>`
      : html`<a class="tr-link" href="${address}" rel="external" lang="zh-Hant">${text}</a>`;
  const rows = laws.map(({ act, articles, services }) => [
    { html: linked(addressOfAct(act), act) },
    { html: joined(articles.map((article) => linked(addressOfAct(act, article), articleText(article)))) },
    {
      html: joined(
        services.map((one) => {
          const href = site.href("portal", `/services/${one.id}`);
          return href === undefined ? html`${nameOf(one)}` : html`<a class="tr-link" href="${href}">${nameOf(one)}</a>`;
        }),
      ),
    },
  ]);
  const content = html`<p>${t("road.open.laws.lead")}</p>${scrollable(title, table({ head, rows, firstCellIsHeader: true }))}`;
  return section({ id: "laws", title: { text: title }, content });
}

const joined = (parts: readonly Html[]): Html => html`${parts.map((part, place) => html`${place > 0 && html`<br>`}${part}`)}`;

/** As statutes are cited, in the language in which they are in force. */
function articleText(article: string): string {
  const [number, after] = article.split("-");
  return `第 ${number} 條${after === undefined ? "" : `之 ${after}`}`;
}
