import { defineApi } from "@troad/kernel";

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

export const notifyApi = defineApi<NotifyApi>("notify");
