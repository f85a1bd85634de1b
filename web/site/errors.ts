import { html } from "@troad/html";
import type { Problem } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import { inPortal } from "./links.ts";
import type { SiteParts } from "./parts.ts";
import { shell } from "./shell.ts";
import { uiOf, type View } from "./view.ts";
import { roleName } from "./work-area.ts";

/** The page of a failure: what happened, and where to go from here. */
export const errorPage =
  (site: SiteParts) =>
  async (request: FastifyRequest, problem: Problem): Promise<string> => {
    const { t } = request;
    // While the database is down, its error page must not wait for the session.
    const session = problem.status === 503 ? undefined : await site.session(request).catch(() => undefined);
    const key = problem.status === 404 ? "not-found" : problem.status >= 500 ? "ours" : "yours";
    const content = html`<h1>${t(`web.error.${key}`)}</h1><p>${problem.title}</p>
      <p><a class="tr-link" href="${inPortal(site.ctx, site.home)}">${t("web.error.home")}</a></p>
      <p class="tr-hint">${t("web.error.code", { code: problem.code, trace: problem.instance?.slice(-32) ?? "" })}</p>`;
    return shell(site, request, session, { title: t(`web.error.${key}`), content });
  };

/** What people see who lack the role for a page: which roles may see it, and how to get one. */
export function forbidden({ ctx, roles: known, home }: SiteParts, request: FastifyRequest, roles: readonly string[]): View {
  const { t, lang } = request;
  const names = roles.map((role) => html`<li>${roleName(ctx, known, lang, role)}</li>`);
  const portal = (path: string): string => inPortal(ctx, `portal:${path}`);
  const change = ctx.demo ? { href: portal("/try"), key: "try" } : { href: portal("/account"), key: "account" };
  const content = html`<h1>${t("web.error.not-yours")}</h1>
    ${uiOf(request).warningText({ text: t("web.error.not-yours-why") })}
    <p>${t("web.error.who-may")}</p><ul class="tr-list tr-list--bullet">${names}</ul>
    <p>${t(`web.error.change-${change.key}`)}</p>
    <p><a class="tr-button" href="${change.href}">${t(`web.error.change-${change.key}-link`)}</a></p>
    <p><a class="tr-link" href="${inPortal(ctx, home)}">${t("web.error.home")}</a></p>`;
  return { title: t("web.error.not-yours"), content, status: 403 };
}
