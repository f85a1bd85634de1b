import { icon, page, phaseBanner, script, stylesheet } from "@troad/design";
import { serveAsset } from "@troad/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Session } from "./auth/sessions.ts";
import type { Assets, Portal, View } from "./portal.ts";

/** Serves what the look needs and returns where. */
export function serveAssets(app: FastifyInstance): Assets {
  return {
    css: serveAsset(app, "/assets/troad.css", stylesheet()),
    js: serveAsset(app, "/assets/troad.js", script()),
    icon: serveAsset(app, "/assets/icon.svg", icon()),
  };
}

/** The whole document around a page's content. */
export function shell(portal: Portal, request: FastifyRequest, session: Session | undefined, view: View): string {
  const { t, lang } = request;
  const { demo, texts } = portal.ctx;
  const path = request.url.split("?")[0] ?? "/";
  return page({
    lang,
    dir: texts.languages.find(({ code }) => code === lang)?.dir ?? "ltr",
    title: view.title,
    serviceName: t("portal.name"),
    currentPath: path,
    nav: navigation(request, session, demo),
    user: session
      ? { name: session.name, href: "/account", signOut: { action: "/auth/sign-out" } }
      : { signInHref: `/auth/sign-in?return=${encodeURIComponent(path)}` },
    languages: {
      choices: texts.languages.map(({ code, name }) => ({ lang: code, name })),
      form: { action: "/language", fields: { return: request.method === "GET" ? request.url : path } },
    },
    ...(view.path ? { breadcrumbs: [{ href: "/", text: t("portal.home") }, ...view.path] } : {}),
    ...(demo ? { banner: phaseBanner({ tag: { text: t("portal.demo.tag") }, text: t("portal.demo.note") }) } : {}),
    footer: {
      links: [
        { href: "/verify", text: t("portal.verify.title") },
        { href: "/catalogue", text: t("portal.catalogue.title") },
        { href: "/docs", text: t("portal.docs.title") },
        { href: "/about", text: t("portal.about.title") },
      ],
      note: t("portal.footer"),
    },
    assets: portal.assets,
    content: view.content,
  });
}

function navigation(request: FastifyRequest, session: Session | undefined, demo: boolean): { href: string; text: string }[] {
  const { t } = request;
  const has = (role: string): boolean => session?.roles.some((one) => one.role === role) ?? false;
  return [
    { href: "/services", text: t("portal.services.title") },
    ...(has("citizen")
      ? [
          { href: "/cases", text: t("portal.cases.title") },
          { href: "/my-data", text: t("portal.uses.title") },
        ]
      : []),
    ...(has("case-officer") ? [{ href: "/desk", text: t("portal.desk.title") }] : []),
    ...(has("provider-officer") ? [{ href: "/exchanges", text: t("portal.exchanges.title") }] : []),
    ...(has("case-officer") || has("provider-officer") ? [{ href: "/access", text: t("portal.access.title") }] : []),
    ...(has("road-operator") ? [{ href: "/registry", text: t("portal.registry.title") }] : []),
    ...(has("auditor") ? [{ href: "/audit", text: t("portal.audit.title") }] : []),
    ...(demo ? [{ href: "/inbox", text: t("portal.inbox.title") }] : []),
  ];
}
