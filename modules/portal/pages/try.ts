import { card, cardGrid, hero, section } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import { hidden } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { PortalPages } from "./parts.ts";
import { peopleCards } from "./people.ts";

type Parts = Pick<PortalPages, "site" | "roles" | "eid"> & {
  ctx: Pick<ModuleContext, "demo" | "origin" | "pages" | "texts">;
};

/** "Try this", in the demonstration: be one of the people, with one click. */
export function tryPages(app: FastifyInstance, parts: Parts): void {
  const { site, eid } = parts;
  app.get(
    "/try",
    hidden,
    site.open(async (request) => {
      const { t } = request;
      const people = await eid.demoPeople();
      const title = t("portal.try.title");
      const opening = hero({ title: { text: title }, lead: { text: t("portal.try.lead") }, picture: true });
      return { title, content: html`${opening}${peopleCards(parts, request, people)}${signpost(parts, request)}` };
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
