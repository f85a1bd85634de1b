import { joinZip, type PreparedItem, prepareItem } from "@troad/zip";
import { readZip, type ZipLimits } from "../asice/zip.ts";
import { attempt, type Outcome, TrustError } from "../codes.ts";
import type { Certificate } from "../x509/certificate.ts";
import { type ErasureSeal, type Erasures, erasuresName, readErasures, signErasures, verifyErasures } from "./erasures.ts";
import { type ArchiveHead, type Linking, linkArchive, linkingName, linkingText, readLinking, sha512 } from "./linking.ts";

/** A container in an archive, by its name there. */
export interface ArchivedFile {
  readonly name: string;
  readonly data: Buffer;
  /** Stored without further compression, because it is compressed inside. */
  readonly isPacked: boolean;
  /** Replaces a container from which bodies were erased. */
  readonly isErased: boolean;
}

/** A container to be archived, already compressed and hashed, so that closing an archive delays nothing. */
export interface ArchiveEntry {
  readonly name: string;
  readonly digest: Buffer;
  readonly item: PreparedItem;
}

/** Containers in the order of the chain, with the digests of the erased ones, which are here without their bodies or gone. */
export interface OpenArchive {
  readonly linking: Linking;
  readonly files: readonly ArchivedFile[];
  readonly erasures: Erasures;
  /** The member's statement about them. */
  readonly statement: string | undefined;
}

/** Limits of an archive: its containers are small, and a foreign archive is unpacked in memory. */
export const archiveLimits: ZipLimits = {
  archiveBytes: 256 << 20,
  entries: 1002,
  entryBytes: 128 << 20,
  totalBytes: 512 << 20,
};

/**
 * Prepares a container. It is best not compressed inside: compressed as a whole it takes one deflate instead of a dozen, and repeated parts
 * of certificates and signatures count once. One that `isPacked` is stored as it is.
 */
export const archiveEntry = (name: string, data: Uint8Array, { isPacked = false } = {}): ArchiveEntry => ({
  name,
  digest: sha512(data),
  item: prepareItem({ name, data, stored: isPacked, fast: true }),
});

/** An archive of containers as a ZIP file, its linking file first. */
export function writeArchive(head: ArchiveHead, entries: readonly ArchiveEntry[]): { bytes: Buffer; linking: Linking } {
  const linking = linkArchive(head, entries);
  return { bytes: pack(linking, entries), linking };
}

/** The statement about the containers is stored first, because a search for a position reads only the beginning of the file. */
const pack = (linking: Linking, others: readonly Pick<ArchiveEntry, "item">[]): Buffer =>
  joinZip([statement(linkingName, linkingText(linking)), ...others.map(({ item }) => item)]);

const statement = (name: string, text: string): PreparedItem => prepareItem({ name, data: Buffer.from(text), stored: true });

/**
 * The archive with some containers replaced, or removed (undefined). Their original digests stay in it, so its chain and those of later
 * archives remain valid. Names that are not in the archive, or were erased before, are skipped; undefined if there is nothing to replace.
 */
export async function eraseInArchive(
  { linking, files, erasures }: OpenArchive,
  replaced: ReadonlyMap<string, Buffer | undefined>,
  seal: ErasureSeal & { readonly at: Date },
): Promise<Buffer | undefined> {
  const isDue = ({ name, isErased }: ArchivedFile): boolean => replaced.has(name) && !isErased;
  const due = files.filter(isDue);
  if (due.length === 0) return undefined;
  const all = new Map([...erasures, ...due.map(({ name, data }) => [name, sha512(data)] as const)]);
  const now = files.flatMap((file) => {
    if (!isDue(file)) return [archiveEntry(file.name, file.data, file)];
    const data = replaced.get(file.name);
    return data ? [archiveEntry(file.name, data, { isPacked: true })] : [];
  });
  return pack(linking, [{ item: statement(erasuresName, await signErasures(linking, all, seal)) }, ...now]);
}

/** The input of the chain. Throws `archive.missing`. */
function digestsOf({ entries }: Linking, files: readonly Pick<ArchivedFile, "name" | "data">[], erasures: Erasures) {
  const byName = new Map(files.map(({ name, data }) => [name, data]));
  return entries.map(({ name }) => {
    const data = byName.get(name);
    const digest = erasures.get(name) ?? (data && sha512(data));
    if (!digest) throw new TrustError("archive.missing", name);
    return { name, digest };
  });
}

