import type { FastifyInstance, FastifyReply } from "fastify";
import { opendataFailure } from "../domain/errors.ts";
import { catalogNodes, jsonLdOf, turtleOf } from "./dcat.ts";
import { dataOnly, type FullSet, fileUrl, type InterfaceParts, openly, withFiles } from "./parts.ts";

export const dcatPage = 100;
const feedLength = 50;
const sitemapLength = 50_000;

const xml = (text: string): string =>
  text
    // characters that XML 1.0 cannot have at all
    .replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** The catalogue for other catalogues, feed readers and search engines. */
export function feedRoutes(app: FastifyInstance, parts: InterfaceParts): void {
  const { catalogue, origin } = parts;
  const page = async (asked: string | undefined) => {
    const number = /^\d{1,6}$/.test(asked ?? "1") ? Number(asked ?? "1") : 0;
    const pages = Math.max(1, Math.ceil((await catalogue.browseCount({})) / dcatPage));
    if (number < 1 || number > pages) throw opendataFailure("opendata.not-found");
    const sets = await withFiles(parts, await catalogue.browse({ limit: dcatPage, offset: (number - 1) * dcatPage }));
    return catalogNodes(parts, sets, { page: number, pages, publisher: parts.agencies[0] ?? "troad" });
  };
  type Paged = { Querystring: { page?: string } };
  app.get<Paged>("/data/catalog.jsonld", dataOnly, async (request, reply) =>
    openly(reply)
      .type("application/ld+json; charset=utf-8")
      .send(JSON.stringify(jsonLdOf(await page(request.query.page)))),
  );
  app.get<Paged>("/data/catalog.ttl", dataOnly, async (request, reply) =>
    openly(reply)
      .type("text/turtle; charset=utf-8")
      .send(turtleOf(await page(request.query.page))),
  );
  app.get("/data/changes.rss", dataOnly, async (request, reply) => {
    const items = (await catalogue.changes({ limit: feedLength })).map(({ no, name, kind, detail, at, record }) => {
      const title = `${record.title[request.lang === "en" ? "en" : "zh-Hant"]}: ${request.t(`opendata.change.${kind}`)}`;
      return `<item><title>${xml(title)}</title><link>${xml(`${origin}/data/${name}`)}</link>
<guid isPermaLink="false">${xml(`${origin}/data/changes/${no}`)}</guid>
<pubDate>${new Date(at).toUTCString()}</pubDate><description>${xml(detail)}</description></item>`;
    });
    const [title, lead] = ["opendata.changes.title", "opendata.lead"].map((key) => xml(request.t(key)));
    const head = `<title>${title}</title><link>${xml(`${origin}/data`)}</link><description>${lead}</description>`;
    return text(
      reply,
      "application/rss+xml",
      `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>${head}\n${items.join("\n")}\n</channel></rss>\n`,
    );
  });
  app.get<{ Params: { set: string } }>("/data/:set/schema.jsonld", dataOnly, async (request, reply) => {
    const [full] = await withFiles(parts, [await catalogue.live(request.params.set)]);
    return openly(reply)
      .type("application/ld+json; charset=utf-8")
      .send(JSON.stringify(schemaOrg(parts, full!)));
  });
  app.get("/data/sitemap.xml", dataOnly, async (_request, reply) => {
    const sets = await catalogue.addresses(sitemapLength);
    const urls = sets.map(
      ({ name, modified }) => `<url><loc>${xml(`${origin}/data/${name}`)}</loc><lastmod>${modified.slice(0, 10)}</lastmod></url>`,
    );
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join("\n")}\n</urlset>\n`;
    return text(reply, "application/xml", body);
  });
}

/** What search engines read of a data set (schema.org/Dataset). */
const schemaOrg = ({ origin, agencyName }: InterfaceParts, { record, ...set }: FullSet): object => ({
  "@context": "https://schema.org",
  "@type": "Dataset",
  name: record.title["zh-Hant"],
  alternateName: record.title.en,
  description: record.description["zh-Hant"],
  identifier: set.id,
  url: `${origin}/data/${set.name}`,
  dateModified: set.modified,
  isAccessibleForFree: record.openness === "open",
  creator: { "@type": "GovernmentOrganization", name: agencyName("zh-Hant", set.agency) },
  keywords: record.keywords,
  distribution: set.resources.map(({ id, report }) => ({
    "@type": "DataDownload",
    encodingFormat: report.format,
    contentUrl: fileUrl(origin, set.name, id, "original"),
  })),
});

const text = (reply: FastifyReply, type: string, body: string): FastifyReply =>
  openly(reply).type(`${type}; charset=utf-8`).send(body);
