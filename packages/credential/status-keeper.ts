import { bytesOf, type PublicKey, readToken, signedByOne } from "./presentation.ts";

/** What a verifier knows of a place in a status list. What is not known says so, and is not taken for valid. */
export type Standing =
  | { checked: true; status: "valid" | "revoked" | "suspended"; listAt: number; until: number }
  | { checked: false; reason: "unreachable" | "over" | "outside"; listAt: number | undefined };
export type KeptList = { token: string; fetchedAt: number };
type Open = { bits: number; bytes: Uint8Array; at: number; until: number; ttl: number; fetchedAt: number };

/** A list that says it lives longer counts for this long, so that one which nobody can refresh is not used for ever. */
const mostSeconds = 7 * 86_400;
const defaultTtl = 300;
const mostBytes = 4 * 1024 * 1024;

/**
 * Status lists (IETF Token Status List) as a verifier keeps them: fetched again after their `ttl`, used without a network until their `exp`, and then no
 * more. An older list never takes the place of a newer one. Runs in browsers as it is.
 */
export function statusKeeper({
  fetchList,
  keys,
  now,
}: {
  fetchList(uri: string): Promise<string>;
  keys(): readonly PublicKey[];
  now(): Date;
}) {
  const lists = new Map<string, Open>();
  const seconds = (): number => now().getTime() / 1_000;
  async function take(uri: string, { token, fetchedAt }: KeptList): Promise<void> {
    const fresh = await openList(uri, token, keys(), fetchedAt);
    const kept = lists.get(uri);
    if (fresh && (!kept || fresh.at >= kept.at)) lists.set(uri, fresh);
  }
  return {
    /** A list from an earlier day: it counts as far as it would have then. */
    take,
    /** When the list of this address was made, and until when it counts. */
    ageOf: (uri: string): { at: number; until: number } | undefined => lists.get(uri),
    standing: async ({ uri, idx }: { uri: string; idx: number }): Promise<Standing> => {
      const kept = lists.get(uri);
      if (!kept || seconds() >= Math.min(kept.fetchedAt + kept.ttl, kept.until))
        await fetchList(uri)
          .then((token) => take(uri, { token, fetchedAt: seconds() }))
          .catch(() => undefined);
      const list = lists.get(uri);
      if (!list) return { checked: false, reason: "unreachable", listAt: undefined };
      if (seconds() >= list.until) return { checked: false, reason: "over", listAt: list.at };
      const byte = list.bytes[Math.floor((idx * list.bits) / 8)];
      if (byte === undefined) return { checked: false, reason: "outside", listAt: list.at };
      const status = (byte >> ((idx * list.bits) % 8)) & (2 ** list.bits - 1);
      return { checked: true, status: wordOf(status), listAt: list.at, until: list.until };
    },
  };
}
export type StatusKeeper = ReturnType<typeof statusKeeper>;

/** 1 is revoked, 2 suspended; what has another number is taken for revoked. */
function wordOf(status: number): "valid" | "revoked" | "suspended" {
  if (status === 0) return "valid";
  return status === 2 ? "suspended" : "revoked";
}

/** A list that its issuer signed for this address; undefined for everything else. */
async function openList(uri: string, token: string, keys: readonly PublicKey[], fetchedAt: number): Promise<Open | undefined> {
  try {
    const { payload } = readToken(token.trim(), "statuslist+jwt");
    const {
      sub,
      iat,
      exp,
      ttl = defaultTtl,
      status_list: list,
    } = payload as Record<string, unknown> & {
      status_list?: { bits?: unknown; lst?: unknown };
    };
    if (sub !== uri || typeof iat !== "number" || typeof exp !== "number" || typeof ttl !== "number") return undefined;
    if (![1, 2, 4, 8].includes(list?.bits as number) || typeof list?.lst !== "string") return undefined;
    if (!(await signedByOne(token.trim(), keys))) return undefined;
    const until = Math.min(exp, iat + mostSeconds);
    return { bits: list.bits as number, bytes: await inflated(bytesOf(list.lst)), at: iat, until, ttl, fetchedAt };
  } catch {
    return undefined;
  }
}

async function inflated(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > mostBytes) {
      await reader.cancel();
      throw new RangeError("the list is too long");
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
