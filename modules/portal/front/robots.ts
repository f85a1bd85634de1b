import { icon } from "@troad/design";
import type { FrontPage } from "./front.ts";
import { hidden } from "./front.ts";

const noRobots = ["/auth/", "/cases", "/my-data", "/me", "/work", "/account", "/eid/", "/verify/", "/search"];

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** What search engines and browsers request of every site: the site map, robots.txt and the icon. */
export const robotsFiles: FrontPage = (app, front) => {
  const { ctx } = front;
  app.get("/robots.txt", hidden, async (_request, reply) =>
    reply
      .type("text/plain; charset=utf-8")
      .send(
        [
          "User-agent: *",
          ...noRobots.map((path) => `Disallow: ${path}`),
          `Sitemap: ${ctx.origin("portal")}/sitemap.xml`,
          "",
        ].join("\n"),
      ),
  );
  app.get("/sitemap.xml", hidden, async (_request, reply) => {
    const { directory } = front;
    const paths = [
      ...["/", "/services", "/agencies", "/about", "/docs"],
      ...directory.listings.map(({ id }) => `/services/${id}`),
      ...directory.events.map(({ id }) => `/life-events/${id}`),
      ...directory.agencies.map(({ id }) => `/agencies/${id}`),
    ];
    const urls = paths.map((path) => `<url><loc>${escaped(`${ctx.origin("portal")}${path}`)}</loc></url>`).join("");
    return reply
      .type("application/xml")
      .send(`<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls}</urlset>`);
  });
  app.get("/favicon.ico", hidden, async (_request, reply) =>
    reply.type("image/svg+xml").header("cache-control", "public, max-age=86400").send(icon().text),
  );
};
