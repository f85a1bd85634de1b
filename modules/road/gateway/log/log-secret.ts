import { createSecretKey } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type Queryable, unfitKey, wasRecorded } from "@troad/kernel";
import { newestLogged } from "../../store/messages.ts";
import { messageIn } from "./kept-message.ts";
import { UnreadableMessage } from "./log-key.ts";

/**
 * Refuses a message log whose secret is missing or different, if the log is older than the fingerprints of secrets (kernel_secret): its
 * newest request shows whether the key is still the same.
 */
export async function checkLogSecret(db: Queryable, folder: string): Promise<void> {
  const file = path.join(folder, "message-log.secret");
  const newest = wasRecorded(file) ? undefined : await newestLogged(db);
  if (!newest) return;
  if (!fs.existsSync(file)) throw unfitKey(`${file} is missing, and the log of this gateway cannot be read without it.`);
  const key = createSecretKey(Buffer.from(fs.readFileSync(file, "utf8"), "base64url"));
  try {
    const { exchange_id: id, side, namespace } = newest;
    messageIn(key, { id, side, namespace, part: "request" }, newest);
  } catch (error) {
    if (error instanceof UnreadableMessage) throw unfitKey(`${file} does not open the messages in the log of this gateway.`);
    throw error;
  }
}
