import { createHmac } from "node:crypto";
import { type Ids, kernelFailure, type OpenLedger, type Queryable, type StoredEntry } from "@troad/kernel";
import { isSealed, keyBytes, nonceBytes, openContent, type Sealed, sealContent } from "../domain/sealed.ts";
import { deleteKey, findKey, insertKey } from "../store/keys.ts";

type NewEntry = Parameters<OpenLedger["append"]>[3];

/**
 * The chain of a case with its content encrypted under a key of the case. Hashes cover what is stored, so that the chain, its published heads and
 * everything that refers to them hold after the key is gone, and nobody can read any more what anyone said or did. Actions from before
 * contents were encrypted are read as they are.
 */
export type SealedLedger = OpenLedger & {
  seal(q: Queryable, stream: string, about: string, content: unknown): Promise<Sealed>;
  open(q: Queryable, stream: string, about: string, stored: object): Promise<unknown>;
  /** 32 bytes that follow from the key of a case and what they are for, and that nobody else knows. */
  secret(q: Queryable, stream: string, about: string): Promise<Buffer>;
  /** Deletes the key and appends a last, readable entry; gives how many entries stay readable besides. */
  erase(q: Queryable, stream: string, entry: (readable: number) => NewEntry): Promise<number>;
};

/** Who acted is part of the content: the column says only that. */
const sealedActor = "sealed";
const action = (stream: string): string => `case action ${stream}`;

export function sealedLedger(ledger: OpenLedger, ids: Pick<Ids, "random">): SealedLedger {
  const keyOf = async (q: Queryable, stream: string): Promise<Buffer> => {
    const known = await findKey(q, stream);
    if (known) return known;
    const key = ids.random(keyBytes);
    await insertKey(q, stream, key);
    return key;
  };
  const opened = (key: Buffer | undefined, place: string, stream: string, stored: Sealed): unknown => {
    const content = key && openContent(key, place, stored);
    if (content === undefined) throw kernelFailure("ledger.broken", {}, `${place} cannot be opened by the key of ${stream}`);
    return content;
  };
  return {
    read: async (q, stream) => {
      const [entries, key] = await Promise.all([ledger.read(q, stream), findKey(q, stream)]);
      return entries.map((entry): StoredEntry => {
        if (!isSealed(entry.data)) return entry;
        return { ...entry, ...(opened(key, action(stream), stream, entry.data) as Pick<StoredEntry, "actor" | "data">) };
      });
    },
    append: async (q, stream, last, { actor, data, ...entry }) => {
      const key = await keyOf(q, stream);
      const sealed = sealContent(key, action(stream), { actor, data }, ids.random(nonceBytes));
      const stored = await ledger.append(q, stream, last, { ...entry, actor: sealedActor, data: sealed });
      // as it will be read: JSON without what that omits
      return { ...stored, actor, data: JSON.parse(JSON.stringify(data)) as Record<string, unknown> };
    },
    seal: async (q, stream, about, content) => sealContent(await keyOf(q, stream), about, content, ids.random(nonceBytes)),
    open: async (q, stream, about, stored) => {
      if (!isSealed(stored)) return stored;
      return opened(await findKey(q, stream), about, stream, stored);
    },
    secret: async (q, stream, about) =>
      createHmac("sha256", await keyOf(q, stream))
        .update(about)
        .digest(),
    erase: async (q, stream, entry) => {
      const entries = await ledger.read(q, stream);
      const readable = entries.filter(({ data }) => !isSealed(data)).length;
      await ledger.append(q, stream, entries.at(-1), entry(readable));
      await deleteKey(q, stream);
      return readable;
    },
  };
}
