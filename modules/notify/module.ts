import { defineModule, instant, isUuid, type OwnSection, offerApi } from "@troad/kernel";
import { mostUnread, type NotifyApi, notifyApi } from "./api.ts";
import { countUnread, findMessage, insertMessage, insertRead, listMessages } from "./store/messages.ts";

/** Email and messages to people. Without a mail server they stay in the inbox, which the demonstration shows. */
export default defineModule({
  name: "notify",
  root: import.meta.url,
  me: true,
  // the portal knows from the session whose messages to show
  reserved: { inbox: ["portal"], message: ["portal"], markRead: ["portal"], unread: ["portal"] },
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
      message: async ({ subject, id }) => (isUuid(id) ? ((await findMessage(ctx.db, subject, id)) ?? null) : null),
      markRead: async ({ subject, id }) => {
        const found = isUuid(id) ? await findMessage(ctx.db, subject, id) : undefined;
        if (found && !found.read) await insertRead(ctx.db, id, instant(ctx.clock));
        return found !== undefined;
      },
      unread: (subject) => countUnread(ctx.db, subject, mostUnread),
    };
    return { api: offerApi(notifyApi, api), me: ({ subject }) => section(api, subject) };
  },
});

/** Messages on a person's own page; the pages themselves are the portal's. */
async function section(notify: Pick<NotifyApi, "unread">, subject: string): Promise<OwnSection> {
  const unread = await notify.unread(subject);
  const href = "portal:/me/messages";
  return {
    tasks: unread > 0 ? [{ text: "notify.me.unread", params: { count: unread }, href }] : [],
    tiles: [{ title: "notify.me.title", href, order: 30, count: unread, text: "notify.me.text", params: { count: unread } }],
  };
}
