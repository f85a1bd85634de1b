import { formatNumber } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import type { ServiceNames, Site } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Indicators } from "../indicators.ts";
import type { Row } from "../rows.ts";

export const home = "/indicators";
export type Parts = {
  ctx: Pick<ModuleContext, "clock" | "texts">;
  site: Site;
  indicators: Indicators;
  services: ServiceNames;
  agencyName(lang: string, agency: string): string;
};
export type PageFile = (app: FastifyInstance, parts: Parts) => void;

/** The name of a service: of ours by content, of others as their agencies say. */
export async function namesIn(parts: Pick<Parts, "indicators" | "services">, lang: string): Promise<(row: Row) => string> {
  const elsewhere = await parts.indicators.names();
  return ({ service, elsewhere: isElsewhere }) =>
    isElsewhere
      ? (elsewhere.get(service)?.[lang === "zh-Hant" ? "zh-Hant" : "en"] ?? service)
      : parts.services.text(lang, service, "name");
}

const rounded = (value: number, lang: string, digits: number): string =>
  formatNumber(Math.round(value * 10 ** digits) / 10 ** digits, lang);

export const percent = ({ lang }: Pick<FastifyRequest, "lang">, value: number | null): string =>
  value === null ? "–" : `${rounded(value * 100, lang, 0)} %`;
export const decimal = ({ lang }: Pick<FastifyRequest, "lang">, value: number | null): string =>
  value === null ? "–" : rounded(value, lang, 1);
export const monthText = (month: string, lang: string): string =>
  new Date(`${month}-15T00:00:00Z`).toLocaleDateString(lang === "zh-Hant" ? "zh-TW" : "en-GB", {
    year: "numeric",
    month: "long",
  });

/** What an officer's minutes are counted at, and from where that figure is. */
export function rateNote(
  { indicators, ctx }: Pick<Parts, "indicators" | "ctx">,
  { t, lang }: FastifyRequest,
  month: string,
): Html {
  const { ntdPerHour, text } = indicators.rateOf(month);
  const words = [t("indicators.cost-rate", { rate: ntdPerHour }), ctx.texts.pick(text, lang, "source"), t("indicators.small")];
  return html`<p class="tr-hint">${words.join(lang === "zh-Hant" ? "" : " ")}</p>`;
}
