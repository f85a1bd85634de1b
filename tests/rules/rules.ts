import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { monthSetters } from "./dates.ts";
import { longLines } from "./lines.ts";
import { contractingMigrations } from "./migrations.ts";
import { readsWithoutMatter } from "./occasions.ts";
import { namesOfPictures, translatedProse } from "./prose.ts";
import { importsBeyondNeeds, overfullRooms, roomsWithoutTests } from "./rooms.ts";
import { namedServices } from "./services.ts";
import { ownTimers } from "./timers.ts";
import { remoteCallsInTransactions, type SourceFile } from "./transactions.ts";

const listed = (root: string, patterns: string[]): string[] =>
  spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...patterns], { cwd: root, encoding: "utf8" })
    .stdout.split("\n")
    .filter((file) => file !== "" && fs.existsSync(path.join(root, file)));

const isTest = (file: string): boolean => /\.test\.ts$|\/test\//.test(file);

/** Ids of the services of content. */
const serviceIds = (root: string): string[] => [
  ...new Set(listed(root, ["content/services/*/*.json"]).map((file) => file.split("/")[2] ?? "")),
];

const read = (root: string, patterns: string[], withTests = false): SourceFile[] =>
  listed(root, patterns)
    .filter((file) => file.endsWith(".ts") && (withTests || !isTest(file)))
    .map((file) => ({ path: file, source: fs.readFileSync(path.join(root, file), "utf8") }));

/** All that the engine is made of, its tests among them. */
const engine = (root: string): SourceFile[] =>
  listed(root, ["modules", "packages", "web"])
    .filter((file) => /\.(?:ts|json|md|sql)$/.test(file))
    .map((file) => ({ path: file, source: fs.readFileSync(path.join(root, file), "utf8") }));

/** Text that people write here: not what others wrote, what a database has applied, or the list of phrases itself. */
const ourWords = (root: string): SourceFile[] =>
  listed(root, ["*"])
    .filter((file) => /\.(?:[cm]?[jt]s|md|css|sh|svg|ya?ml|txt)$|\/en\.json$|^[^.]*$/.test(file))
    .filter((file) => !/^LICENSE$|^suites\/.*\/own\/|^tests\/rules\/prose(?:\.test)?\.ts$|^docs\/law-coverage\.md$/.test(file))
    .map((file) => ({ path: file, source: fs.readFileSync(path.join(root, file), "utf8") }));

const migrations = (root: string): SourceFile[] =>
  listed(root, ["kernel", "modules"])
    .filter((file) => /migrations\/\d{4}_\w+\.sql$/.test(file))
    .map((file) => ({ path: file, source: fs.readFileSync(path.join(root, file), "utf8") }));

/** Rules of this house that no general tool knows. */
export function brokenRules(root: string): string | undefined {
  const modules = read(root, ["modules"]);
  const rooms = ["apps", "bench", "content", "e2e", "kernel", "modules", "packages", "suites", "tests", "web"];
  const sources = listed(root, rooms).filter((file) => file.endsWith(".ts"));
  const words = ourWords(root);
  const problems = [
    ...remoteCallsInTransactions(modules),
    ...importsBeyondNeeds(modules),
    ...overfullRooms(sources),
    ...roomsWithoutTests(sources),
    ...ownTimers(modules),
    ...readsWithoutMatter(modules),
    ...namedServices(engine(root), serviceIds(root)),
    ...longLines(read(root, rooms, true)),
    ...translatedProse(words),
    ...namesOfPictures(words),
    ...contractingMigrations(migrations(root)),
    ...monthSetters(read(root, ["packages", "kernel", "web", "modules", "apps", "content"])),
  ];
  return problems.length > 0 ? problems.join("\n") : undefined;
}
