import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { inPortal } from "./links.ts";
import type { SiteParts } from "./parts.ts";
import type { Session } from "./session.ts";
import { officesOf, roleName, workNavigation } from "./work-area.ts";

/** The navigation of the work area: the overview, then what the person's offices open. */
export function workRail({ ctx, home }: SiteParts, { t }: FastifyRequest, session: Session | undefined) {
  const overview = { href: inPortal(ctx, home), text: t("web.work.overview") };
  const items = workNavigation(ctx, session).map(({ href, text }) => ({ href, text: t(text) }));
  return { label: t("web.work.navigation"), items: [overview, ...items] };
}

/** The line at the top of officers' pages: that this is the work area, the role and agency, and the link to leave it. */
export function officeBar(
  { ctx, roles, agencyName }: SiteParts,
  { t, lang }: FastifyRequest,
  session: Session | undefined,
): Html {
  const badges = officesOf(ctx, session).map(({ role, agency }) => {
    const name = roleName(ctx, roles, lang, role);
    return html`<span class="tr-office__badge">${name}</span>${agency !== null && html` <span>${agencyName(lang, agency)}</span>`} `;
  });
  return html`<div class="tr-office"><div class="tr-container tr-office__bar"><strong>${t("web.work.area")}</strong>
    <span class="tr-office__who">${badges}</span>
    <a class="tr-office__out" href="${inPortal(ctx, "portal:/")}">${t("web.work.leave")}</a></div></div>`;
}
