import { defineApi, exactly, oneOf, orNull, pageLimit, textUpTo } from "@troad/kernel";
import Type from "typebox";
import type { Channel, PushKeys } from "./channels/ports.ts";
import { type NoticeStep, type OfficerStep, officerSteps } from "./domain/notice.ts";
import type { DemoSent, Returned } from "./store/deliveries.ts";
import { type Topic, topics } from "./templates.ts";

export type { Channel, PushKeys } from "./channels/ports.ts";
export { type NoticeStep, type OfficerStep, officerSteps } from "./domain/notice.ts";
export type { DemoSent, Returned } from "./store/deliveries.ts";
export { type Topic, topics } from "./templates.ts";

export type Message = {
  id: string;
  to: string;
  at: string;
  channel: "mail" | "message";
  template: string;
  params: Record<string, string>;
  link: string | null;
  read: boolean;
  /** In the reader's language. */
  subject: string;
  body: string;
};
/** A document with legal effect: whose it is, and where the post brings it if no channel delivers it. */
export type Legal = { agency: string; name: string; postal: string };
export type Address = {
  id: string;
  channel: Channel;
  value: string;
  lang: string;
  state: "waiting" | "confirmed" | "bounced";
  at: string;
};
export type Silence = { channel: Channel; topic: Topic };
/** `next`: what an officer may record now. Instants; `steps` in the order in which they were recorded. */
export type Notice = {
  id: string;
  agency: string;
  name: string;
  postal: string;
  subject: string;
  body: string;
  sentAt: string;
  steps: { step: NoticeStep; at: string; detail: string | null }[];
  next: OfficerStep[];
};
/** When a notice was delivered, how, and the last day of the thirty in which an appeal is filed; null while it is not. */
export type Delivered = { at: string; by: "opened" | "delivered"; appealUntil: string } | null;

export type NotifyApi = {
  /**
   * Sends a message to a person: to their inbox, and over the channels that they confirmed and did not silence; idempotent by `key`. `template`
   * is a folder of `content/messages`. With `legal` it is a legal notice, which no silence holds back.
   */
  send(request: {
    key: string;
    to: string;
    channel: "mail" | "message";
    template: string;
    params: Record<string, string>;
    link?: string;
    legal?: Legal;
  }): Promise<void>;
  /** Sends a code at once to an address that nobody has confirmed yet; it never reaches an inbox. False where nothing carries this channel. */
  sendCode(request: {
    key: string;
    channel: "mail" | "sms";
    to: string;
    lang: string;
    template: string;
    params: Record<string, string>;
  }): Promise<boolean>;
  /** How the notice that was sent under `key` stands; null too if there is none. */
  delivered(key: string): Promise<Delivered>;
  /** Its person has opened what was sent under `key`, elsewhere than in the inbox; nothing where it is another person's or none. */
  noticeOpened(request: { key: string; subject: string }): Promise<void>;
  /** The demonstration's inbox: everything sent, or everything that one person received, newest first. */
  inbox(query: { to?: string; before?: string; limit: number; lang?: string }): Promise<Message[]>;
  /** One message to this person; null if there is none or it is another person's. */
  message(request: { subject: string; id: string; lang?: string }): Promise<Message | null>;
  /** Marks a message of the person as read, by which a legal notice is delivered; false if there is none. */
  markRead(request: { subject: string; id: string }): Promise<boolean>;
  /** The number of a person's unread messages, counted up to `most`. */
  unread(subject: string): Promise<number>;
  /** How a person is reached, what they silenced, and which channels there are; `pushKey` is the server's for subscriptions. */
  reach(subject: string): Promise<{ addresses: Address[]; silences: Silence[]; channels: Channel[]; pushKey: string }>;
  /** Adds an address: mail and telephone get a code, a browser's subscription is confirmed by itself. */
  addAddress(request: {
    subject: string;
    channel: Channel;
    value: string;
    keys: PushKeys | null;
    lang: string;
  }): Promise<{ id: string }>;
  confirmAddress(request: { subject: string; id: string; code: string }): Promise<void>;
  removeAddress(request: { subject: string; id: string }): Promise<void>;
  /** What the person does not want, in place of what they said before. */
  setSilences(request: { subject: string; silences: Silence[] }): Promise<void>;
  /** What an agency's officers have to print and post, the longest waiting first. */
  toPost(query: { agency: string; after?: string; limit: number }): Promise<Notice[]>;
  notice(request: { agency: string; id: string }): Promise<Notice | null>;
  /** Records what an officer did; `number` of the registered post, `day` of the receipt. */
  recordStep(request: {
    agency: string;
    id: string;
    officer: string;
    step: OfficerStep;
    number?: string;
    day?: string;
  }): Promise<void>;
  /** What came back in the last thirty days; without addresses. */
  returned(query: { before?: string; limit: number }): Promise<Returned[]>;
  /** How much of these agencies waits to be posted, or how much came back. */
  waiting(query: { agencies: string[] } | { returned: true }): Promise<{ count: number; oldest: string | null }>;
  /** Every template with the words of its sample. */
  previews(lang: string): Promise<{ id: string; topic: Topic; urgent: boolean; legal: boolean; subject: string; body: string }[]>;
  /** What the demonstration's providers would have sent; nothing elsewhere. */
  demoSent(query: { before?: string; limit: number }): Promise<DemoSent[]>;
};

