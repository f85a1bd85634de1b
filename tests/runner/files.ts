import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const floors = ["packages", "kernel", "web", "content", "modules", "apps", "suites", "tests", "e2e", "bench"];

/** Every test file of the repository, relative to `root`. */
export function testFiles(root: string): string[] {
  return floors
    .flatMap((floor) =>
      fs
        .readdirSync(path.join(root, floor), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".test.ts") && !file.includes("node_modules"))
        .map((file) => path.join(floor, file)),
    )
    .sort();
}

/** The room of a file: a package, a module, or a whole floor that is not divided. */
export function roomOf(file: string): string {
  const [floor = "", name = ""] = file.split("/");
  return ["packages", "modules", "suites", "apps"].includes(floor) && file.split("/").length > 2 ? `${floor}/${name}` : floor;
}

/** What differs from the main branch, or from the last commit where that is the main branch itself; untracked files count. */
export function changedFiles(root: string): string[] {
  const git = (...args: string[]): string => spawnSync("git", args, { cwd: root, encoding: "utf8" }).stdout ?? "";
  const base = git("merge-base", "HEAD", "main").trim() || "HEAD";
  const lines = `${git("diff", "--name-only", base)}${git("ls-files", "--others", "--exclude-standard")}`;
  return [...new Set(lines.split("\n").filter(Boolean))];
}

/** One walk through everything, for a change of what runs in every process. */
const journey = "tests/journey.test.ts";

/**
 * The test files of the rooms that a change touches. Of the tests of the whole only those that changed themselves, and the journey where
 * code or content of the program changed.
 */
export function touchedTests(all: string[], changed: string[]): string[] {
  const rooms = new Set(changed.map(roomOf).filter((room) => !["tests", "e2e"].includes(room)));
  const program = changed.some((file) => /^(packages|kernel|web|content|modules|apps)\//.test(file));
  return all.filter((file) => rooms.has(roomOf(file)) || changed.includes(file) || (program && file === journey));
}
