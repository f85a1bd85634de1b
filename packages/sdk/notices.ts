import { createHmac, timingSafeEqual } from "node:crypto";
import { TroadError } from "./errors.ts";

export type Notice = { id: string; type: string; at: string; data: Record<string, string> };
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;
const toleranceMs = 5 * 60_000;
const mostBytes = 64 * 1024;

/**
 * A webhook of the platform (Standard Webhooks): signed under the secret that its applicant sees, just now. A consent that ended is
 * `mydata.consent-ended` with `request`, `reason` and `eraseBy`. It may come twice under the same id. Throws `sdk.notice-refused`.
 */
export function readNotice(received: { headers: Headers; body: string; secret: string; now?: Date }): Notice {
  const { headers, body, secret, now = new Date() } = received;
  const refused = (detail: string): TroadError => new TroadError("sdk.notice-refused", detail);
  const [id, at, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
    String(headers[name] ?? ""),
  );
  if (body.length > mostBytes) throw refused("too large");
  if (!id || !/^\d{1,12}$/.test(at ?? "")) throw refused("without id or time");
  if (Math.abs(now.getTime() - Number(at) * 1000) > toleranceMs) throw refused("not of now");
  const own = createHmac("sha256", Buffer.from(secret.replace(/^whsec_/, ""), "base64"))
    .update(`${id}.${at}.${body}`)
    .digest();
  const isOwn = (one: string): boolean => {
    const given = Buffer.from(one.replace(/^v1,/, ""), "base64");
    return one.startsWith("v1,") && given.length === own.length && timingSafeEqual(given, own);
  };
  if (!(signatures ?? "").split(" ").some(isOwn)) throw refused("not signed under this secret");
  const { type, timestamp, data } = JSON.parse(body) as { type: string; timestamp: string; data: Record<string, string> };
  return { id, type, at: timestamp, data };
}