/** Opens an archive and recomputes its chain. Codes: `archive.*`, `container.*` for the ZIP file. */
export const readArchive = (bytes: Uint8Array): Outcome<OpenArchive> =>
  attempt(() => {
    const entries = readZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), archiveLimits);
    const damaged = entries.find((entry) => entry.damaged);
    if (damaged) throw new TrustError("container.checksum", damaged.name);
    const info = entries.find(({ name }) => name === linkingName);
    if (!info) throw new TrustError("archive.linking", "absent");
    const linking = readLinking(info.data);
    const list = entries.find(({ name }) => name === erasuresName);
    const statement = list?.data.toString("latin1");
    const erasures = readErasures(linking, statement);
    const others = entries.filter((entry) => entry !== info && entry !== list);
    const again = linkArchive(linking, digestsOf(linking, others, erasures));
    const byName = new Map(others.map((entry) => [entry.name, entry]));
    const files = linking.entries.flatMap(({ name }) => {
      const entry = byName.get(name);
      return entry ? [{ name, data: entry.data, isPacked: entry.stored, isErased: erasures.has(name) }] : [];
    });
    // an entry that the chain names not at all, or twice, is not covered by it
    if (others.length !== files.length || byName.size !== files.length) throw new TrustError("archive.not-linked");
    const wrong = again.entries.find(({ link }, index) => link !== linking.entries[index]!.link);
    if (wrong) throw new TrustError("archive.altered", wrong.name);
    return { linking, files, erasures, statement };
  });

export interface ArchiveStep {
  readonly file: string;
  readonly ok: boolean;
  readonly code?: string;
  readonly detail?: string;
  readonly containers: number;
  /** Of these, the number without bodies, which were erased; `gone`: containers that were erased completely. */
  readonly erased: number;
  readonly gone: number;
}

/**
 * Walks archives in numerical order, one at a time in memory, checking each one's chain and that it names the previous one. The member must
 * have declared erasures, under one of the roots. `visit` checks a container and gives its errors. A removal of the newest archives shows
 * only by comparison with `last`, kept elsewhere.
 */
export async function verifyArchives(
  names: readonly string[],
  open: (name: string) => Promise<Uint8Array>,
  visit: (file: ArchivedFile) => Promise<string | undefined>,
  roots: readonly Certificate[],
): Promise<{ valid: boolean; steps: ArchiveStep[]; first: number | undefined; last: string | undefined }> {
  const steps: ArchiveStep[] = [];
  let before: { file: string; linking: Linking } | undefined;
  let first: number | undefined;
  for (const file of names.toSorted()) {
    const opened = readArchive(await open(file));
    if (!opened.ok) {
      const detail = opened.detail ? { detail: opened.detail } : {};
      steps.push({ file, ok: false, code: opened.code, ...detail, containers: 0, erased: 0, gone: 0 });
      before = undefined;
      continue;
    }
    const { linking, files, erasures, statement } = opened.value;
    first ??= linking.number;
    let fault = steps.length === 0 ? firstFault(linking) : chainFault(before, linking);
    const said = statement === undefined ? undefined : await verifyErasures(linking, statement, roots);
    if (said && !said.ok) fault ??= { code: said.code, detail: erasuresName };
    for (const one of files) {
      const code = await visit(one);
      fault ??= code === undefined ? undefined : { code, detail: one.name };
    }
    const erased = files.filter(({ isErased }) => isErased).length;
    const counts = { containers: files.length, erased, gone: erasures.size - erased };
    steps.push({ file, ok: fault === undefined, ...fault, ...counts });
    before = { file, linking };
  }
  return { valid: steps.length > 0 && steps.every(({ ok }) => ok), steps, first, last: before?.linking.last };
}

type Fault = { code: string; detail: string } | undefined;

/** Earlier archives may be kept elsewhere; but number one has none before it. */
const firstFault = ({ number, previous }: Linking): Fault =>
  (number === 1) === (previous === undefined) ? undefined : { code: "archive.chain", detail: `number ${number}` };

function chainFault(before: { file: string; linking: Linking } | undefined, linking: Linking): Fault {
  if (!before) return { code: "archive.chain", detail: "the one before cannot be read" };
  const { file, linking: earlier } = before;
  const holds =
    linking.number === earlier.number + 1 &&
    linking.member === earlier.member &&
    linking.upto >= earlier.upto &&
    linking.previous?.file === file &&
    linking.previous.link === earlier.last;
  return holds ? undefined : { code: "archive.chain", detail: `does not follow ${file}` };
}
