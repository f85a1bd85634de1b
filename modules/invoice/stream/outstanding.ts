import type { Upload } from "./envelope.ts";

export type Outstanding = { readonly upload: Upload; readonly content: Buffer; readonly at: string };

const mostBytes = 64 * 1024 * 1024;

/** What this process gave to the stream and what is not known to be judged; the newest 64 MiB of it. */
export function openOutstanding(most = mostBytes) {
  const kept = new Map<number, Outstanding>();
  let bytes = 0;
  const drop = (seq: number): void => {
    bytes -= kept.get(seq)?.content.byteLength ?? 0;
    kept.delete(seq);
  };
  return {
    add: (seq: number, one: Outstanding): void => {
      drop(seq);
      kept.set(seq, one);
      bytes += one.content.byteLength;
      for (const [oldest] of kept) {
        if (bytes <= most) break;
        drop(oldest);
      }
    },
    /** Everything before this place of the stream has been judged. */
    before: (first: number): void => {
      for (const seq of kept.keys()) if (seq < first) drop(seq);
    },
    all: (): Outstanding[] => [...kept.values()],
  };
}
