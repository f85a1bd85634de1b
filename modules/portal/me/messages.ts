import { emptyState, tag, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure } from "@troad/kernel";
import type { Message } from "@troad/notify/api";
import { askedPage, hidden, older, pageQuery, pageSize } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { MePages } from "./parts.ts";

type Parts = Pick<MePages, "site" | "notify">;

const above = ({ t }: FastifyRequest) => [{ href: "/me", text: t("portal.me.title") }];

/** The messages of the signed-in person: the list, and each on a page of its own. */
export function messagePages(app: FastifyInstance, parts: Parts): void {
  const { site, notify } = parts;
  app.get(
    "/me/messages",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["citizen"], async (request, { subject }) => {
      const { t } = request;
      const title = t("portal.messages.title");
      const [messages, unread] = await Promise.all([
        notify.inbox({ to: subject, lang: request.lang, ...askedPage(request, "uuid") }),
        notify.unread(subject),
      ]);
      const lines = messages.slice(0, pageSize).map((message) => lineOf(request, message));
      const list =
        lines.length === 0
          ? emptyState({ title: t("portal.messages.empty"), body: { text: t("portal.messages.empty-why") } })
          : html`<p>${t("portal.messages.unread-count", { count: unread })}</p><ul class="tr-lines">${lines}</ul>`;
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("portal.messages.lead")}</p>
        <p><a class="tr-link" href="/me/messages/reach">${t("portal.reach.title")}</a></p>
        ${list}${older(request, messages, ({ id }) => id)}`;
      return { title, content, path: above(request) };
    }),
  );
  app.get(
    "/me/messages/:id",
    hidden,
    site.signedIn(["citizen"], async (request, { subject }) => {
      const { id } = request.params as { id: string };
      const message = await notify.message({ subject, id, lang: request.lang });
      if (!message) throw kernelFailure("request.not-found");
      if (!message.read) await notify.markRead({ subject, id });
      return messagePage(request, message);
    }),
  );
}

function lineOf({ t, lang }: FastifyRequest, message: Message): Html {
  const state = message.read ? undefined : tag({ text: t("portal.messages.new"), classes: "tr-tag--blue" });
  return html`<li class="tr-lines__item"><a class="tr-lines__link" href="/me/messages/${message.id}">${message.subject}</a> ${state}
    <p class="tr-lines__meta">${time(message.at, { lang })}</p></li>`;
}

function messagePage(request: FastifyRequest, message: Message) {
  const { t, lang } = request;
  const { subject, body } = message;
  const open = message.link && html`<p><a class="tr-button" href="${message.link}">${t("portal.messages.open")}</a></p>`;
  const content = html`<h1>${subject}</h1><p class="tr-hint">${time(message.at, { lang })}</p><p>${body}</p>${open}`;
  return { title: subject, content, path: [...above(request), { href: "/me/messages", text: t("portal.messages.title") }] };
}
