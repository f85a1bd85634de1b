import { emptyState, time, timeline } from "@troad/design";
import { html } from "@troad/html";
import type { PageFile } from "../portal.ts";
import { askedPage, older, pageQuery, pageSize } from "./paging.ts";

/** Every mail and message the platform sent, for the demonstration only. */
export const inboxPages: PageFile = (app, portal) => {
  if (!portal.ctx.demo) return;
  app.get(
    "/inbox",
    { schema: { hide: true, querystring: pageQuery } },
    portal.site.open(async (request) => {
      const { t, lang } = request;
      const messages = await portal.notify.inbox(askedPage(request, "uuid"));
      const entries = messages.slice(0, pageSize).map((message) => {
        const params = { ...message.params, service: portal.serviceText(lang, message.params.service ?? "", "name") };
        return {
          at: time(message.at, { lang }),
          by: t(`portal.inbox.${message.channel}`),
          title: { text: t(`notify.${message.template}.subject`, params) },
          body: {
            html: html`<p>${t("portal.inbox.to", { name: message.params.name ?? message.to })}</p><p>${t(`notify.${message.template}.body`, params)}</p>${message.link && html`<p><a class="tr-link" href="${message.link}">${t("portal.inbox.open")}</a></p>`}`,
          },
          tone: "neutral" as const,
        };
      });
      const content = html`<h1>${t("portal.inbox.title")}</h1><p>${t("portal.inbox.lead")}</p>${entries.length === 0 ? emptyState({ title: t("portal.inbox.empty") }) : timeline(entries, { headingLevel: 2 })}${older(request, messages, (message) => message.id)}`;
      return { title: t("portal.inbox.title"), content, path: [] };
    }),
  );
};
