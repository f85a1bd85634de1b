import { createHmac } from "node:crypto";
import { installationSecret } from "@troad/kernel";
import type { CarrierId } from "./carriers-store.ts";

/** Stands for a carrier in page addresses: browser histories and proxy logs contain addresses, and must not reveal the number. */
export type HandleOf = (carrier: CarrierId) => string;

export function carrierHandles(folder: string): HandleOf {
  const key = installationSecret(folder, "carrier-handles");
  return ({ type, id }) => createHmac("sha256", key).update(`${type}\n${id}`).digest("base64url").slice(0, 16);
}
