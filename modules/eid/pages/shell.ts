import fs from "node:fs";
import path from "node:path";
import { componentsIn, icon, page, phaseBanner, script, stylesheet, wordsIn } from "@troad/design";
import { type Html, html } from "@troad/html";
import { contentSecurityPolicy, type ModuleContext, type Problem, sendHtml, serveAsset } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Addresses of what pages link to; known once the routes are there. */
export type Assets = { css: string; js: string; icon: string; passkey: string; webEid: string };

export function serveAssets(app: FastifyInstance, assets: Assets): void {
  const own = (name: string) => ({
    text: fs.readFileSync(path.join(import.meta.dirname, "..", "assets", name), "utf8"),
    type: "text/javascript",
  });
  Object.assign(assets, {
    css: serveAsset(app, "/eid/assets/troad.css", stylesheet()),
    js: serveAsset(app, "/eid/assets/troad.js", script()),
    icon: serveAsset(app, "/eid/assets/icon.svg", icon()),
    passkey: serveAsset(app, "/eid/assets/passkey.js", own("passkey.js")),
    webEid: serveAsset(app, "/eid/assets/web-eid.js", own("web-eid.js")),
  });
}

/** What a page shows; `scripts` only enhance it. */
export type View = { title: string; content: Html; isError?: boolean; scripts?: string[]; person?: string };

/** The whole document in the reader's language. */
export function shell(ctx: ModuleContext, assets: Assets, request: FastifyRequest, view: View): string {
  const { lang, t } = request;
  const words = wordsIn(lang);
  const here = (request.originalUrl ?? request.url).split("?")[0] ?? "/eid/account";
  return page({
    lang,
    dir: ctx.texts.languages.find(({ code }) => code === lang)?.dir ?? "ltr",
    title: view.isError ? `${words.error}${words.colon}${view.title}` : view.title,
    serviceName: t("eid.name"),
    currentPath: here,
    homeHref: `${ctx.origin("portal")}/`,
    languages: {
      choices: ctx.texts.languages.map(({ code, name }) => ({ lang: code, name })),
      form: { action: "/eid/language", fields: { return: here } },
    },
    ...(view.person ? { user: { name: view.person, href: "/eid/account", signOut: { action: "/eid/sign-out" } } } : {}),
    ...(ctx.demo ? { banner: phaseBanner({ tag: { text: t("eid.demo.tag") }, text: t("eid.demo.note") }) } : {}),
    footer: {
      links: [
        { href: `${ctx.origin("portal")}/`, text: t("eid.to-portal") },
        { href: "/eid/account", text: t("eid.account.title") },
      ],
      note: t("eid.footer"),
    },
    assets: { css: assets.css, js: assets.js, icon: assets.icon },
    content: html`${view.content}${(view.scripts ?? []).map((address) => html`<script src="${address}" defer></script>`)}`,
  });
}

/** Sends a page whose forms may lead on to the portal, which is at another origin where processes are split. */
export function sendPage(ctx: ModuleContext, reply: FastifyReply, document: string, status = 200): FastifyReply {
  return sendHtml(reply.header("content-security-policy", contentSecurityPolicy(formActions(ctx))), document, status);
}

/** Where a form of ours may end up besides here. */
export const formActions = (ctx: ModuleContext): string[] =>
  ctx.origin("portal") === ctx.origin("eid") ? [] : [ctx.origin("portal")];

export const uiOf = (request: FastifyRequest) => componentsIn(wordsIn(request.lang));

/** The page of a failure, for a process in which no other module has one. */
export const errorPage =
  (ctx: ModuleContext, assets: Assets) =>
  (request: FastifyRequest, problem: Problem): string =>
    shell(ctx, assets, request, {
      title: problem.title,
      isError: true,
      content: html`<h1>${problem.title}</h1><p><code>${problem.code}</code></p>`,
    });
