import { createHmac } from "node:crypto";

export type Signed = { "webhook-id": string; "webhook-timestamp": string; "webhook-signature": string };

/** Headers of a webhook (Standard Webhooks 1.0, symmetric): `secret` is `whsec_` and the key in Base64. */
export function signedHeaders(secret: string, { id, at, body }: { id: string; at: Date; body: string }): Signed {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
