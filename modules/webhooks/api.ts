import { defineApi, exactly, textUpTo } from "@troad/kernel";
import Type from "typebox";

export type WebhooksApi = {
  /** Tells an endpoint that is no content of this installation; the same key is told once. */
  send(request: {
    key: string;
    endpoint: string;
    address: string;
    type: string;
    at: string;
    data: Record<string, string>;
    /** The body is `data` alone, as a foreign protocol wants it. */
    bare?: boolean;
  }): Promise<void>;
  /** The secret under which an endpoint's messages are signed; its receiver checks them with it. */
  secret(endpoint: string): Promise<string>;
};

const endpoint = Type.String({ pattern: "^[a-z0-9-]{1,60}$" });

export const webhooksApi = defineApi<WebhooksApi>("webhooks", {
  send: [
    exactly({
      ...{ key: textUpTo(300), endpoint, address: textUpTo(500), type: textUpTo(100), at: textUpTo(30) },
      data: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 500 }), { maxProperties: 60 }),
      bare: Type.Optional(Type.Boolean()),
    }),
  ],
  secret: [endpoint],
});
