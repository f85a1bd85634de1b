import fs from "node:fs";
import path from "node:path";
import { html } from "@troad/html";
import { contentSecurityPolicy, type ModuleContext, sendHtml, serveAsset } from "@troad/kernel";
import { createSite, type Site, type View as SiteView } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Addresses of the scripts that the pages of this module link to; known once the routes are registered. */
export type Assets = { passkey: string; webEid: string; phone: string };

export function serveScripts(app: FastifyInstance, assets: Assets): void {
  const own = (name: string) => ({
    text: fs.readFileSync(path.join(import.meta.dirname, "..", "assets", name), "utf8"),
    type: "text/javascript",
  });
  assets.passkey = serveAsset(app, "/eid/assets/passkey.js", own("passkey.js"));
  assets.phone = serveAsset(app, "/eid/assets/phone.js", own("phone.js"));
  assets.webEid = serveAsset(app, "/eid/assets/web-eid.js", own("web-eid.js"));
}

/** The eID's part of the site. It has no portal session, because sessions begin here. */
export const siteOf = (ctx: ModuleContext): Site =>
  createSite({
    ctx,
    title: "eid.name",
    section: "eid",
    home: "/eid/account",
    footer: "eid.footer",
    demoNote: "eid.demo.note",
    assets: { base: "/eid/assets" },
    session: false,
    formerLanguage: "/eid/language",
  });

/** The content of a page; `scripts` only enhance it, `person` is the one who proved their identity here. */
export type View = SiteView & { scripts?: string[]; person?: string };

/** The whole document in the reader's language. */
export function shell(site: Site, request: FastifyRequest, { scripts = [], person, ...view }: View): string {
  const content = html`${view.content}${scripts.map((address) => html`<script src="${address}" defer></script>`)}`;
  const user = person === undefined ? undefined : { name: person, href: "/eid/account", signOut: { action: "/eid/sign-out" } };
  return site.document(request, { ...view, content }, user);
}

/**
 * Sends a page whose forms may lead to the portal, which is at another origin when processes are split, and at the end of a sign-in to the client:
 * browsers hold a form to this list through its redirects, so the page names the client's address.
 */
export function sendPage(site: Site, reply: FastifyReply, document: string, status = 200, next?: unknown): FastifyReply {
  const headed = site.headers(reply);
  const origin = typeof next === "string" && URL.canParse(next) ? new URL(next).origin : undefined;
  if (origin !== undefined) {
    const policy = String(headed.getHeader("content-security-policy") ?? contentSecurityPolicy());
    headed.header("content-security-policy", policy.replace("form-action 'self'", `form-action 'self' ${origin}`));
  }
  return sendHtml(headed, document, status);
}
