import { defineApi, exactly, oneOf, pageLimit, textUpTo } from "@troad/kernel";
import Type from "typebox";

export type Message = {
  id: string;
  to: string;
  at: string;
  channel: "mail" | "message";
  template: string;
  params: Record<string, string>;
  link: string | null;
  read: boolean;
};

export type NotifyApi = {
  /** Queues a message to a person; idempotent by `key`. `template` names texts `notify.<template>.subject` and `.body`. */
  send(request: {
    key: string;
    to: string;
    channel: "mail" | "message";
    template: string;
    params: Record<string, string>;
    link?: string;
  }): Promise<void>;
  /** The demonstration's inbox: everything sent, or everything that one person received, newest first. */
  inbox(query: { to?: string; before?: string; limit: number }): Promise<Message[]>;
  /** One message to this person; null if there is none or it is another person's. */
  message(request: { subject: string; id: string }): Promise<Message | null>;
  /** Marks a message of the person as read; false if there is none. */
  markRead(request: { subject: string; id: string }): Promise<boolean>;
  /** The number of a person's unread messages, counted up to `most`. */
  unread(subject: string): Promise<number>;
};

/** Nobody needs an exact count of hundreds of unread messages. */
export const mostUnread = 1_000;

export const notifyApi = defineApi<NotifyApi>("notify", {
  send: [
    exactly({
      key: textUpTo(300),
      to: textUpTo(300),
      channel: oneOf("mail", "message"),
      template: textUpTo(100),
      params: Type.Record(textUpTo(100), textUpTo(2_000), { maxProperties: 50 }),
      link: Type.Optional(textUpTo(2_000)),
    }),
  ],
  inbox: [exactly({ to: Type.Optional(textUpTo(300)), before: Type.Optional(textUpTo(200)), limit: pageLimit })],
  message: [exactly({ subject: textUpTo(300), id: textUpTo(60) })],
  markRead: [exactly({ subject: textUpTo(300), id: textUpTo(60) })],
  unread: [textUpTo(300)],
});
