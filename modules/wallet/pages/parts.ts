import { formatDate, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError } from "@troad/kernel";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";

export const places = {
  own: "/me/wallet",
  check: "/work/age-check",
  shown: "/wallet/shown",
  offline: "/age-check/offline",
} as const;
/** Who checks ages at a counter. */
export const clerkRole = "counter-clerk";

export const errorBox = (request: FastifyRequest, error: string | undefined, href = "#main"): Html | false =>
  error !== undefined &&
  uiOf(request).errorSummary({ titleText: request.t("web.form.problem"), errorList: [{ text: error, href }] });

/** What a failure of this module says to people; everything else is passed on. */
export function textOf(request: FastifyRequest, error: unknown): string {
  if (!(error instanceof CodedError) || !error.code.startsWith("wallet.")) throw error;
  return request.t(`error.${error.code}`, error.params);
}

export const grid = (head: readonly string[], rows: readonly (readonly (string | Html)[])[]): Html =>
  table({
    head: head.map((text) => ({ text })),
    rows: rows.map((cells) => cells.map((one) => (typeof one === "string" ? { text: one } : { html: one }))),
  });

export const hiddenField = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`;
export const dayOf = (request: FastifyRequest, at: string): string => formatDate(at, { lang: request.lang });
