import { randomBytes } from "node:crypto";
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { type Linking, readArchive } from "@troad/trust";

const namePattern = /^\d{9}\.zip$/;

/** The archives of a folder in order; incomplete ones have other names. */
export const archivesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => namePattern.test(name)).toSorted();

export const archiveName = (number: number): string => `${String(number).padStart(9, "0")}.zip`;

type Newest = { file: string; linking: Linking };
/** The newest archive of a folder as last read or written, with the state of its file: reading it takes longer than an interval. */
const known = new Map<string, Newest & { version: string }>();

/** Changes with any change to the file. */
async function versionOf(folder: string, file: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(path.join(folder, file), { bigint: true });
  return [file, ino, size, mtimeNs, ctimeNs].join(" ");
}

/** The newest archive, which the next one continues. If it cannot be read, archiving stops, because a new chain would hide it. */
export async function newestArchive(folder: string): Promise<Newest | undefined> {
  const file = (await archivesIn(folder)).at(-1);
  if (file === undefined) return undefined;
  const version = await versionOf(folder, file);
  const before = known.get(folder);
  if (before?.version === version) return before;
  const opened = readArchive(await readFile(path.join(folder, file)));
  if (!opened.ok) throw new Error(`${file} is not an archive any more: ${opened.code} ${opened.detail ?? ""}`);
  const newest = { file, linking: opened.value.linking, version };
  known.set(folder, newest);
  return newest;
}

/** Writes an archive completely or not at all, and never over another one: a kill leaves a temporary file that the next run removes. */
export async function storeArchive(
  folder: string,
  file: string,
  { bytes, linking }: { bytes: Uint8Array; linking: Linking },
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const partial = await writePartial(folder, file, bytes);
  // a link refuses to replace an existing file, which a rename would do
  await link(partial, path.join(folder, file));
  await rm(partial);
  await syncFolder(folder);
  known.set(folder, { file, linking, version: await versionOf(folder, file) });
}

/** Replaces an existing file atomically. */
export async function replaceFile(folder: string, file: string, bytes: Uint8Array): Promise<void> {
  await rename(await writePartial(folder, file, bytes), path.join(folder, file));
  await syncFolder(folder);
}

async function writePartial(folder: string, file: string, bytes: Uint8Array): Promise<string> {
  for (const left of (await readdir(folder)).filter((name) => name.endsWith(".partial"))) await rm(path.join(folder, left));
  const partial = path.join(folder, `${file}.${randomBytes(6).toString("hex")}.partial`);
  const handle = await open(partial, "wx", 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return partial;
}

async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
