import { emptyState, time, timeline } from "@troad/design";
import { html } from "@troad/html";
import type { Message, NotifyApi } from "@troad/notify/api";
import { askedPage, holds, older, pageQuery, pageSize } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { PortalPages } from "./parts.ts";

type Parts = Pick<PortalPages, "site"> & { notify: Pick<NotifyApi, "inbox"> };

/** Every email and message that the platform sent, in the demonstration only. */
export function inboxPages(app: FastifyInstance, parts: Parts): void {
  app.get(
    "/inbox",
    { schema: { hide: true, querystring: pageQuery } },
    parts.site.open(async (request, session) => {
      const { t } = request;
      const title = t("portal.inbox.title");
      // a message links to a page of its recipient, who is a citizen
      const mayOpen = session === undefined || holds(session, ["citizen"]);
      const messages = await parts.notify.inbox({ lang: request.lang, ...askedPage(request, "uuid") });
      const entries = messages.slice(0, pageSize).map((message) => entryOf(request, message, mayOpen));
      const list = entries.length === 0 ? emptyState({ title: t("portal.inbox.empty") }) : timeline(entries, { headingLevel: 2 });
      const content = html`<h1>${title}</h1><p>${t("portal.inbox.lead")}</p>
        <p><a class="tr-link" href="/inbox/sent">${t("portal.sent.title")}</a></p>
        ${list}${older(request, messages, (message) => message.id)}`;
      return { title, content, path: [] };
    }),
  );
}

function entryOf({ t, lang }: FastifyRequest, message: Message, mayOpen: boolean) {
  const { at, channel, to, params, link, subject, body } = message;
  const open = mayOpen && link && html`<p><a class="tr-link" href="${link}">${t("portal.inbox.open")}</a></p>`;
  const addressee = t("portal.inbox.to", { name: params.name ?? to });
  return {
    at: time(at, { lang }),
    by: t(`portal.inbox.${channel}`),
    title: { text: subject },
    body: { html: html`<p>${addressee}</p><p>${body}</p>${open}` },
    tone: "neutral" as const,
  };
}
