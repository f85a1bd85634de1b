import fs from "node:fs";
import path from "node:path";
import { icon, page, phaseBanner, script, stylesheet, wordsIn } from "@troad/design";
import { html } from "@troad/html";
import { type Problem, sendHtml, serveAsset } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { assetFolder, type Tax, type View } from "../tax.ts";

const own = (name: string): string => fs.readFileSync(path.join(assetFolder, name), "utf8");

/** Serves what pages of this module link to: the look of all, with charts and slips added. */
export function serveAssets(app: FastifyInstance, { assets }: Tax): void {
  const look = stylesheet();
  Object.assign(assets, {
    css: serveAsset(app, "/tax/assets/tax.css", { text: `${look.text}\n${own("tax.css")}`, type: look.type }),
    js: serveAsset(app, "/tax/assets/troad.js", script()),
    icon: serveAsset(app, "/tax/assets/icon.svg", icon()),
    book: serveAsset(app, "/tax/assets/book.js", { text: own("book.js"), type: "text/javascript" }),
    worker: "/tax/book-worker.js",
  });
  // A service worker keeps one address: browsers look there for its next version.
  app.get(assets.worker, { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header("content-type", "text/javascript; charset=utf-8")
      .header("cache-control", "no-cache")
      .send(own("book-worker.js")),
  );
}

/** The whole document in the reader's language. */
export function shell({ ctx, assets }: Tax, request: FastifyRequest, view: View): string {
  const { lang, t } = request;
  const words = wordsIn(lang);
  const portal = ctx.origin("portal");
  const here = request.url.split("?")[0] ?? "/tax";
  return page({
    lang,
    dir: ctx.texts.languages.find(({ code }) => code === lang)?.dir ?? "ltr",
    title: view.isError ? `${words.error}${words.colon}${view.title}` : view.title,
    serviceName: t("tax.name"),
    currentPath: here,
    homeHref: `${portal}/`,
    nav: [
      // the book lies below /tax and is a place of its own: only one of the two is current
      { href: here === "/tax/book" ? "/tax/" : "/tax", text: t("tax.home.title") },
      { href: "/tax/book", text: t("tax.book.title") },
    ],
    languages: {
      choices: ctx.texts.languages.map(({ code, name }) => ({ lang: code, name })),
      form: { action: "/tax/language", fields: { return: request.method === "GET" ? request.url : here } },
    },
    ...(view.path
      ? {
          breadcrumbs: [
            { href: `${portal}/`, text: t("tax.to-portal") },
            { href: "/tax", text: t("tax.home.title") },
            ...view.path,
          ],
        }
      : {}),
    ...(ctx.demo ? { banner: phaseBanner({ tag: { text: t("tax.demo.tag") }, text: t("tax.demo.note") }) } : {}),
    footer: { links: [{ href: `${portal}/`, text: t("tax.to-portal") }], note: t("tax.footer") },
    assets: { css: assets.css, js: assets.js, icon: assets.icon },
    content: view.content,
  });
}

/** Sends a page. */
export const show = (tax: Tax, request: FastifyRequest, reply: FastifyReply, view: View): FastifyReply =>
  sendHtml(reply, shell(tax, request, view), view.status ?? 200);

/** The page of a failure, for a process in which no other module has one. */
export const errorPage =
  (tax: Tax) =>
  (request: FastifyRequest, problem: Problem): string =>
    shell(tax, request, {
      title: problem.title,
      isError: true,
      content: html`<h1>${problem.title}</h1><p><a class="tr-link" href="/tax">${request.t("tax.home.title")}</a></p><p class="tr-hint"><code>${problem.code}</code></p>`,
    });
