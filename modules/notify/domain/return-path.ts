import { createHmac, timingSafeEqual } from "node:crypto";
import { isUuid } from "@troad/kernel";

/** 80 bits: nobody reports a letter as returned that they did not get. */
const mac = (secret: string, id: string): Buffer => createHmac("sha256", secret).update(`return ${id}`).digest().subarray(0, 10);

/** The envelope's sender, one for each delivery (VERP), so that whatever comes back names what it is about: `notices+<id>.<mac>@gov.example`. */
export function returnPath(from: string, secret: string, id: string): string {
  const at = from.lastIndexOf("@");
  return `${from.slice(0, at)}+${id}.${mac(secret, id).toString("hex")}${from.slice(at)}`;
}

/** The delivery that a return address names, or undefined if it is none of ours. */
export function deliveryOf(address: string, secret: string): string | undefined {
  const [, id = "", tag = ""] = /\+([0-9a-f-]{36})\.([0-9a-f]{20})@/.exec(address.toLowerCase()) ?? [];
  if (!isUuid(id)) return undefined;
  return timingSafeEqual(Buffer.from(tag, "hex"), mac(secret, id)) ? id : undefined;
}
