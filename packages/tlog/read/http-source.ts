/** Tiles of a log that someone else serves. Runtime-neutral: `fetch` decompresses by itself (C2SP tlog-tiles, Log entries). */
import { TlogError } from "../errors.ts";
import { MAX_BUNDLE_BYTES } from "../tile/path.ts";
import type { TileSource } from "../tile/source.ts";

export type HttpSourceOptions = {
  /** The log's address, such as `https://road.example.tw/log`. */
  readonly prefix: string;
  readonly fetch?: typeof globalThis.fetch;
  /** For a whole answer, body included. */
  readonly timeoutMs?: number;
};

const DEFAULT_TIMEOUT_MS = 10_000;
/** Not there, or not there any more. */
const ABSENT = [404, 410];

async function readBounded(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BUNDLE_BYTES) throw new TlogError("tile.unreachable", "the answer is larger than any tile");
    chunks.push(chunk);
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

/** Fetches below a prefix. Anything but an answer of 200, 404 or 410 throws `tile.unreachable`. */
export function httpTileSource({
  prefix,
  fetch = globalThis.fetch,
  timeoutMs = DEFAULT_TIMEOUT_MS,
}: HttpSourceOptions): TileSource {
  const base = prefix.replace(/\/+$/, "");
  return {
    async fetch(path) {
      try {
        const response = await fetch(`${base}/${path}`, { signal: AbortSignal.timeout(timeoutMs) });
        if (ABSENT.includes(response.status)) {
          await response.body?.cancel();
          return undefined;
        }
        if (response.status !== 200 || !response.body) throw new TlogError("tile.unreachable", `status ${response.status}`);
        return await readBounded(response.body);
      } catch (cause) {
        if (cause instanceof TlogError) throw cause;
        throw new TlogError("tile.unreachable", `${path} could not be fetched`, { cause });
      }
    },
  };
}
