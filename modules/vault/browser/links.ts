import { toText } from "./bytes.ts";
import type { NamedFile } from "./contents.ts";
import { accessOf, newShareSecret, wrapForShare } from "./sealing.ts";
import { post } from "./server.ts";

export type Link = {
  id: string;
  file: string | null;
  made_at: string;
  expires_at: string;
  most: number | null;
  opened: number;
  state: "open" | "ended" | "expired" | "used-up";
};
export type Terms = { days: number; most: number | null };

/** Makes a link to a file. Its secret stands behind the #, which browsers send nowhere, and is kept nowhere. */
export async function makeLink(base: string, file: NamedFile, terms: Terms): Promise<string> {
  const id = crypto.randomUUID();
  const secret = newShareSecret();
  const key = await wrapForShare(id, secret, file.fileKey);
  await post(`${base}/shares`, { id, file: file.id, key, access: await accessOf(id, secret), ...terms });
  return `${location.origin}/vault/s/${id}#${toText(secret)}`;
}
