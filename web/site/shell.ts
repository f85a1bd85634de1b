import { page, phaseBanner, wordsIn } from "@troad/design";
import type { FastifyRequest } from "fastify";
import { inPortal } from "./links.ts";
import { navigationOf } from "./navigation.ts";
import type { Link, SiteParts } from "./parts.ts";
import type { Session } from "./session.ts";
import type { View } from "./view.ts";

/** The whole document around a page's content, in the reader's language. */
export function shell(site: SiteParts, request: FastifyRequest, session: Session | undefined, view: View): string {
  const { ctx, assets, title, section, trail = [], footer } = site;
  const { lang, t } = request;
  const words = wordsIn(lang);
  const linkOf = ({ href, text }: Link) => ({ href: inPortal(ctx, href), text: t(text) });
  const path = (request.originalUrl ?? request.url).split("?")[0] ?? "/";
  const here = request.method === "GET" ? request.originalUrl : path;
  const user = site.user(request, session);
  return page({
    lang,
    dir: ctx.texts.languages.find(({ code }) => code === lang)?.dir ?? "ltr",
    title: view.isError ? `${words.error}${words.colon}${view.title}` : view.title,
    serviceName: t(title),
    currentPath: path,
    homeHref: inPortal(ctx, "portal:/"),
    nav: navigationOf(ctx, request, session, section),
    ...(user ? { user } : {}),
    languages: {
      choices: ctx.texts.languages.map(({ code, name }) => ({ lang: code, name })),
      form: { action: "/language", fields: { return: here } },
    },
    ...(view.path
      ? {
          breadcrumbs: [...trail.map(linkOf), ...view.path],
        }
      : {}),
    ...(ctx.demo ? { banner: phaseBanner({ tag: { text: t("web.demo.tag") }, text: t(site.demoNote ?? "web.demo.note") }) } : {}),
    footer: {
      links: footer.links.map(linkOf),
      note: t(footer.note),
    },
    assets,
    content: view.content,
  });
}
