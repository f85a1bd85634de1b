import type { LookupFunction } from "node:net";
import { outside, publicLookup } from "@troad/reach";
import { Agent, request } from "undici";
import webPush from "web-push";
import { type Carrier, Refused } from "./ports.ts";

export type PushSettings = {
  /** Hosts of push services that may be called. */
  hosts: readonly string[];
  vapid: { subject: string; publicKey: string; privateKey: string };
  /** How names are resolved and which authorities are trusted; a test's service runs on its own machine. */
  connect?: { lookup?: LookupFunction; ca?: string };
};

/** A push service keeps a message this long for a browser that is off. */
const keepSeconds = 86_400;

/**
 * Web push: encrypted for the browser (RFC 8291), with a token that names us (VAPID, RFC 8292). The address comes from a browser, so it is called
 * only if it is a known push service's and leads to the public Internet; redirects are not followed.
 */
export function pushCarrier({ hosts, vapid, connect = {} }: PushSettings): Carrier {
  const agent = new Agent({ connect: { lookup: connect.lookup ?? publicLookup, ...(connect.ca ? { ca: connect.ca } : {}) } });
  return {
    send: async ({ id, to, keys, words, urgent }) => {
      const url = outside(to, hosts);
      if (!url || !keys) throw new Refused("push address-not-allowed", true);
      const payload = JSON.stringify({ title: words.subject, body: words.body, link: words.link, tag: id, lang: words.lang });
      const { headers, body } = webPush.generateRequestDetails({ endpoint: url.href, keys }, payload, {
        ...{ vapidDetails: vapid, TTL: keepSeconds, contentEncoding: "aes128gcm" as const, urgency: urgent ? "high" : "normal" },
      });
      const sent = await request(url, {
        ...{ method: "POST", headers: headers as Record<string, string>, body: body as Buffer, dispatcher: agent },
        ...{ headersTimeout: 10_000, bodyTimeout: 10_000 },
      });
      await sent.body.dump();
      const { statusCode } = sent;
      if (statusCode >= 200 && statusCode < 300) return;
      if (statusCode === 404 || statusCode === 410) throw new Refused(`push ${statusCode}`, true);
      if (statusCode >= 300 && statusCode < 500 && statusCode !== 429) throw new Refused(`push ${statusCode}`, false);
      throw new Error(`push ${statusCode}`);
    },
    close: () => void agent.close(),
  };
}
