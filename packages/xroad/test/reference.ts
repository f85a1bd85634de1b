import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** X-Road's own sample data; it stays with its publisher and is read in place. */
const repository = path.resolve(import.meta.dirname, "..", "..", "..");
const referenceFolder = path.join(process.env.TROAD_REFERENCE ?? path.join(repository, "..", "shared", "reference"), "xroad");

export const referencePath = (...parts: string[]): string => path.join(referenceFolder, ...parts);
export const reference = (...parts: string[]): Buffer => readFileSync(referencePath(...parts));

/** `false` when all is there, else the reason to skip, as node:test takes it. */
export function needs(...tools: string[]): string | false {
  if (!existsSync(referenceFolder)) return "needs the reference vectors";
  const missing = tools.find((tool) => spawnSync("sh", ["-c", `command -v ${tool}`]).status !== 0);
  return missing === undefined ? false : `needs ${missing}`;
}

/** Runs `work` with a folder that is gone afterwards. */
export async function inTempFolder<T>(work: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), "troad-xroad-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Random bytes that are the same in every run, for tests over many shapes (xorshift32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Boundaries for written configurations, different at each call and the same in every run. */
export function boundaries(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `boundary${String(count).padStart(12, "0")}`;
  };
}
