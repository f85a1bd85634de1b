import fs from "node:fs";
import path from "node:path";
import { parseVerifierKey, type WatchedLog } from "@troad/tlog";

const watched = (text: string): WatchedLog => {
  const key = parseVerifierKey(text);
  return { origin: key.name, keys: [key] };
};

/** `WITNESS_LOGS`: space-separated verifier keys (C2SP signed-note). Throws `key.malformed`. */
export const readLogs = (text: string): WatchedLog[] => text.split(/\s+/).filter(Boolean).map(watched);

/**
 * The log of the own installation, where none is configured: its key is asked for once and kept for good. A log that shows another
 * key later is a stranger, which is what a witness is for; anyone who replaces the key on purpose names both in `WITNESS_LOGS`.
 */
export function pinnedLog(folder: string, url: string): () => Promise<WatchedLog[]> {
  const file = path.join(folder, "log.vkey");
  let known: WatchedLog[] | undefined;
  return async () => {
    if (known) return known;
    if (!fs.existsSync(file)) {
      const text = await keyFrom(url);
      // while the log itself is still starting it is a stranger, and asks again
      if (text === undefined) return [];
      watched(text);
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      fs.writeFileSync(`${file}.new`, `${text}\n`, { flush: true });
      fs.renameSync(`${file}.new`, file);
    }
    known = readLogs(fs.readFileSync(file, "utf8"));
    return known;
  };
}

async function keyFrom(url: string): Promise<string | undefined> {
  try {
    const reply = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(5_000) });
    const text = (await reply.text()).trim();
    return reply.ok ? text : undefined;
  } catch {
    return undefined;
  }
}
