import { isDatabaseUnavailable } from "@troad/kernel";
import type { Sender } from "../senders/senders-store.ts";

const keptMs = 15 * 60_000;
const most = 20_000;

/**
 * Senders of the last quarter of an hour, for while the database is away: their uploads go into the stream, and whether they may send is
 * looked at again when they are judged.
 */
export function openKnownSenders(now: () => number = Date.now) {
  const kept = new Map<string, { sender: Sender; at: number }>();
  return async (credential: string, ask: () => Promise<Sender | undefined>): Promise<Sender | undefined> => {
    try {
      const sender = await ask();
      kept.delete(credential);
      if (sender) kept.set(credential, { sender, at: now() });
      if (kept.size > most) kept.delete(kept.keys().next().value!);
      return sender;
    } catch (error) {
      const known = kept.get(credential);
      if (!isDatabaseUnavailable(error) || !known || now() - known.at > keptMs) throw error;
      return known.sender;
    }
  };
}
export type KnownSenders = ReturnType<typeof openKnownSenders>;
