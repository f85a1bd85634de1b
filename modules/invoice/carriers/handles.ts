import { createHmac } from "node:crypto";
import { installationSecret } from "@troad/kernel";
import type { CarrierId } from "./carriers-store.ts";

/** What stands for a carrier in addresses of pages: histories of browsers and logs of proxies hold addresses, and nobody learns the number from it. */
export type HandleOf = (carrier: CarrierId) => string;

export function carrierHandles(folder: string): HandleOf {
  const key = installationSecret(folder, "carrier-handles");
  return ({ type, id }) => createHmac("sha256", key).update(`${type}\n${id}`).digest("base64url").slice(0, 16);
}
