import { TrustRefusal } from "../codes.ts";
import type { Linking } from "./linking.ts";

/**
 * The file in an archive that says which of its containers are no more what they were when the archive was closed, because bodies in them
 * were erased, and the SHA-512 that each had then: the chain is over that. A container stands there without its bodies, or not at all.
 */
export const erasuresName = "erasures";

export type Erasures = ReadonlyMap<string, Buffer>;

const head = "troad-archive-erasures 1 SHA-512\n";

/** In the order of the chain, so that the same erasures are the same bytes whoever wrote which first. */
export const erasuresText = ({ entries }: Pick<Linking, "entries">, erasures: Erasures): string =>
  head +
  entries
    .filter(({ name }) => erasures.has(name))
    .map(({ name }) => `${erasures.get(name)!.toString("hex")} ${name}\n`)
    .join("");

/** Throws `archive.erasures` where it is not what would be written for these containers. */
export function readErasures(linking: Pick<Linking, "entries">, bytes: Uint8Array | undefined): Erasures {
  if (!bytes) return new Map();
  const text = Buffer.from(bytes).toString("utf8");
  const lines = text.slice(head.length).split("\n").filter(Boolean);
  const erasures = new Map(lines.map((line) => [line.slice(129), Buffer.from(line.slice(0, 128), "hex")]));
  if (erasures.size === 0 || text !== erasuresText(linking, erasures)) throw new TrustRefusal("archive.erasures", "malformed");
  return erasures;
}
