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
  /** The demo inbox: everything sent, or what one person got, newest first. */
  inbox(query: { to?: string; before?: string; limit: number }): Promise<Message[]>;
};

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
});
