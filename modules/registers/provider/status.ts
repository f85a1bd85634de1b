import { type StatusList, statusAt, statusListOf } from "@troad/credential";
import type { Clock } from "@troad/kernel";
import { statusListType, type VerifySeal } from "../domain/consent.ts";

export type ConsentState = "valid" | "withdrawn" | "unavailable";
export type StatusSource = (entry: { uri: string; idx: number }) => Promise<ConsentState>;

/** Maximum delay until a withdrawal takes effect. */
const freshMs = 5_000;
const timeoutMs = 3_000;
const maxBytes = 1024 * 1024;
/** Number of lists cached; a platform publishes few. */
const maxLists = 64;

/**
 * Reads the platform's status lists: each is fetched at most once every five seconds; a list that cannot be read and verified is
 * `unavailable`.
 */
export function openStatusSource({
  clock,
  verify,
  onFailure,
}: {
  clock: Clock;
  verify: VerifySeal;
  onFailure(error: unknown, uri: string): void;
}): StatusSource {
  const lists = new Map<string, { at: number; list: Promise<StatusList> }>();

  const listAt = (uri: string): Promise<StatusList> => {
    const now = clock.now().getTime();
    const kept = lists.get(uri);
    if (kept && now - kept.at < freshMs && now >= kept.at) return kept.list;
    const list = load(uri);
    lists.delete(uri);
    lists.set(uri, { at: now, list });
    for (const oldest of lists.keys()) if (lists.size > maxLists) lists.delete(oldest);
    // A failure is not cached: the next citizen should not have to wait for it to expire.
    list.catch(() => {
      if (lists.get(uri)?.list === list) lists.delete(uri);
    });
    return list;
  };

  async function load(uri: string): Promise<StatusList> {
    const token = await fetchText(uri);
    const sealed = await verify(token.trim(), statusListType);
    if (!sealed.ok) throw new Error(`status list refused: ${sealed.code}`);
    const list = statusListOf(sealed.value, uri, clock.now());
    if (!list) throw new Error("status list is not one, is over, or is another's");
    return list;
  }

  return async ({ uri, idx }) => {
    try {
      const status = statusAt(await listAt(uri), idx);
      if (status === undefined) throw new Error(`status list has no entry ${idx}`);
      return status === 0 ? "valid" : "withdrawn";
    } catch (error) {
      onFailure(error, uri);
      return "unavailable";
    }
  };
}

async function fetchText(uri: string): Promise<string> {
  if (!/^https?:$/.test(new URL(uri).protocol)) throw new Error("a status list is fetched over HTTP");
  const answer = await fetch(uri, {
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: "application/statuslist+jwt" },
  });
  if (!answer.ok || !answer.body) throw new Error(`status list: HTTP ${answer.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body) {
    size += part.length;
    if (size > maxBytes) throw new Error("status list is too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
