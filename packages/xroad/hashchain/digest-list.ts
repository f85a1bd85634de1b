import type { HashName } from "@troad/trust";
import { digest, digestUris } from "../crypto/algorithms.ts";

/** A digest with the algorithm by which it was made. */
export interface Digest {
  readonly hash: HashName;
  readonly digest: Uint8Array;
}

/**
 * The bytes of a hash step: DER of SEQUENCE OF SEQUENCE { digest OCTET STRING, algorithm UTF8String, transforms SEQUENCE {} }.
 * The algorithm is named by its address, and the list of transforms is always empty, also where a reference has some.
 */
export const digestList = (digests: readonly Digest[]): Buffer =>
  tlv(
    0x30,
    ...digests.map((item) => tlv(0x30, tlv(0x04, item.digest), tlv(0x0c, Buffer.from(digestUris[item.hash], "utf8")), tlv(0x30))),
  );

/** The digest of a hash step. */
export const stepDigest = (hash: HashName, digests: readonly Digest[]): Digest => ({
  hash,
  digest: digest(hash, pairList(digests) ?? digestList(digests)),
});

/** Lists of two by their algorithms: all but the digests is the same in each, and a tree of thousands has a list a node. */
const pairs = new Map<string, { list: Buffer; at: readonly [number, number] }>();

/** The same bytes as `digestList` for two digests, valid until the next call. */
function pairList([one, other, ...more]: readonly Digest[]): Buffer | undefined {
  if (!one || !other || more.length > 0) return undefined;
  const kind = `${one.hash} ${one.digest.length} ${other.hash} ${other.digest.length}`;
  let pair = pairs.get(kind);
  if (!pair) {
    const list = digestList([one, other]);
    const at = [list.indexOf(one.digest), list.lastIndexOf(other.digest)] as const;
    pair = { list, at };
    pairs.set(kind, pair);
  }
  pair.list.set(one.digest, pair.at[0]);
  pair.list.set(other.digest, pair.at[1]);
  return pair.list;
}

/** One DER value (X.690 §8.1, definite lengths). */
function tlv(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length: number[] = [];
  for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length, ...length]), body]);
}
