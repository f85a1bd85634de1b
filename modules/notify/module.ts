import { defineModule, instant, offerApi } from "@troad/kernel";
import { type NotifyApi, notifyApi } from "./api.ts";
import { insertMessage, listMessages } from "./store/messages.ts";

/** Mails and messages to people. Until a mail server is configured they stay in the inbox, which the demo shows. */
export default defineModule({
  name: "notify",
  root: import.meta.url,
  create: (ctx) => {
    const api: NotifyApi = {
      send: async ({ key, to, channel, template, params, link }) => {
        await insertMessage(ctx.db, {
          id: ctx.ids.uuid(),
          key,
          to,
          channel,
          template,
          params,
          link: link ?? null,
          at: instant(ctx.clock),
        });
      },
      inbox: ({ to, before, limit }) =>
        listMessages(ctx.db, { to: to ?? null, before: before ?? null, limit: Math.min(limit, 100) }),
    };
    return { api: offerApi(notifyApi, api) };
  },
});
