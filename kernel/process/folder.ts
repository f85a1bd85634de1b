import path from "node:path";
import { fileURLToPath } from "node:url";
import type { ModuleManifest } from "../module.ts";

/** The folder of a file named by its `import.meta.url`. */
export const folderOf = (url: string): string => path.dirname(fileURLToPath(url));

/** `a=x,b=y` as a map; refuses anything else. */
export function pairs(text: string, what: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const pair of text.split(",").filter(Boolean)) {
    const at = pair.indexOf("=");
    if (at < 1) throw new Error(`${what}: expected name=value, not ${JSON.stringify(pair)}`);
    map.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  return map;
}

/** The folders whose text/ is loaded, each once: the kernel's, every module's, and those that the modules' pages need. */
export const textFolders = (kernel: string, known: readonly Pick<ModuleManifest, "root" | "pages">[]): string[] => [
  ...new Set([
    folderOf(kernel),
    ...known.flatMap(({ root, pages }) => [folderOf(root), ...(pages?.textsOf ? [folderOf(pages.textsOf)] : [])]),
  ]),
];
