import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { icon, page, phaseBanner, script, stylesheet, wordsIn } from "@troad/design";
import { html } from "@troad/html";
import { contentSecurityPolicy, type Problem, seeOther, sendHtml, serveAsset } from "@troad/kernel";
import { type SignedIn, sessionCookie } from "@troad/portal/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { assetFolder, type Pages, type View } from "./pages.ts";

const own = (name: string): string => fs.readFileSync(path.join(assetFolder, name), "utf8");
const library = (address: string): string => fs.readFileSync(fileURLToPath(address), "utf8");

/** Serves what pages of this module link to: the look of all, the scanner, and the decoder for browsers that have none. */
export function serveAssets(app: FastifyInstance, { assets }: Pages): void {
  const look = stylesheet();
  const type = "text/javascript";
  const drawing = serveAsset(app, "/invoice/assets/qr.js", { text: library(import.meta.resolve("qr")), type });
  const decoder = library(import.meta.resolve("qr/decode.js")).replaceAll("./index.js", `./${path.posix.basename(drawing)}`);
  Object.assign(assets, {
    css: serveAsset(app, "/invoice/assets/invoice.css", { text: `${look.text}\n${own("invoice.css")}`, type: look.type }),
    js: serveAsset(app, "/invoice/assets/troad.js", script()),
    icon: serveAsset(app, "/invoice/assets/icon.svg", icon()),
    scanner: serveAsset(app, "/invoice/assets/scanner.js", { text: own("scanner.js"), type }),
    decoder: serveAsset(app, "/invoice/assets/qr-decode.js", { text: decoder, type }),
  });
}

/** The signed-in person of a request, as the portal knows them. */
export async function personOf({ ctx, portal }: Pages, request: FastifyRequest): Promise<SignedIn | undefined> {
  const secret = request.cookies[sessionCookie(ctx.origin("portal"))];
  return secret ? ((await portal.signedIn(secret.slice(0, 100))) ?? undefined) : undefined;
}

/** The whole document in the reader's language. */
export function shell({ ctx, assets }: Pages, request: FastifyRequest, person: SignedIn | undefined, view: View): string {
  const { lang, t } = request;
  const words = wordsIn(lang);
  const portal = ctx.origin("portal");
  const here = request.url.split("?")[0] ?? "/invoice";
  const back = encodeURIComponent(request.method === "GET" ? request.url : "/invoice");
  return page({
    lang,
    dir: ctx.texts.languages.find(({ code }) => code === lang)?.dir ?? "ltr",
    title: view.isError ? `${words.error}${words.colon}${view.title}` : view.title,
    serviceName: t("invoice.name"),
    currentPath: here,
    homeHref: `${portal}/`,
    nav: ["mine", "spending", "winnings", "carriers", "check"].map((key) => ({
      href: `/invoice/${key}`,
      text: t(`invoice.${key}.title`),
    })),
    user: person
      ? { name: person.name, href: `${portal}/account`, signOut: { action: `${portal}/auth/sign-out` } }
      : { signInHref: `${portal}/auth/sign-in?return=${back}` },
    languages: {
      choices: ctx.texts.languages.map(({ code, name }) => ({ lang: code, name })),
      form: { action: "/invoice/language", fields: { return: request.method === "GET" ? request.url : here } },
    },
    ...(view.path ? { breadcrumbs: [{ href: "/invoice", text: t("invoice.name") }, ...view.path] } : {}),
    ...(ctx.demo ? { banner: phaseBanner({ tag: { text: t("invoice.demo.tag") }, text: t("invoice.demo.note") }) } : {}),
    footer: { links: [{ href: `${portal}/`, text: t("invoice.to-portal") }], note: t("invoice.footer") },
    assets: { css: assets.css, js: assets.js, icon: assets.icon },
    content: view.content,
  });
}

/** A page that anybody may see. */
export const open =
  (pages: Pages, load: (request: FastifyRequest, reply: FastifyReply) => Promise<View | FastifyReply>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    show(pages, request, reply, await personOf(pages, request), await load(request, reply));

/** A page for people who are signed in; others are sent to sign in first. */
export const signedIn =
  (pages: Pages, load: (request: FastifyRequest, person: SignedIn, reply: FastifyReply) => Promise<View | FastifyReply>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const person = await personOf(pages, request);
    request.subject = person?.subject;
    reply.header("cache-control", "no-store");
    if (!person) {
      const back = encodeURIComponent(request.method === "GET" ? request.url : "/invoice");
      return seeOther(reply, `${pages.ctx.origin("portal")}/auth/sign-in?return=${back}`);
    }
    return show(pages, request, reply, person, await load(request, person, reply));
  };

function show(
  pages: Pages,
  request: FastifyRequest,
  reply: FastifyReply,
  person: SignedIn | undefined,
  view: View | FastifyReply,
): FastifyReply {
  if (!("content" in view)) return view;
  const elsewhere = [pages.ctx.origin("portal"), pages.ctx.origin("eid")].filter((one) => one !== pages.ctx.origin("invoice"));
  if (elsewhere.length > 0) reply.header("content-security-policy", contentSecurityPolicy(elsewhere));
  return sendHtml(reply, shell(pages, request, person, view), view.status ?? 200);
}

/** The page of a failure, for a process in which no other module has one. */
export const errorPage =
  (pages: Pages) =>
  (request: FastifyRequest, problem: Problem): string =>
    shell(pages, request, undefined, {
      title: problem.title,
      isError: true,
      content: html`<h1>${problem.title}</h1><p><a class="tr-link" href="/invoice">${request.t("invoice.name")}</a></p><p class="tr-hint"><code>${problem.code}</code></p>`,
    });
