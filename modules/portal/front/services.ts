import { button, emptyState, lineList } from "@troad/design";
import { type ListingKind, listingKinds } from "@troad/directory";
import { html } from "@troad/html";
import { asked, type FoundListing, uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { type Front, type FrontPage, hidden, nameOf, serviceLine } from "./front.ts";

/** A page holds what most installations have; of more there are further pages. */
const pageSize = 100;
const lastPage = 1_000;

type Filter = { kind: ListingKind | undefined; event: string | undefined; agency: string | undefined };

/** The known filters of the address; anything else is ignored, so that an old link still shows a list. */
export function filterOf({ directory }: Pick<Front, "directory">, query: Readonly<Record<string, string>>): Filter {
  return {
    kind: listingKinds.find((kind) => kind === query.kind),
    event: directory.events.find(({ id }) => id === query.event)?.id,
    agency: directory.agencies.find(({ id }) => id === query.agency)?.id,
  };
}

export const filtered = (listings: readonly FoundListing[], { kind, event, agency }: Filter): FoundListing[] =>
  listings.filter(
    (one) =>
      (kind === undefined || one.kind === kind) &&
      (event === undefined || one.lifeEvents.includes(event)) &&
      (agency === undefined || one.agency === agency),
  );

/** Every service by name, filtered by kind, life event and agency; the address holds the filter. */
export const servicesPage: FrontPage = (app, front) => {
  app.get(
    "/services",
    hidden,
    front.site.open(async (request) => {
      const { t, lang } = request;
      const filter = filterOf(front, {
        kind: asked(request, "kind"),
        event: asked(request, "event"),
        agency: asked(request, "agency"),
      });
      const collator = new Intl.Collator(lang === "zh-Hant" ? "zh-Hant-u-co-stroke" : lang);
      const lines = filtered(front.directory.listings, filter)
        .map((listing) => serviceLine(front, request, listing))
        .toSorted((a, b) => collator.compare(a.title, b.title));
      const page = Math.min(lastPage, Math.max(1, Math.trunc(Number(asked(request, "page")) || 1)));
      const list =
        lines.length === 0
          ? emptyState({
              title: t("portal.services.none"),
              action: html`<p><a class="tr-link" href="/services">${t("portal.services.all")}</a></p>`,
            })
          : html`${lineList(lines.slice((page - 1) * pageSize, page * pageSize))}${pages(request, filter, page, lines.length)}`;
      const content = html`<h1>${t("portal.services.title")}</h1><p class="tr-lead">${t("portal.services.lead")}</p>
        ${filterForm(front, request, filter)}<p class="tr-hint" role="status">${t("portal.services.count", { count: lines.length })}</p>${list}`;
      return { title: t("portal.services.title"), content, path: [] };
    }),
  );
};

function pages(request: FastifyRequest, { kind, event, agency }: Filter, page: number, total: number) {
  const last = Math.min(lastPage, Math.ceil(total / pageSize));
  if (last < 2) return undefined;
  const address = (to: number): string => {
    const given = Object.entries({ kind, event, agency, page: to > 1 ? String(to) : undefined });
    return `/services?${new URLSearchParams(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))}`;
  };
  return uiOf(request).pagination({
    ...(page > 1 ? { previous: { href: address(page - 1) } } : {}),
    ...(page < last ? { next: { href: address(page + 1) } } : {}),
  });
}

function filterForm(front: Front, request: FastifyRequest, filter: Filter) {
  const { t } = request;
  const ui = uiOf(request);
  const any = { value: "", text: t("portal.services.any") };
  const choice = (name: keyof Filter, options: { value: string; text: string }[]) =>
    ui.select({
      id: name,
      name,
      label: { text: t(`portal.services.by-${name}`) },
      value: filter[name] ?? "",
      items: [any, ...options],
    });
  const { events, agencies } = front.directory;
  return html`<form class="tr-filters" method="get" action="/services">
    ${choice(
      "event",
      events.map((event) => ({ value: event.id, text: nameOf(front, request, event) })),
    )}${choice(
      "agency",
      agencies
        .filter(({ listings }) => listings.length > 0)
        .map((agency) => ({ value: agency.id, text: nameOf(front, request, agency) })),
    )}${choice(
      "kind",
      listingKinds
        .filter((kind) => front.directory.listings.some((one) => one.kind === kind))
        .map((kind) => ({ value: kind, text: t(`portal.kind.${kind}`) })),
    )}${button({ text: t("portal.services.filter"), classes: "tr-button--secondary" })}</form>`;
}
