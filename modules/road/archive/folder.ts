import { randomBytes } from "node:crypto";
import { link, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { type Linking, readArchive } from "@troad/trust";

const namePattern = /^\d{9}\.zip$/;

/** The archives of a folder in their order; half-written ones have other names. */
export const archivesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => namePattern.test(name)).toSorted();

export const archiveName = (number: number): string => `${String(number).padStart(9, "0")}.zip`;

/** The newest archive: what the next one continues. One that cannot be read stops archiving, because a new chain would hide it. */
export async function newestArchive(folder: string): Promise<{ file: string; linking: Linking } | undefined> {
  const file = (await archivesIn(folder)).at(-1);
  if (file === undefined) return undefined;
  const opened = readArchive(await readFile(path.join(folder, file)));
  if (!opened.ok) throw new Error(`${file} is not an archive any more: ${opened.code} ${opened.detail ?? ""}`);
  return { file, linking: opened.value.linking };
}

/** Writes an archive whole or not at all, and never over another one: after a kill there is a leftover that the next one removes. */
export async function storeArchive(folder: string, file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const partial = await writePartial(folder, file, bytes);
  // a link refuses to replace what is there, which a rename would do
  await link(partial, path.join(folder, file));
  await rm(partial);
  await syncFolder(folder);
}

/** Puts a file in place of one that is there, whole or not at all. */
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
