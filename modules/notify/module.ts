import { defineModule, type OwnSection, offerApi } from "@troad/kernel";
import { type NotifyApi, notifyApi } from "./api.ts";
import type { PushSettings } from "./channels/push.ts";
import { openNotify } from "./notify.ts";
import { bounceRoutes } from "./routes.ts";
import { notifyEnv } from "./settings.ts";

/** The portal knows from the session whose messages to show, and which agency's notices. */
const portals = [
  ...["inbox", "message", "markRead", "unread", "reach", "addAddress", "confirmAddress", "removeAddress", "setSilences"],
  ...["toPost", "notice", "recordStep", "returned", "waiting", "previews", "demoSent"],
] as const;

/** Messages to people: an inbox, and mail, text messages and web push over what an installation has. `connect`: how push services are reached, for tests. */
export const notifyModule = (connect?: PushSettings["connect"]) =>
  defineModule({
    name: "notify",
    root: import.meta.url,
    me: true,
    env: notifyEnv,
    // the eID sends codes to sign in to what a person confirmed
    reserved: {
      ...Object.fromEntries(portals.map((name) => [name, ["portal"]])),
      ...{ reach: ["portal", "eid", "cases"], sendCode: ["eid", "cases"], noticeOpened: ["cases"] },
    },
    create: (ctx) => {
      const { api, jobs, secret, close } = openNotify(ctx, connect);
      return {
        api: offerApi(notifyApi, api),
        jobs,
        routes: (app) => bounceRoutes(app, { ...ctx, secret, token: ctx.env.MAIL_BOUNCE_TOKEN }),
        me: ({ subject }) => section(api, subject),
        stop: async () => close(),
      };
    },
  });

export default notifyModule();

/** Messages on a person's own page; the pages themselves are the portal's. */
async function section(notify: Pick<NotifyApi, "unread">, subject: string): Promise<OwnSection> {
  const unread = await notify.unread(subject);
  const href = "portal:/me/messages";
  return {
    tasks: unread > 0 ? [{ text: "notify.me.unread", params: { count: unread }, href }] : [],
    tiles: [{ title: "notify.me.title", href, order: 30, count: unread, text: "notify.me.text", params: { count: unread } }],
  };
}
