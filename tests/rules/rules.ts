import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { monthSetters } from "./dates.ts";
import { importsBeyondNeeds, overfullRooms, roomsWithoutTests } from "./rooms.ts";
import { remoteCallsInTransactions, type SourceFile } from "./transactions.ts";

const listed = (root: string, patterns: string[]): string[] =>
  spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...patterns], { cwd: root, encoding: "utf8" })
    .stdout.split("\n")
    .filter((file) => file !== "" && fs.existsSync(path.join(root, file)));

const read = (root: string, patterns: string[]): SourceFile[] =>
  listed(root, patterns)
    .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|\/test\//.test(file))
    .map((file) => ({ path: file, source: fs.readFileSync(path.join(root, file), "utf8") }));

/** Rules of this house that no general tool knows. */
export function brokenRules(root: string): string | undefined {
  const modules = read(root, ["modules"]);
  const rooms = ["apps", "bench", "content", "e2e", "kernel", "modules", "packages", "suites", "tests", "web"];
  const sources = listed(root, rooms).filter((file) => file.endsWith(".ts"));
  const problems = [
    ...remoteCallsInTransactions(modules),
    ...importsBeyondNeeds(modules),
    ...overfullRooms(sources),
    ...roomsWithoutTests(sources),
    ...monthSetters(read(root, ["packages", "kernel", "modules", "apps", "content"])),
  ];
  return problems.length > 0 ? problems.join("\n") : undefined;
}
