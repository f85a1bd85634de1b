import { createECDH } from "node:crypto";
import { installationSecret, type ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "./api.ts";
import { demoCarrier } from "./channels/demo.ts";
import { mailCarrier } from "./channels/mail.ts";
import type { Carriers } from "./channels/ports.ts";
import { type PushSettings, pushCarrier } from "./channels/push.ts";
import { smsCarrier } from "./channels/sms.ts";
import { deliver } from "./jobs.ts";
import { openMessages } from "./messages.ts";
import { openNotices } from "./notices.ts";
import { openReach } from "./reach.ts";
import { mailSettings, type NotifyEnv } from "./settings.ts";
import { listDemoSent } from "./store/deliveries.ts";
import { openTemplates } from "./templates.ts";

type Context = ModuleContext & { env: NotifyEnv };

/** The key pair that names us to push services (RFC 8292); made once, for subscriptions are bound to it. */
function vapidKeys(folder: string): { publicKey: string; privateKey: string } {
  const privateKey = installationSecret(folder, "push");
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(Buffer.from(privateKey, "base64url"));
  return { privateKey, publicKey: pair.getPublicKey("base64url") };
}

/** Everything that carries messages here. What the demonstration lacks, it shows instead of sending. */
function openCarriers(ctx: Context, secret: string, push: PushSettings): Carriers {
  const { env, db, clock, demo } = ctx;
  const mail = mailSettings(env, ctx.texts.translator("zh-Hant")("web.name"), secret);
  const sms = env.SMS_PROVIDER;
  return {
    ...(mail ? { mail: mailCarrier(mail) } : demo ? { mail: demoCarrier(db, clock, "mail") } : {}),
    ...(sms !== undefined ? { sms: smsCarrier(sms, env.SMS_TOKEN) } : demo ? { sms: demoCarrier(db, clock, "sms") } : {}),
    push: pushCarrier(push),
  };
}

/** Messages, the channels that carry them, and what comes back. `connect`: how push services are reached, for tests. */
export function openNotify(ctx: Context, connect?: PushSettings["connect"]) {
  const secret = installationSecret(ctx.folder, "notify");
  const hosts = ctx.env.PUSH_SERVICES.split(",").map((one) => one.trim());
  const vapid = vapidKeys(ctx.folder);
  const subject = ctx.env.MAIL_FROM === undefined ? "https://gov.example" : `mailto:${ctx.env.MAIL_FROM}`;
  const carriers = openCarriers(ctx, secret, { hosts, vapid: { subject, ...vapid }, ...(connect ? { connect } : {}) });
  const templates = openTemplates(ctx);
  const messages = openMessages({ ...ctx, carriers, templates });
  const reach = openReach({ ...ctx, carriers, secret, pushHosts: hosts, pushKey: vapid.publicKey, sendCode: messages.sendCode });
  const api: NotifyApi = {
    ...messages,
    ...reach,
    ...openNotices({ ...ctx, templates }),
    previews: async (lang) =>
      templates.ids.map((id) => {
        const { topic, urgent = false, legal = false, sample } = templates.find(id);
        const words = templates.words(lang, { template: id, params: sample });
        return { id, topic, urgent, legal, ...words };
      }),
    demoSent: ({ before, limit }) => listDemoSent(ctx.db, before ?? null, Math.min(limit, 100)),
  };
  const origin = (): string => ctx.origin("portal");
  return {
    api,
    secret,
    jobs: [deliver({ ...ctx, carriers, templates, origin })],
    close: () => Object.values(carriers).forEach((carrier) => void carrier.close?.()),
  };
}
