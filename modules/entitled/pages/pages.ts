import { addressOfAct } from "@troad/content-law";
import { button, emptyState, formatDate } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type ModuleContext, seeOther } from "@troad/kernel";
import { hidden, type Names, posted, type ServiceNames, type Site, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Rule } from "../rules.ts";
import type { Watching } from "../watching.ts";

export const home = "/me/entitled";
type Parts = { site: Site; watching: Watching; services: ServiceNames; names: Names; texts: ModuleContext["texts"] };

/** What a person may be entitled to: the switch, what is looked at for it, and each finding with its reason and one step to apply. */
export function entitledPages(app: FastifyInstance, parts: Parts): void {
  const { site, watching } = parts;
  app.get(
    home,
    hidden,
    site.signedIn(["citizen"], async (request, { subject }) => {
      const watch = await watching.watch(subject);
      return watch ? onPage(parts, request, await watching.findings(subject), watch) : offPage(parts, request);
    }),
  );
  app.post(
    home,
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, { subject }, reply) => {
        const act = posted(request, "act", 10);
        if (act === "on") await watching.switchOn(subject);
        if (act === "off") await watching.switchOff(subject);
        if (act === "dismiss") await watching.dismiss(subject, posted(request, "rule", 60));
        return seeOther(reply, home);
      },
      { returnTo: () => home },
    ),
  );
}

const form = (act: string, text: string, more: { classes?: string; rule?: string } = {}): Html =>
  html`<form method="post" action="${home}">${more.rule !== undefined && html`<input type="hidden" name="rule" value="${more.rule}">`}${button(
    {
      ...{ text, name: "act", value: act, preventDoubleClick: true },
      ...(more.classes === undefined ? {} : { classes: more.classes }),
    },
  )}</form>`;

/** Which agency is asked for what. */
function looked({ watching, names }: Parts, { lang }: FastifyRequest): Html {
  const items = watching.sets.map(
    ({ provider }) => html`<li><strong>${names.agency(lang, provider)}</strong> ${names.dataSet(lang, provider)}</li>`,
  );
  return html`<ul class="tr-list tr-list--bullet">${items}</ul>`;
}

function offPage(parts: Parts, request: FastifyRequest): View {
  const { t } = request;
  const title = t("entitled.title");
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("entitled.lead")}</p>
    <h2>${t("entitled.what")}</h2>${looked(parts, request)}<p>${t("entitled.terms")}</p>${form("on", t("entitled.on"))}`;
  return { title, content, path: [] };
}

type Found = Awaited<ReturnType<Watching["findings"]>>;
type Watch = NonNullable<Awaited<ReturnType<Watching["watch"]>>>;

function onPage(parts: Parts, request: FastifyRequest, found: Found, watch: Watch): View {
  const { t, lang } = request;
  const title = t("entitled.title");
  const day = (instant: string): string => formatDate(new Date(instant), { lang });
  const list =
    found.length === 0
      ? emptyState({ title: t(watch.looked_at === null ? "entitled.looking" : "entitled.none") })
      : html`<ul class="tr-lines">${found.map((one) => finding(parts, request, one))}</ul>`;
  const missing = parts.watching.sets.filter(({ id }) => watch.missing.includes(id));
  const gap =
    missing.length > 0 &&
    html`<p>${t("entitled.missing", { sets: missing.map(({ provider }) => parts.names.dataSet(lang, provider)).join(t("web.comma")) })}</p>`;
  const content = html`<h1>${title}</h1>${list}${gap}
    <p class="tr-hint">${watch.looked_at !== null && t("entitled.looked", { day: day(watch.looked_at) })} ${t("entitled.until", { day: day(watch.until) })}</p>
    <h2>${t("entitled.what")}</h2>${looked(parts, request)}${form("off", t("entitled.off"), { classes: "tr-button--secondary" })}`;
  return { title, content, path: [] };
}

function finding({ services, texts }: Parts, { t, lang }: FastifyRequest, { rule, foundAt }: Found[number]): Html {
  const name = services.text(lang, rule.service, "name");
  return html`<li class="tr-lines__item"><a class="tr-lines__link" href="/services/${rule.service}">${name}</a>
    <p>${texts.pick(rule.text, lang, "why")}</p><p class="tr-lines__meta">${rule.law.map((one) => html`${article(one)} `)}</p>
    <p class="tr-lines__meta">${t("entitled.found", { day: formatDate(new Date(foundAt), { lang }) })}</p>
    <div class="tr-button-group"><form method="post" action="/services/${rule.service}/start">${button({ text: t("entitled.apply") })}</form>
    ${form("dismiss", t("entitled.dismiss"), { classes: "tr-button--secondary", rule: rule.id })}</div></li>`;
}

function article({ act, article: number }: Rule["law"][number]): Html {
  const text = html`<span lang="zh-Hant">${act}第 ${number} 條</span>`;
  const address = addressOfAct(act, number);
  return address === undefined ? text : html`<a class="tr-link" href="${address}" rel="external">${text}</a>`;
}
