import { formatDate, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, type Ids, type ModuleContext } from "@troad/kernel";
import { type Session, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { DataSet } from "../catalogue.ts";
import type { Deliveries } from "../deliveries.ts";
import { opendataFailure } from "../domain/errors.ts";
import { headRole, officerRole } from "../domain/roles.ts";
import type { Gallery } from "../gallery.ts";
import type { InterfaceParts } from "../interfaces/parts.ts";
import type { Links } from "../links.ts";
import type { Participation } from "../participation.ts";

export { headRole, officerRole };
export type PageParts = InterfaceParts & {
  site: Site;
  office: Site;
  participation: Participation;
  deliveries: Deliveries;
  links: Links;
  gallery: Gallery;
  /** What a GiB costs a month, in New Taiwan dollars. */
  gibPrice: number;
  /** The service in which one applies for data, if content has one. */
  deliveryService: string | undefined;
  ids: Ids;
  ctx: Pick<ModuleContext, "clock" | "texts">;
};
export type PageFile = (app: FastifyInstance, parts: PageParts) => void;

export const agenciesOf = ({ roles }: Pick<Session, "roles">, role: string): string[] =>
  roles.flatMap((one) => (one.role === role && one.agency !== null ? [one.agency] : []));

/** A set of another agency is none for its officers. */
export async function ownSet({ catalogue }: PageParts, request: FastifyRequest, session: Session): Promise<DataSet> {
  const set = await catalogue.find((request.params as { set: string }).set);
  if (!agenciesOf(session, officerRole).includes(set.agency)) throw opendataFailure("opendata.not-found");
  return set;
}

export const inLang = (texts: { "zh-Hant": string; en: string }, lang: string): string =>
  lang === "zh-Hant" ? texts["zh-Hant"] : texts.en;
export const day = (at: string, { lang }: Pick<FastifyRequest, "lang">): string => formatDate(at, { lang });
export const badgeTag = ({ t }: Pick<FastifyRequest, "t">, badge: string | null): Html | string =>
  badge === null
    ? t("opendata.badge.no-file")
    : html`${tag({ text: t(`opendata.badge.${badge}`), classes: `tr-tag--${colourOf[badge] ?? "grey"}` })}`;
const colourOf: Readonly<Record<string, string>> = {
  platinum: "blue",
  gold: "green",
  silver: "grey",
  bronze: "amber",
  refused: "red",
};

export const summary = (request: FastifyRequest, text: string, href = "#content"): Html =>
  html`${uiOf(request).errorSummary({ errorList: [{ text, href }] })}`;

/** Does what was asked for; what it is refused for stands above the page that is shown again. */
export async function acting(
  work: () => Promise<unknown>,
  again: (error: CodedError) => Promise<View>,
): Promise<View | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof CodedError) || [404, 410].includes(error.status) || !error.code.startsWith("opendata.")) throw error;
    return { ...(await again(error)), status: error.status, isError: true };
  }
}
export const errorText = (request: FastifyRequest, { code, params }: CodedError): string => request.t(`error.${code}`, params);
