import fs from "node:fs";
import path from "node:path";
import { secondsOf } from "./lengths.ts";

/** What makes a file need a process of its own: hooks around all of its tests, or something that the whole process shares. */
const own =
  /\b(before|after|beforeEach|afterEach)\(|\bprocess\.(env|chdir|on|once|exit|argv|stdout|stderr)\b|\bmock\.|\bglobalThis\b/;
const longest = 4;

const isLight = (root: string, file: string): boolean =>
  !file.startsWith("e2e/") && secondsOf(file) < longest && !own.test(fs.readFileSync(path.join(root, file), "utf8"));

/**
 * Most of what a small test file takes is its process, which loads what a hundred others load too. Such files are imported together, in
 * `count` processes; gives the files that stay alone, and the batches, which are written to `folder`.
 */
export function batched(root: string, files: string[], folder: string, count = 2): { alone: string[]; batches: string[] } {
  const light = files.filter((file) => isLight(root, file));
  if (light.length < 2 * count) return { alone: files, batches: [] };
  const alone = files.filter((file) => !light.includes(file));
  const batches = Array.from({ length: count }, (_, n) => {
    const file = path.join(folder, `light-${n + 1}.test.mjs`);
    const part = light.filter((_, at) => at % count === n);
    fs.writeFileSync(file, part.map((one) => `import ${JSON.stringify(path.join(root, one))};\n`).join(""));
    return file;
  });
  return { alone, batches };
}
