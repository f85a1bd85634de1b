import type { ModuleContext } from "@troad/kernel";
import type { Announcement, FoundListing, Site } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Directory } from "./directory.ts";

/** What a page of the front door works with. */
export type Front = {
  announcements: readonly Announcement[];
  ctx: Pick<ModuleContext, "clock" | "demo" | "content" | "texts" | "origin" | "pages">;
  site: Pick<Site, "open" | "href">;
  directory: Directory;
};
export type FrontPage = (app: FastifyInstance, front: Front) => void;

/** Pages of everybody are no part of the described interface. */
export const hidden = { schema: { hide: true } } as const;

/** The name of something in the reader's language; its id where no language has one. */
export const nameOf = ({ directory }: Front, { lang }: FastifyRequest, of: { id: string; text: FoundListing["text"] }): string =>
  directory.text(of, lang, "name") ?? of.id;

/** A line of a list of services: its name, what it is for, what kind it is and whose. */
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
