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
 * The installation's own log, used if none is configured: its key is requested once and kept for good. A log that later shows another key
 * is unknown to the witness, which is the point of a witness; to replace the key on purpose, name both in `WITNESS_LOGS`.
 */
export function pinnedLog(folder: string, url: string): () => Promise<WatchedLog[]> {
  const file = path.join(folder, "log.vkey");
  let known: WatchedLog[] | undefined;
  return async () => {
    if (known) return known;
    if (!fs.existsSync(file)) {
      const text = await keyFrom(url);
      // until the log itself has started it is unknown, and asks again
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
