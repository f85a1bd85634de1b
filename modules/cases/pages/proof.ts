import { button } from "@troad/design";
import { type Html, html } from "@troad/html";
import { cardSignIn, type ServiceItem, type Session } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { sufficesFor } from "../domain/proof.ts";
import type { CasePages } from "./parts.ts";

/**
 * What stands in the place of the button where the service takes a card's word only and the person came in by something weaker: why, and
 * the way there and back. What they answered is kept. Undefined where their proof suffices.
 */
export function askForCard(
  { site }: Pick<CasePages, "site">,
  { t }: FastifyRequest,
  { service, session, returnTo }: { service: Pick<ServiceItem, "proof"> | undefined; session: Session; returnTo: string },
): Html | undefined {
  if (!service || sufficesFor(service, session.proof)) return undefined;
  const signIn = site.href("portal", "/auth/sign-in") ?? "/auth/sign-in";
  return html`<div class="tr-notice" role="status"><h2 class="tr-notice__title">${t("cases.proof.title")}</h2>
    <p>${t("cases.proof.why")}</p></div>${button({ text: t("cases.proof.show-card"), href: cardSignIn(signIn, returnTo) })}`;
}
