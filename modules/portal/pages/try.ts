import { hero, section } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import { hidden } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { PortalPages } from "./parts.ts";
import { peopleCards } from "./people.ts";

type Parts = Pick<PortalPages, "site" | "roles" | "eid"> & {
  ctx: Pick<ModuleContext, "demo" | "origin" | "pages" | "texts">;
};

/** "Try it", in the demonstration: become one of the people with one click. */
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
      return { title, content: html`${opening}${peopleCards(parts, request, people)}${tour(request)}` };
    }),
  );
}

const tours = ["citizen", "officer", "developer"] as const;

/** A five-minute tour for each kind of visitor. */
function tour({ t }: FastifyRequest): Html {
  const columns = tours.map(
    (who) => html`<section><h3>${t(`portal.tour.${who}`)}</h3>
    <ol class="tr-list tr-list--number">${[1, 2, 3, 4].map((step) => html`<li>${t(`portal.tour.${who}.${step}`)}</li>`)}</ol></section>`,
  );
  return section({ title: { text: t("portal.tour.title") }, content: html`<div class="tr-tour">${columns}</div>` });
}
