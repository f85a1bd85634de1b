import { html } from "@troad/html";
import type { Problem } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import { type Portal, uiOf, type View } from "../portal.ts";
import { shell } from "../shell.ts";

/** The page of a failure: what happened, and where to go from here. */
export const errorPage =
  (portal: Portal) =>
  async (request: FastifyRequest, problem: Problem): Promise<string> => {
    const { t } = request;
    // while the database is away the page of that must not wait for it
    const session = problem.status === 503 ? undefined : await portal.sessions.current(request).catch(() => undefined);
    const key = problem.status === 404 ? "not-found" : problem.status >= 500 ? "ours" : "yours";
    const content = html`<h1>${t(`portal.error.${key}`)}</h1><p>${problem.title}</p><p><a class="tr-link" href="/">${t("portal.error.home")}</a></p>
      <p class="tr-hint">${t("portal.error.code", { code: problem.code, trace: problem.instance?.slice(-32) ?? "" })}</p>`;
    return shell(portal, request, session, { title: t(`portal.error.${key}`), content });
  };

export function forbidden(request: FastifyRequest): View {
  const { t } = request;
  const content = html`<h1>${t("portal.error.not-yours")}</h1>${uiOf(request).warningText({ text: t("portal.error.not-yours-why") })}<p><a class="tr-link" href="/">${t("portal.error.home")}</a></p>`;
  return { title: t("portal.error.not-yours"), content, status: 403 };
}
