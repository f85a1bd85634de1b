import { button } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { topics } from "@troad/notify/api";
import { hidden, uiOf } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { MessageParts } from "./parts.ts";

const address = "/me/messages/topics";

/** Which topics a person wants on which channel; the inbox has everything, and legal notices come over every one. */
export function topicsPage(app: FastifyInstance, { site, notify }: MessageParts): void {
  app.get(
    address,
    hidden,
    site.signedIn(["citizen"], async (request, { subject }) => {
      const { t } = request;
      const title = t("portal.topics.title");
      const { channels, silences } = await notify.reach(subject);
      const wanted = (channel: string) =>
        topics.filter((topic) => !silences.some((one) => one.channel === channel && one.topic === topic));
      const boxes = channels.map((channel) =>
        uiOf(request).checkboxes({
          ...{ name: channel, idPrefix: channel, values: wanted(channel) },
          fieldset: { legend: { text: t(`portal.reach.channel.${channel}`), classes: "tr-fieldset__legend--m" } },
          items: topics.map((topic) => ({ value: topic, text: t(`portal.topics.${topic}`) })),
        }),
      );
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("portal.topics.lead")}</p>
        <form method="post" action="${address}">${boxes}${button({ text: t("portal.topics.save") })}</form>`;
      const above = [
        { href: "/me", text: t("portal.me.title") },
        { href: "/me/messages", text: t("portal.messages.title") },
      ];
      return { title, content, path: above };
    }),
  );
  app.post(
    address,
    hidden,
    site.signedIn(["citizen"], async (request, { subject }, reply) => {
      const body = (request.body ?? {}) as Record<string, unknown>;
      const { channels } = await notify.reach(subject);
      const silences = channels.flatMap((channel) => {
        const wanted = [body[channel]].flat();
        return topics.filter((topic) => !wanted.includes(topic)).map((topic) => ({ channel, topic }));
      });
      await notify.setSilences({ subject, silences });
      return seeOther(reply, "/me/messages/reach");
    }),
  );
}
