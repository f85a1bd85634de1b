import { formatDate, formatMoney } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, type Ids } from "@troad/kernel";
import { type Session, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Benefits } from "../benefits.ts";
import { benefitsFailure } from "../domain/errors.ts";

export type PageParts = { site: Site; benefits: Benefits; ids: Ids; ctx: { clock: { now(): Date } } };
export type PageFile = (app: FastifyInstance, parts: PageParts) => void;
export const payerRole = "payer";

/** Schemes of the agencies for which this person pays. */
export const schemesOf = ({ schemes }: Benefits, { roles }: Pick<Session, "roles">): string[] => {
  const agencies = roles.filter(({ role }) => role === payerRole).map(({ agency }) => agency);
  return [...schemes.values()].filter(({ agency }) => agencies.includes(agency)).map(({ id }) => id);
};

/** A scheme of another agency is none. */
export function mine(benefits: Benefits, session: Session, scheme: string): void {
  if (!schemesOf(benefits, session).includes(scheme)) throw benefitsFailure("benefits.not-found");
}

export const monthText = (month: string, lang: string): string =>
  lang === "zh-Hant" ? `${month.slice(0, 4)} 年 ${Number(month.slice(5, 7))} 月` : month.slice(0, 7);
export const money = (amount: number, { lang }: Pick<FastifyRequest, "lang">): string => formatMoney(amount, lang);
export const day = (at: string, { lang }: Pick<FastifyRequest, "lang">): string => formatDate(at, { lang });

/** Why a month is or is not paid, in words; codes that nobody knows are shown as they are. */
export function reasonText({ t, lang }: Pick<FastifyRequest, "t" | "lang">, benefits: Benefits, reason: string): string {
  const [kind = "", detail = ""] = reason.split(":");
  if (kind === "excluded") return t("benefits.reason.excluded", { scheme: benefits.nameOf(lang, detail) });
  if (kind === "ended" || kind === "suspended")
    return t(`benefits.reason.${kind}`, { reason: detail === "death" ? t("benefits.reason.death") : detail });
  return ["due", "age", "law"].includes(kind) ? t(`benefits.reason.${kind}`) : reason;
}

/** Does what was asked for; what it is refused for stands above the page that is shown again. */
export async function acting<T>(
  request: FastifyRequest,
  work: () => Promise<T>,
  again: (summary: Html, code: string) => Promise<View>,
) {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof CodedError) || error.status === 404 || !error.code.startsWith("benefits.")) throw error;
    const text = request.t(`error.${error.code}`);
    return { ...(await again(summary(request, text), error.code)), status: error.status, isError: true };
  }
}

export const summary = (request: FastifyRequest, text: string, href = "#content"): Html =>
  html`${uiOf(request).errorSummary({ errorList: [{ text, href }] })}`;
