import fs from "node:fs";
import path from "node:path";
import { secondsOf } from "./lengths.ts";

/** What makes a file need a process of its own: it sets what the whole process shares. */
const own = /process\.env\.\w+ = |assign\(process\.env|\bprocess\.(chdir|on|once|exit)\(|\bmock\.timers\b/;

const isAlone = (root: string, file: string): boolean => own.test(fs.readFileSync(path.join(root, file), "utf8"));

/** What a file that was never measured, or takes less than a second, counts as. */
const short = 0.5;
const leastSeconds = 30;

/**
 * Parts of `files` in their order, each half of what one of `lanes` would still have to do: large ones first, and small ones when the end
 * is near, so that all lanes end at about the same time.
 */
export function parted(files: string[], lanes: number, seconds: (file: string) => number = secondsOf): string[][] {
  const lengthOf = (file: string): number => Math.max(short, seconds(file));
  let left = files.reduce((sum, file) => sum + lengthOf(file), 0);
  const parts: string[][] = [];
  let part: string[] = [];
  let size = 0;
  for (const file of files) {
    const most = Math.max(leastSeconds, left / (2 * lanes));
    if (part.length > 0 && size + lengthOf(file) > most) {
      parts.push(part);
      left -= size;
      [part, size] = [[], 0];
    }
    part.push(file);
    size += lengthOf(file);
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

/**
 * To load the government's three thousand modules takes seconds of a processor, more than most test files take: files share processes.
 * Gives the files that stay alone, and those that import the others, which are written to `folder`.
 */
export function batched(root: string, files: string[], folder: string, lanes: number): { alone: string[]; batches: string[] } {
  if (files.length < 2 * lanes) return { alone: files, batches: [] };
  const alone = files.filter((file) => isAlone(root, file));
  const batches = parted(
    files.filter((file) => !alone.includes(file)),
    lanes,
  ).map((part, n) => {
    const file = path.join(folder, `batch-${n + 1}.test.mjs`);
    const runner = JSON.stringify(path.join(root, "tests", "runner", "one-process.ts"));
    fs.writeFileSync(
      file,
      `import { runInTurn } from ${runner};\nrunInTurn(${JSON.stringify(root)}, ${JSON.stringify(part)});\n`,
    );
    return file;
  });
  return { alone, batches };
}
