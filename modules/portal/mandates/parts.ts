import type { ModuleContext } from "@troad/kernel";
import type { Mandate, PeopleApi } from "@troad/people/api";
import type { ServiceNames, Site } from "@troad/web";
import type { FastifyRequest } from "fastify";

/** The dependencies of the pages of mandates. */
export type MandatePages = {
  ctx: Pick<ModuleContext, "clock" | "ids" | "texts">;
  site: Pick<Site, "signedIn">;
  work: Pick<Site, "signedIn">;
  services: ServiceNames;
  people: Pick<
    PeopleApi,
    | "personNamed"
    | "giveMandate"
    | "confirmMandate"
    | "endMandate"
    | "mandatesOf"
    | "mandatesConfirmed"
    | "mandateOf"
    | "confirmerOf"
  >;
};

/** In which services a mandate holds, in the reader's language. */
export const scopeText = (
  { services }: Pick<MandatePages, "services">,
  { t, lang }: FastifyRequest,
  { services: named }: Pick<Mandate, "services">,
): string =>
  named === null ? t("portal.mandates.all-services") : named.map((id) => services.text(lang, id, "name")).join(t("web.comma"));

/** Services in which someone may act for others by a mandate of these kinds. */
export const servicesTaking = ({ services }: Pick<MandatePages, "services">, kinds: readonly string[]): string[] =>
  services.services.filter(({ represented }) => represented.some((kind) => kinds.includes(kind))).map(({ id }) => id);
