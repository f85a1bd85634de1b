import { summaryList } from "@troad/design";
import { html } from "@troad/html";
import type { DemoSent, Returned } from "@troad/notify/api";
import { hidden, type List, listRoutes } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { MessageParts } from "./parts.ts";

const operators = ["operator"];
const languages = ["zh-Hant", "en"] as const;

/** For operators: what came back or was given up, and what every template says in both languages. */
export function operatorPages(app: FastifyInstance, { ctx, work, notify }: MessageParts): void {
  const address = "/work/returned";
  listRoutes({
    ...{ app, ctx, address },
    guard: (load) => work.signedIn(operators, load),
    list: async ({ t }): Promise<List<Returned>> => ({
      ...{ address, title: t("portal.returned.title"), filters: [] },
      lead: html`<p class="tr-lead">${t("portal.returned.lead")}</p>`,
      columns: [
        { key: "at", text: t("portal.returned.at"), kind: "instant", value: ({ at }) => at },
        {
          key: "channel",
          text: t("portal.returned.channel"),
          kind: "text",
          value: ({ channel }) => t(`portal.reach.channel.${channel}`),
        },
        {
          key: "template",
          text: t("portal.returned.template"),
          kind: "text",
          value: ({ template }) => template ?? t("portal.returned.code"),
        },
        {
          key: "state",
          text: t("portal.returned.state"),
          kind: "text",
          value: ({ state }) => t(`portal.returned.state.${state}`),
        },
        { key: "reason", text: t("portal.returned.reason"), kind: "text", value: ({ reason }) => reason ?? "" },
      ],
      source: {
        ...{ cursorKind: "uuid", cursor: ({ id }) => id },
        rows: ({ before, limit }) => notify.returned({ limit, ...(before === undefined ? {} : { before }) }),
      },
      empty: { title: t("portal.returned.none") },
    }),
  });
  app.get(
    "/work/templates",
    hidden,
    work.signedIn(operators, async (request) => {
      const { t } = request;
      const title = t("portal.templates.title");
      const [chinese, english] = await Promise.all(languages.map((lang) => notify.previews(lang)));
      const shown = chinese!.map((one) => {
        const other = english!.find(({ id }) => id === one.id);
        const marks = [
          t(`portal.topics.${one.topic}`),
          one.urgent && t("portal.templates.urgent"),
          one.legal && t("portal.templates.legal"),
        ];
        const row = (key: string, text: string, lang: string) => ({
          key: { text: t(key) },
          value: { html: html`<span lang="${lang}">${text}</span>` },
        });
        return html`<section><h2>${one.id}</h2><p class="tr-hint">${marks.filter(Boolean).join(t("web.comma"))}</p>${summaryList({
          rows: [one, other].flatMap((words, place) =>
            words
              ? [
                  row("portal.templates.subject", words.subject, languages[place]!),
                  row("portal.templates.body", words.body, languages[place]!),
                ]
              : [],
          ),
        })}</section>`;
      });
      return { title, content: html`<h1>${title}</h1><p class="tr-lead">${t("portal.templates.lead")}</p>${shown}` };
    }),
  );
}

/** In the demonstration: what its providers would have sent, with codes and addresses, since nobody else sees them. */
export function demoSentPage(app: FastifyInstance, { ctx, site, notify }: MessageParts): void {
  const address = "/inbox/sent";
  listRoutes({
    ...{ app, ctx, address },
    guard: (load) => site.open(load),
    list: async ({ t }): Promise<List<DemoSent>> => ({
      ...{ address, title: t("portal.sent.title"), filters: [] },
      lead: html`<p class="tr-lead">${t("portal.sent.lead")}</p>`,
      columns: [
        { key: "at", text: t("portal.sent.at"), kind: "instant", value: ({ at }) => at },
        {
          key: "channel",
          text: t("portal.sent.channel"),
          kind: "text",
          value: ({ channel }) => t(`portal.reach.channel.${channel}`),
        },
        { key: "to", text: t("portal.sent.to"), kind: "text", value: ({ value }) => value },
        { key: "body", text: t("portal.sent.body"), kind: "text", value: ({ subject, body }) => `${subject}\n${body}` },
      ],
      source: {
        ...{ cursorKind: "uuid", cursor: ({ id }) => id },
        rows: ({ before, limit }) => notify.demoSent({ limit, ...(before === undefined ? {} : { before }) }),
      },
      empty: { title: t("portal.sent.none") },
    }),
  });
}