/** Nobody needs an exact count of hundreds of unread messages. */
export const mostUnread = 1_000;

const id = textUpTo(60);
const subject = textUpTo(300);
const lang = textUpTo(20);
const channel = oneOf("mail", "sms", "push");
const params = Type.Record(textUpTo(100), textUpTo(2_000), { maxProperties: 50 });
const legal = exactly({ agency: textUpTo(100), name: textUpTo(200), postal: textUpTo(500) });

export const notifyApi = defineApi<NotifyApi>("notify", {
  send: [
    exactly({
      ...{ key: textUpTo(300), to: textUpTo(300), channel: oneOf("mail", "message"), template: textUpTo(100), params },
      ...{ link: Type.Optional(textUpTo(2_000)), legal: Type.Optional(legal) },
    }),
  ],
  sendCode: [
    exactly({ key: textUpTo(300), channel: oneOf("mail", "sms"), to: textUpTo(300), lang, template: textUpTo(100), params }),
  ],
  delivered: [textUpTo(300)],
  noticeOpened: [exactly({ key: textUpTo(300), subject })],
  inbox: [
    exactly({
      to: Type.Optional(textUpTo(300)),
      before: Type.Optional(textUpTo(200)),
      limit: pageLimit,
      lang: Type.Optional(lang),
    }),
  ],
  message: [exactly({ subject, id, lang: Type.Optional(lang) })],
  markRead: [exactly({ subject, id })],
  unread: [textUpTo(300)],
  reach: [textUpTo(300)],
  addAddress: [
    exactly({
      ...{ subject, channel, value: textUpTo(1_000), lang },
      keys: orNull(exactly({ p256dh: textUpTo(200), auth: textUpTo(100) })),
    }),
  ],
  confirmAddress: [exactly({ subject, id, code: textUpTo(20) })],
  removeAddress: [exactly({ subject, id })],
  setSilences: [exactly({ subject, silences: Type.Array(exactly({ channel, topic: oneOf(...topics) }), { maxItems: 50 }) })],
  toPost: [exactly({ agency: textUpTo(100), after: Type.Optional(textUpTo(200)), limit: pageLimit })],
  notice: [exactly({ agency: textUpTo(100), id })],
  recordStep: [
    exactly({
      ...{ agency: textUpTo(100), id, officer: textUpTo(300), step: oneOf(...officerSteps) },
      ...{ number: Type.Optional(textUpTo(40)), day: Type.Optional(textUpTo(10)) },
    }),
  ],
  returned: [exactly({ before: Type.Optional(textUpTo(200)), limit: pageLimit })],
  waiting: [
    Type.Union([exactly({ agencies: Type.Array(textUpTo(100), { maxItems: 50 }) }), exactly({ returned: Type.Literal(true) })]),
  ],
  previews: [lang],
  demoSent: [exactly({ before: Type.Optional(textUpTo(200)), limit: pageLimit })],
});
