import { dateStrip, lineList, masthead, searchForm, section, tile, tileGrid, time } from "@troad/design";
import { html } from "@troad/html";
import { announcementsOn, todayOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { comingPeriods } from "./dates.ts";
import { type Front, type FrontPage, hidden, nameOf } from "./front.ts";

const mostUsed = 8;
const datesShown = 4;
const daysAhead = 120;

/** The home page: search, the most used services, life events, upcoming dates, agencies. */
export const homePage: FrontPage = (app, front) => {
  app.get(
    "/",
    hidden,
    front.site.open(async (request) => {
      const { t } = request;
      const search = searchForm({
        action: "/search",
        name: "q",
        id: "home-search",
        label: t("portal.search.label"),
        button: t("portal.search.button"),
        hint: t("portal.search.example"),
      });
      const content = html`${masthead({ title: t("portal.home.title"), lead: t("portal.home.lead"), search })}
        ${news(front, request)}${popular(front, request)}${events(front, request)}${dates(front, request)}${agencies(front, request)}`;
      return { title: t("portal.home.title"), content };
    }),
  );
};

function news(front: Front, request: FastifyRequest) {
  const current = announcementsOn(front.announcements, todayOf(front)).filter(({ level }) => level === "notice");
  if (current.length === 0) return undefined;
  const lines = current.map((one) => ({
    href: one.href ?? "/services",
    title: front.directory.text(one, request.lang, "title") ?? one.id,
    lead: front.directory.text(one, request.lang, "body"),
  }));
  return section({ title: { text: request.t("portal.home.news") }, content: lineList(lines) });
}

function popular(front: Front, request: FastifyRequest) {
  const tiles = front.directory.popular.slice(0, mostUsed).map((listing) => {
    const lead = front.directory.text(listing, request.lang, "summary");
    return tile({
      href: `/services/${listing.id}`,
      title: nameOf(front, request, listing),
      ...(lead === undefined ? {} : { lead }),
    });
  });
  const all = html`<a class="tr-link" href="/services">${request.t("portal.services.all")}</a>`;
  return section({
    title: { text: request.t("portal.home.popular") },
    content: tileGrid(tiles, { classes: "tr-tiles--names" }),
    actions: all,
  });
}

function events(front: Front, request: FastifyRequest) {
  const tiles = front.directory.events.map((event) =>
    tile({
      href: `/life-events/${event.id}`,
      title: nameOf(front, request, event),
      ...(event.picture ? { picture: `/life-events/${event.id}/picture.svg` } : {}),
    }),
  );
  return section({
    title: { text: request.t("portal.home.events") },
    content: tileGrid(tiles, { classes: "tr-tiles--pictures" }),
  });
}

function dates(front: Front, request: FastifyRequest) {
  const { t, lang } = request;
  const coming = comingPeriods(front.directory.dates, todayOf(front), daysAhead).slice(0, datesShown);
  if (coming.length === 0) return undefined;
  const lines = coming.map(({ of, from, to, isOpen }) => ({
    href: `/services/${of.listing.id}`,
    title: front.directory.text(of.listing, lang, `date.${of.id}`) ?? nameOf(front, request, of.listing),
    when: from === to ? time(from, { lang }) : html`${time(from, { lang })}${t("portal.home.until")}${time(to, { lang })}`,
    isOpen,
    state: t(isOpen ? "portal.home.open" : "portal.home.later"),
  }));
  return section({ title: { text: t("portal.home.dates") }, content: dateStrip(lines, t("portal.home.dates")) });
}

function agencies(front: Front, request: FastifyRequest) {
  const links = front.directory.agencies
    .filter(({ listings }) => listings.length > 0)
    .map((agency) => html`<li><a class="tr-link" href="/agencies/${agency.id}">${nameOf(front, request, agency)}</a></li>`);
  return section({
    title: { text: request.t("portal.agencies.title") },
    content: html`<ul class="tr-inline-list">${links}</ul>`,
  });
}
