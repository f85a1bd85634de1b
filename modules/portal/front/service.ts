import { addressOfAct } from "@troad/content-law";
import { button, columns, insetText, lineList, startArrow, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure } from "@troad/kernel";
import type { FoundListing } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { type Front, type FrontPage, hidden, nameOf, serviceLine } from "./front.ts";

const facts = ["who", "need", "time", "cost", "deadline"] as const;

/** What people should know before they begin a service, and where it begins. `more` adds what its flow says. */
export const servicePage =
  (more: (request: FastifyRequest, id: string) => Html | undefined): FrontPage =>
  (app, front) => {
    app.get(
      "/services/:service",
      hidden,
      front.site.open(async (request) => {
        const { t, lang } = request;
        const { service } = request.params as { service: string };
        const listing = front.directory.byId.get(service);
        if (!listing) throw kernelFailure("request.not-found");
        const name = nameOf(front, request, listing);
        const rows = facts.flatMap((fact) => {
          const text = front.directory.text(listing, lang, fact);
          return text === undefined ? [] : [{ key: { text: t(`portal.service.${fact}`) }, value: { text } }];
        });
        const main = html`<h1>${name}</h1><p class="tr-lead">${front.directory.text(listing, lang, "summary")}</p>
          ${start(front, request, listing)}${counterLink(front, request, listing)}${summaryList({ rows, classes: "tr-facts" })}${more(request, listing.id)}`;
        return {
          title: name,
          content: columns(main, aside(front, request, listing), { asideLabel: t("portal.service.aside") }),
          path: [{ href: "/services", text: t("portal.services.title") }],
        };
      }),
    );
  };

function start(front: Front, request: FastifyRequest, listing: FoundListing): Html {
  const { t } = request;
  if (listing.counterOnly) return insetText({ text: t("portal.service.counter") });
  const label = html`${t(`portal.start.${listing.kind}`)}${startArrow}`;
  const note = html`<p class="tr-hint">${t(listing.signIn ? "portal.service.sign-in" : "portal.service.no-sign-in")}</p>`;
  // a service that its agency runs itself begins at its own address
  const href = listing.start?.startsWith("http")
    ? listing.start
    : front.site.href(listing.module ?? (listing.start ? "portal" : "cases"), listing.start ?? `/services/${listing.id}/start`);
  // its module runs elsewhere and its origin is not configured
  if (href === undefined) return insetText({ text: t("portal.service.away") });
  if (listing.start !== undefined) return html`${button({ html: label, href, classes: "tr-button--start" })}${note}`;
  return html`<form method="post" action="${href}">${button({ html: label, classes: "tr-button--start" })}</form>${note}`;
}

/** Where a time at a counter is booked for it. */
function counterLink(front: Front, { t }: FastifyRequest, { id }: FoundListing): Html | false {
  const address = `/appointments?service=${encodeURIComponent(id)}`;
  const href = front.directory.atCounters.has(id) ? front.site.href("appointments", address) : undefined;
  return (
    href !== undefined && html`<p>${button({ text: t("portal.service.appointment"), href, classes: "tr-button--secondary" })}</p>`
  );
}

/** The side column: agency, law and related services. */
function aside(front: Front, request: FastifyRequest, listing: FoundListing): Html {
  const { t, lang } = request;
  const { directory } = front;
  const agency = directory.agencies.find(({ id }) => id === listing.agency);
  const contact = directory.text(listing, lang, "contact") ?? (agency && directory.text(agency, lang, "contact"));
  const related = (listing.related ?? []).flatMap((id) => directory.byId.get(id) ?? []);
  const events = directory.events.filter(({ id }) => listing.lifeEvents.includes(id));
  return html`${
    agency &&
    html`<h2 class="tr-heading-s">${t("portal.service.agency")}</h2>
    <p><a class="tr-link" href="/agencies/${agency.id}">${nameOf(front, request, agency)}</a></p>${contact !== undefined && html`<p>${contact}</p>`}`
  }${
    listing.law.length > 0 &&
    html`<h2 class="tr-heading-s">${t("portal.service.law")}</h2>
    <ul class="tr-list">${listing.law.map((one) => html`<li>${lawLink(request, one)}</li>`)}</ul>`
  }${
    events.length > 0 &&
    html`<h2 class="tr-heading-s">${t("portal.service.events")}</h2>
    <ul class="tr-list">${events.map((one) => html`<li><a class="tr-link" href="/life-events/${one.id}">${nameOf(front, request, one)}</a></li>`)}</ul>`
  }${
    related.length > 0 &&
    html`<h2 class="tr-heading-s">${t("portal.service.related")}</h2>${lineList(
      related.map((one) => {
        const { href, title } = serviceLine(front, request, one);
        return { href, title };
      }),
    )}`
  }`;
}

function lawLink({ t }: FastifyRequest, { act, article }: FoundListing["law"][number]): Html {
  const [number, after] = article?.split("-") ?? [];
  const name = html`<span lang="zh-Hant">${act}${number !== undefined && `第 ${number} 條${after === undefined ? "" : `之 ${after}`}`}</span>`;
  const address = addressOfAct(act, article ?? null);
  if (address === undefined) return name;
  return html`<a class="tr-link" href="${address}" rel="external">${name}<span class="tr-visually-hidden">${t("portal.service.law-outside")}</span></a>`;
}
