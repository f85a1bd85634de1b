import { page, wordsIn } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { announcementsOn } from "./announcements.ts";
import { inPortal } from "./links.ts";
import { navigationOf } from "./navigation.ts";
import type { Link, SiteParts } from "./parts.ts";
import type { Session } from "./session.ts";
import { todayOf, type View } from "./view.ts";
import { wayToWork } from "./work-area.ts";
import { officeBar, workRail } from "./work-frame.ts";

/** The whole document around a page's content, in the reader's language. */
export function shell(site: SiteParts, request: FastifyRequest, session: Session | undefined, view: View): string {
  const { ctx, assets, title, section, trail = [], footer } = site;
  const rail = site.area === "work" ? workRail(site, request, session) : undefined;
  const within = section === "portal" || rail ? [] : navigationOf(ctx, request, session, section);
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
    serviceName: t("web.brand"),
    currentPath: path,
    homeHref: inPortal(ctx, rail ? site.home : "portal:/"),
    ...(rail
      ? { nav: rail.items, rail }
      : {
          nav: [...navigationOf(ctx, request, session, "portal"), ...wayToWork(ctx, request, session)],
          searchHref: inPortal(ctx, "portal:/search"),
        }),
    ...(within.length > 1 ? { section: { label: t(title), items: within } } : {}),
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
    banner: html`${ctx.demo && demoBar(site, request, session)}${rail && officeBar(site, request, session)}`,
    footer: { groups: footerGroups(site, request), note: t(footer) },
    assets,
    content: html`${emergencies(site, request)}${view.content}${feedbackLink(site, request, path)}`,
  });
}

/** The feedback link at the end of each page. */
function feedbackLink({ ctx }: SiteParts, { t }: FastifyRequest, path: string): Html {
  const href = inPortal(ctx, `portal:/feedback?page=${encodeURIComponent(path)}`);
  return html`<p class="tr-feedback"><a class="tr-link" href="${href}">${t("web.feedback")}</a></p>`;
}

const footerGroups = ({ ctx, columns }: SiteParts, { t, lang }: FastifyRequest) =>
  columns.map(({ group, links }) => ({
    title: t(`web.footer.${group}`),
    links: links.map(({ href, text, texts }) => ({ href, text: texts ? ctx.texts.pick(texts, lang, "title") : t(text) })),
  }));

/** One line that says that nothing here is real, who the visitor currently is, and where to switch. */
function demoBar({ ctx, demoNote }: SiteParts, { t }: FastifyRequest, session: Session | undefined): Html {
  const who = session ? t("web.demo.you", { name: session.name }) : t(demoNote ?? "web.demo.note");
  return html`<div class="tr-container tr-demo"><strong class="tr-demo__tag">${t("web.demo.tag")}</strong> <span class="tr-demo__text">${who}</span>
    <a class="tr-link" href="${inPortal(ctx, "portal:/try")}">${t(session ? "web.demo.change" : "web.demo.try")}</a>
    <a class="tr-link" href="${inPortal(ctx, "portal:/inbox")}">${t("web.demo.inbox")}</a></div>`;
}

/** An emergency that everyone has to know about, at the top of every page. */
function emergencies({ ctx, announcements }: SiteParts, { lang, t }: FastifyRequest): Html[] {
  return announcementsOn(announcements, todayOf({ ctx }))
    .filter(({ level }) => level === "emergency")
    .map((one) => {
      const text = (key: string): string => ctx.texts.pick(one.text, lang, key);
      return html`<section class="tr-emergency" aria-label="${t("web.emergency")}"><h2 class="tr-emergency__title">${text("title")}</h2>
        <p>${text("body")}</p>${one.href !== undefined && html`<p><a class="tr-link" href="${one.href}">${t("web.emergency.more")}</a></p>`}</section>`;
    });
}
