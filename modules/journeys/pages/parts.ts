import type { DocumentsApi } from "@troad/documents/api";
import type { ModuleContext } from "@troad/kernel";
import type { Bank, Kept, Names, Places, ServiceNames, Session, Site } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { JourneyPart, JourneysApi, Journey as Shown } from "../api.ts";
import type { Journey } from "../domain/journey.ts";
import { journeyFailure } from "../errors.ts";

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What there is for a page; each takes what it needs of it. */
export type JourneyPages = {
  ctx: Pick<ModuleContext, "texts" | "content">;
  site: Site;
  names: Names;
  services: ServiceNames;
  banks(lang: string): readonly Bank[];
  places: Places;
  kept: Kept;
  documents: DocumentsApi;
  api: JourneysApi;
  journeys: ReadonlyMap<string, Journey>;
  /** Texts of life events and of services with their listing, by id. */
  events: ReadonlyMap<string, Texts>;
  nationalId(request: FastifyRequest): Promise<string | null>;
};

export const applicants = ["citizen"];

export const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id;
export const addressOf = (id: string): string => `/journeys/${id}`;

/** The address of a page of questions. */
export const pageAddress = (id: string, { service, page }: { service: string | null; page: string }): string =>
  service === null ? `${addressOf(id)}/about/${page}` : `${addressOf(id)}/questions/${service}/${page}`;

/** Where a draft goes on. */
export function openAddress({ id, open }: Shown): string {
  if (open === null) return addressOf(id);
  return open.at === "page" ? pageAddress(id, open) : `${addressOf(id)}/${open.at === "choice" ? "services" : "check"}`;
}

/** A text of a life event. */
export const eventText = (
  { ctx, events }: Pick<JourneyPages, "ctx" | "events">,
  lang: string,
  event: string,
  key: string,
): string => ctx.texts.pick(events.get(event) ?? {}, lang, key);

/** Why a service is part of it: as the event says it, else as the service itself says whom it is for. */
export function whyText(
  parts: Pick<JourneyPages, "ctx" | "events" | "services">,
  lang: string,
  event: string,
  service: string,
): string {
  const own = `why.${service}`;
  const said = eventText(parts, lang, event, own);
  return said === own ? (parts.services.ownText(lang, service, "who") ?? parts.services.text(lang, service, "summary")) : said;
}

/** The parts that are applied for here. */
export const chosenOf = ({ parts }: Shown): JourneyPart[] => parts.filter((one) => one.applies && !one.leftOut && !one.besides);

/** A page of one's own draft; another that is submitted is shown as it stands. */
export type Draft = { view: Shown; session: Session };

export function journeyIn({ journeys }: Pick<JourneyPages, "journeys">, { event }: Pick<Shown, "event">): Journey {
  const journey = journeys.get(event);
  if (!journey) throw journeyFailure("journey.event-unknown");
  return journey;
}

export const pathOfEvent = (parts: Pick<JourneyPages, "ctx" | "events">, { t, lang }: FastifyRequest, event: string) => [
  { href: "/services", text: t("portal.services.title") },
  { href: `/life-events/${event}`, text: eventText(parts, lang, event, "name") },
];
