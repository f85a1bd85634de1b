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
export function digestList(digests: readonly Digest[]): Buffer {
  const items = digests.flatMap((item) => {
    const value = head(0x04, item.digest.length);
    const tail = tails[item.hash];
    return [head(0x30, value.length + item.digest.length + tail.length), value, item.digest, tail];
  });
  const length = items.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([head(0x30, length), ...items]);
}

/** The digest of a hash step. */
export const stepDigest = (hash: HashName, digests: readonly Digest[]): Digest => ({
  hash,
  digest: digest(hash, digestList(digests)),
});

/** What follows a digest: a tree of thousands has two a node. */
const tails = Object.fromEntries(
  Object.entries(digestUris).map(([hash, uri]) => [
    hash,
    Buffer.concat([head(0x0c, uri.length), Buffer.from(uri), head(0x30, 0)]),
  ]),
) as Record<HashName, Buffer>;

/** Tag and length of a DER value (X.690 §8.1, definite lengths). */
function head(tag: number, content: number): Buffer {
  if (content < 0x80) return Buffer.from([tag, content]);
  const length: number[] = [];
  for (let rest = content; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
  return Buffer.from([tag, 0x80 | length.length, ...length]);
}
