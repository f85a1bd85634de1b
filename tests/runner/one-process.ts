import { createRequire } from "node:module";
import path from "node:path";
import { after, describe } from "node:test";
import { dropOwn } from "../../kernel/test/cluster.ts";

const require = createRequire(import.meta.url);

/**
 * Runs test files one after the other in this process, each as a suite, so that its hooks are its own; its databases go with it. They are
 * loaded synchronously: what an `import` evaluates may belong to the suite of a file that loaded the same modules before.
 */
export function runInTurn(root: string, files: readonly string[]): void {
  for (const file of files)
    describe(file, { timeout: 1_800_000 }, () => {
      require(path.join(root, file));
      after(dropOwn);
    });
}
