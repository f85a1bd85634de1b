import { readZip, type ZipLimits } from "../asice/zip.ts";
import { writeZip } from "../asice/zip-write.ts";
import { attempt, type Outcome, TrustRefusal } from "../codes.ts";
import { type ArchiveHead, type Linking, linkArchive, linkingName, readLinking } from "./linking.ts";

/** A container in an archive, by its name there. */
export interface ArchivedFile {
  readonly name: string;
  readonly data: Buffer;
}

/** What an archive may hold: its containers are small, and a stranger's archive is unpacked in memory. */
export const archiveLimits: ZipLimits = {
  archiveBytes: 256 << 20,
  entries: 1001,
  entryBytes: 128 << 20,
  totalBytes: 512 << 20,
};

/** An archive of containers as a ZIP file, its linking file first. Containers are stored: they are compressed already. */
export function writeArchive(
  head: ArchiveHead,
  files: readonly { readonly name: string; readonly data: Uint8Array }[],
): {
  bytes: Buffer;
  linking: Linking;
} {
  const linking = linkArchive(head, files);
  const entries = [{ name: linkingName, data: Buffer.from(linking.text) }, ...files];
  return { bytes: writeZip(entries.map((entry) => ({ ...entry, stored: true }))), linking };
}

/** Opens an archive and recomputes its chain. Codes: `archive.*`, `container.*` for the ZIP file. */
export const readArchive = (bytes: Uint8Array): Outcome<{ linking: Linking; files: readonly ArchivedFile[] }> =>
  attempt(() => {
    const entries = readZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), archiveLimits);
    const damaged = entries.find((entry) => entry.damaged);
    if (damaged) throw new TrustRefusal("container.checksum", damaged.name);
    const info = entries.find(({ name }) => name === linkingName);
    if (!info) throw new TrustRefusal("archive.linking", "absent");
    const linking = readLinking(info.data);
    const others = entries.filter((entry) => entry !== info);
    const byName = new Map(others.map(({ name, data }) => [name, data]));
    const files = linking.entries.map(({ name }) => {
      const data = byName.get(name);
      if (!data) throw new TrustRefusal("archive.missing", name);
      return { name, data };
    });
    // one entry that the chain does not name, or names twice, is not under it
    if (others.length !== files.length || byName.size !== files.length) throw new TrustRefusal("archive.not-linked");
    const again = linkArchive(linking, files);
    const wrong = again.entries.find(({ link }, index) => link !== linking.entries[index]!.link);
    if (wrong) throw new TrustRefusal("archive.altered", wrong.name);
    return { linking, files };
  });

export interface ArchiveStep {
  readonly file: string;
  readonly ok: boolean;
  readonly code?: string;
  readonly detail?: string;
  readonly containers: number;
}

/**
 * Walks archives in the order of their numbers, one at a time in memory: each one's own chain and that it names the one before.
 * `visit` checks a container and gives what is wrong with it. That the newest archives were taken away shows only beside `last`, kept elsewhere.
 */
export async function verifyArchives(
  names: readonly string[],
  open: (name: string) => Promise<Uint8Array>,
  visit: (file: ArchivedFile) => Promise<string | undefined>,
): Promise<{ valid: boolean; steps: ArchiveStep[]; first: number | undefined; last: string | undefined }> {
  const steps: ArchiveStep[] = [];
  let before: { file: string; linking: Linking } | undefined;
  let first: number | undefined;
  for (const file of names.toSorted()) {
    const opened = readArchive(await open(file));
    if (!opened.ok) {
      steps.push({ file, ok: false, code: opened.code, ...(opened.detail ? { detail: opened.detail } : {}), containers: 0 });
      before = undefined;
      continue;
    }
    const { linking, files } = opened.value;
    first ??= linking.number;
    let fault = steps.length === 0 ? firstFault(linking) : chainFault(before, linking);
    for (const one of files) {
      const code = await visit(one);
      fault ??= code === undefined ? undefined : { code, detail: one.name };
    }
    steps.push({ file, ok: fault === undefined, ...fault, containers: files.length });
    before = { file, linking };
  }
  return { valid: steps.length > 0 && steps.every(({ ok }) => ok), steps, first, last: before?.linking.last };
}

type Fault = { code: string; detail: string } | undefined;

/** Archives of before may be kept elsewhere; but number one has none before it. */
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
