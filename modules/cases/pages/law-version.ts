import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { Decision } from "../api.ts";

/** Enough of a hash to tell versions apart; the whole stands in the history of the case. */
const shown = 12;

/** By which version of the rules a case was decided, and whether they had changed since it was submitted. */
export function lawVersion({ t }: Pick<FastifyRequest, "t">, { law }: Decision): Html | undefined {
  if (!law) return undefined;
  const version = t("cases.law.version", { version: law.hash.slice(0, shown) });
  const changed = law.submitted && t("cases.law.changed", { version: law.submitted.slice(0, shown) });
  return html`<p class="tr-hint">${version}</p>${changed && html`<p>${changed}</p>`}`;
}
