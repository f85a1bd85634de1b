import { TrustError } from "../codes.ts";
import { isSafeFileName } from "../xades/file-name.ts";

/**
 * Signed data files that are not in the container (a body that was erased, not kept or too large): their names and the SHA-512 from the
 * signature, one per line. The list is not signed and need not be: it must agree with the signature, and the worst it can do is to hide a
 * file.
 */
export const erasedName = "META-INF/erased.txt";
const maxErased = 16;

export interface ErasedFile {
  readonly name: string;
  readonly digest: Buffer;
}

/** The list as written into a container beside the signature. */
export const erasedList = (files: readonly ErasedFile[]): { name: string; data: Buffer } => ({
  name: erasedName,
  data: Buffer.from(files.map(({ name, digest }) => `${digest.toString("base64")} ${name}\n`).join("")),
});

/** Parses the list; a file that is present is not erased. Throws `container.malformed`. */
export function readErased(list: Buffer | undefined, present: readonly string[]): ErasedFile[] {
  if (!list) return [];
  const malformed = (detail: string): TrustError => new TrustError("container.malformed", `${erasedName}: ${detail}`);
  const lines = list.toString("utf8").split("\n").slice(0, -1);
  if (lines.length === 0 || lines.length > maxErased) throw malformed(`${lines.length} lines`);
  return lines.map((line) => {
    const [, digest, name] = /^([A-Za-z0-9+/]{86}==) (.{1,200})$/.exec(line) ?? [];
    if (!digest || !name || !isSafeFileName(name) || present.includes(name)) throw malformed(line.slice(0, 200));
    return { name, digest: Buffer.from(digest, "base64") };
  });
}
