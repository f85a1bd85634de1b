import { instant, isUuid, type ModuleContext } from "@troad/kernel";
import { type Message, mostUnread, type NotifyApi } from "./api.ts";
import type { Carriers } from "./channels/ports.ts";
import { publishDelivered } from "./delivered.ts";
import { notifyFailure } from "./domain/errors.ts";
import { appealUntil, postFrom } from "./domain/notice.ts";
import { deliverJob } from "./jobs.ts";
import { reachable } from "./store/addresses.ts";
import { insertDelivery } from "./store/deliveries.ts";
import { countUnread, findMessage, insertMessage, insertRead, listMessages, type MessageRow } from "./store/messages.ts";
import { findNotice, insertNotice, insertStep, noticeByKey } from "./store/notices.ts";
import type { Templates } from "./templates.ts";

type Parts = Pick<ModuleContext, "db" | "clock" | "ids"> & { carriers: Carriers; templates: Templates };
type Offered = Pick<NotifyApi, "send" | "sendCode" | "delivered" | "noticeOpened" | "inbox" | "message" | "markRead" | "unread">;

/** Messages to persons: into the inbox, and on their way over the channels that the person chose. */
export function openMessages({ db, clock, ids, carriers, templates }: Parts): Offered {
  const worded = (message: MessageRow, lang = "zh-Hant"): Message => ({ ...message, ...templates.words(lang, message) });
  const markRead: NotifyApi["markRead"] = async ({ subject, id }) => {
    const found = isUuid(id) ? await findMessage(db, subject, id) : undefined;
    if (!found || found.read) return found !== undefined;
    const at = instant(clock);
    await db.tx(async (tx) => {
      await insertRead(tx, id, at);
      const opened = { message_id: id, step: "opened", at, officer: null, detail: null, recorded_at: at } as const;
      if ((await findNotice(tx, id)) && (await insertStep(tx, opened))) await publishDelivered(tx, id);
    });
    return true;
  };
  return {
    send: async ({ key, to, channel, template, params, link, legal }) => {
      const { topic, urgent, legal: isLegal = false } = templates.find(template);
      if (isLegal !== (legal !== undefined)) throw notifyFailure("notify.legal-incomplete");
      const [id, at] = [ids.uuid(), instant(clock)];
      await db.tx(async (tx) => {
        const isNew = await insertMessage(tx, { id, key, to, channel, template, params, link: link ?? null, at });
        if (!isNew) return;
        if (legal) await insertNotice(tx, { message_id: id, ...legal, due: postFrom(clock.now()) });
        for (const one of await reachable(tx, to, legal || urgent ? null : topic)) {
          if (!carriers[one.channel]) continue;
          const { channel: by, value, keys, lang } = one;
          const delivery = {
            id: ids.uuid(),
            key: `${id} ${one.id}`,
            message_id: id,
            address_id: one.id,
            channel: by,
            value,
            keys,
            lang,
          };
          await insertDelivery(tx, { ...delivery, content: null, at });
          await tx.enqueue(deliverJob, { delivery: delivery.id });
        }
      });
    },
    sendCode: async ({ key, channel, to, lang, template, params }) => {
      if (!carriers[channel]) return false;
      const delivery = {
        id: ids.uuid(),
        key: `code ${key}`,
        message_id: null,
        address_id: null,
        channel,
        value: to,
        keys: null,
        lang,
      };
      await db.tx(async (tx) => {
        const isNew = await insertDelivery(tx, { ...delivery, content: { template, params }, at: instant(clock) });
        if (isNew) await tx.enqueue(deliverJob, { delivery: delivery.id });
      });
      return true;
    },
    delivered: async (key) => {
      const known = await noticeByKey(db, key);
      const steps = (known && (await findNotice(db, known.id)))?.steps ?? [];
      const done = steps.flatMap(({ step, at }) =>
        step === "opened" || step === "delivered" ? [{ by: step, at: new Date(at) }] : [],
      );
      const first = done.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0];
      return first ? { at: first.at.toISOString(), by: first.by, appealUntil: appealUntil(first.at) } : null;
    },
    inbox: async ({ to, before, limit, lang }) => {
      const rows = await listMessages(db, { to: to ?? null, before: before ?? null, limit: Math.min(limit, 100) });
      return rows.map((row) => worded(row, lang));
    },
    message: async ({ subject, id, lang }) => {
      const found = isUuid(id) ? await findMessage(db, subject, id) : undefined;
      return found ? worded(found, lang) : null;
    },
    markRead,
    noticeOpened: async ({ key, subject }) => {
      const known = await noticeByKey(db, key);
      if (known) await markRead({ subject, id: known.id });
    },
    unread: (subject) => countUnread(db, subject, mostUnread),
  };
}
