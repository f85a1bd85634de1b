import type { ModuleContext } from "@troad/kernel";
import type { Announcement, FoundListing, Names, Site } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Directory } from "./directory.ts";

/** The dependencies of the public pages. */
export type Front = {
  announcements: readonly Announcement[];
  ctx: Pick<ModuleContext, "clock" | "demo" | "content" | "texts" | "origin" | "pages">;
  site: Pick<Site, "open" | "href">;
  directory: Directory;
  names: Pick<Names, "member" | "dataSet">;
};
export type FrontPage = (app: FastifyInstance, front: Front) => void;

/** Public pages are not part of the described interface. */
export const hidden = { schema: { hide: true } } as const;

/** A name in the reader's language; the id if there is none. */
export const nameOf = ({ directory }: Front, { lang }: FastifyRequest, of: { id: string; text: FoundListing["text"] }): string =>
  directory.text(of, lang, "name") ?? of.id;

/** An entry in a list of services: its name, purpose, kind and agency. */
export function serviceLine(front: Front, request: FastifyRequest, listing: FoundListing) {
  const { t, lang } = request;
  const agency = front.directory.agencies.find(({ id }) => id === listing.agency);
  const summary = front.directory.text(listing, lang, "summary");
  const meta = [t(`portal.kind.${listing.kind}`), ...(agency ? [nameOf(front, request, agency)] : [])].join(t("web.dot"));
  return {
    href: `/services/${listing.id}`,
    title: nameOf(front, request, listing),
    ...(summary === undefined ? {} : { lead: summary }),
    meta,
  };
}
