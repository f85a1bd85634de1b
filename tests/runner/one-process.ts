import path from "node:path";
import { after, describe } from "node:test";
import { pathToFileURL } from "node:url";
import { dropOwn } from "../../kernel/test/cluster.ts";

/** Runs test files one after the other in this process, each as a suite, so that its hooks are its own; its databases go with it. */
export function runInTurn(root: string, files: readonly string[]): void {
  for (const file of files)
    describe(file, { timeout: 600_000 }, async () => {
      await import(pathToFileURL(path.join(root, file)).href);
      after(dropOwn);
    });
}
