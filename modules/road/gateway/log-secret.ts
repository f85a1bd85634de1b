import { createSecretKey, type KeyObject } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { installationSecret, type Queryable, unfitKey, wasRecorded } from "@troad/kernel";
import { newestLogged } from "../store/messages.ts";
import { messageIn } from "./kept-message.ts";
import { UnreadableMessage } from "./log-key.ts";

/**
 * The key of a gateway's message log. Where the log is older than the fingerprints of secrets (kernel_secret) its newest request shows
 * whether this is still the key of before. As a key object: Node looks at raw bytes anew for every cipher, which costs more than encrypting.
 */
export async function openLogKey(db: Queryable | undefined, folder: string): Promise<KeyObject> {
  const file = path.join(folder, "message-log.secret");
  const newest = db && !wasRecorded(file) ? await newestLogged(db) : undefined;
  if (newest && !fs.existsSync(file))
    throw unfitKey(`${file} is missing, and the log of this gateway cannot be read without it.`);
  const key = createSecretKey(Buffer.from(installationSecret(folder, "message-log"), "base64url"));
  if (newest)
    try {
      messageIn(key, { id: newest.exchange_id, side: newest.side, part: "request" }, newest);
    } catch (error) {
      if (error instanceof UnreadableMessage) throw unfitKey(`${file} does not open the messages in the log of this gateway.`);
      throw error;
    }
  return key;
}
