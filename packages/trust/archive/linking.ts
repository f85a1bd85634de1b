import { createHash } from "node:crypto";
import { TrustError } from "../codes.ts";
import { isSafeFileName } from "../xades/file-name.ts";

/** The file in an archive that chains its containers to each other and to the previous archive. */
export const linkingName = "linkinginfo";

/** An archive's statement about itself. The chain covers every line. */
export interface ArchiveHead {
  readonly member: string;
  /** From 1, consecutive. */
  readonly number: number;
  /** File name and last link of the previous archive; undefined for the first. */
  readonly previous: { readonly file: string; readonly link: string } | undefined;
  /** The position in the message log up to which all exchanges are in this archive or an earlier one. */
  readonly upto: number;
}

export interface Linking extends ArchiveHead {
  readonly entries: readonly { readonly name: string; readonly link: string }[];
  /** The link that the next archive names. */
  readonly last: string;
}

export const sha512 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha512");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const headText = ({ member, number, previous, upto }: ArchiveHead): string =>
  `troad-archive 1 SHA-512\nmember ${member}\nnumber ${number}\nprevious ${previous ? `${previous.file} ${previous.link}` : "-"}\nupto ${upto}\n`;

/** Chains containers in this order: link = SHA-512(link before || SHA-512(container)), begun by the digest of the head. */
export function linkArchive(
  head: ArchiveHead,
  containers: readonly { readonly name: string; readonly digest: Uint8Array }[],
): Linking {
  let link = sha512(Buffer.from(headText(head)));
  const entries = containers.map(({ name, digest }) => {
    link = sha512(link, digest);
    return { name, link: link.toString("hex") };
  });
  return { ...head, entries, last: link.toString("hex") };
}

/** The content of the linking file. */
export const linkingText = (linking: Linking): string =>
  headText(linking) + linking.entries.map(({ link, name }) => `${link} ${name}\n`).join("");

/** Parses a linking file; a caller that has the containers compares the links. Throws `archive.linking`. */
export function readLinking(bytes: Uint8Array): Linking {
  const opening = /^troad-archive 1 SHA-512\nmember (\S{1,200})\nnumber ([1-9]\d{0,8})\n/.source;
  const previous = /previous (?:-|(\S{1,200}) ([0-9a-f]{128}))\nupto (\d{1,15})\n/.source;
  const pattern = new RegExp(`${opening}${previous}${/((?:[0-9a-f]{128} [^\n]{1,200}\n)*)$/.source}`);
  const match = pattern.exec(Buffer.from(bytes).toString("utf8"));
  if (!match) throw new TrustError("archive.linking", "not a linking file");
  const [, member, number, file, previousLink, upto, lines] = match;
  const entries = lines!
    .split("\n")
    .filter(Boolean)
    .map((line) => ({ link: line.slice(0, 128), name: line.slice(129) }));
  if (entries.some(({ name }) => !isSafeFileName(name))) throw new TrustError("archive.linking", "an unsafe name");
  const head = {
    member: member!,
    number: Number(number),
    previous: file && previousLink ? { file, link: previousLink } : undefined,
    upto: Number(upto),
  };
  return { ...head, entries, last: entries.at(-1)?.link ?? sha512(Buffer.from(headText(head))).toString("hex") };
}
