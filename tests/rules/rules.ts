import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { monthSetters } from "./dates.ts";
import { remoteCallsInTransactions, type SourceFile } from "./transactions.ts";

const read = (root: string, patterns: string[]): SourceFile[] =>
  spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...patterns], { cwd: root, encoding: "utf8" })
    .stdout.split("\n")
    .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|\/test\//.test(file) && fs.existsSync(path.join(root, file)))
    .map((file) => ({ path: file, source: fs.readFileSync(path.join(root, file), "utf8") }));

/** Rules of this house that no general tool knows. */
export function brokenRules(root: string): string | undefined {
  const problems = [
    ...remoteCallsInTransactions(read(root, ["modules"])),
    ...monthSetters(read(root, ["packages", "kernel", "modules", "apps", "content"])),
  ];
  return problems.length > 0 ? problems.join("\n") : undefined;
}
