import { card, cardGrid, hero, section } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import { hidden } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { PortalPages } from "./parts.ts";
import { peopleCards } from "./people.ts";
import { serviceCards } from "./services.ts";

type Parts = Pick<PortalPages, "site" | "names" | "services" | "roles" | "eid"> & {
  ctx: Pick<ModuleContext, "demo" | "origin" | "pages" | "texts">;
};

/** The front page. In the demonstration it is "Try this": be one of the people, with one click. */
export function homePages(app: FastifyInstance, parts: Parts): void {
  const { ctx, site, eid } = parts;
  const kind = ctx.demo ? "try" : "home";
  app.get(
    "/",
    hidden,
    site.open(async (request) => {
      const { t } = request;
      const people = ctx.demo ? await eid.demoPeople() : [];
      const title = t(`portal.${kind}.title`);
      const opening = hero({ title: { text: title }, lead: { text: t(`portal.${kind}.lead`) }, picture: true });
      const services = section({
        title: { text: t("portal.services.title") },
        content: cardGrid(serviceCards(parts, request)),
      });
      return {
        title,
        content: html`${opening}${people.length > 0 && peopleCards(parts, request, people)}${services}${signpost(parts, request)}`,
      };
    }),
  );
}

/** What modules have beside the services of content, as their manifests say. */
function signpost({ ctx, site }: Pick<Parts, "ctx" | "site">, { t }: FastifyRequest): Html {
  const cards = ctx.pages
    .flatMap(({ module, home = [] }) => home.map((place) => ({ ...place, href: site.href(module, place.href) ?? place.href })))
    .filter(({ demo }) => !demo || ctx.demo)
    .toSorted((a, b) => a.order - b.order)
    .map(({ href, title, lead }) => card({ href, title: { text: t(title) }, body: { text: t(lead) } }));
  return section({ title: { text: t("portal.more") }, content: cardGrid(cards) });
}
