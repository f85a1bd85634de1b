import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { modules } from "../apps/troad/modules.ts";
import { staleCoverage } from "../content/law/coverage.ts";
import { baseFiles, staleBase, writeBase } from "../deploy/kubernetes/render.ts";
import { openContent } from "../kernel/content.ts";
import { readRoad } from "../packages/directory/agency.ts";
import { staleConfiguration, writeConfiguration } from "./configuration.ts";
import { staleDocs } from "./docs.ts";
import { guidesWithAmounts } from "./rules/guides.ts";
import { brokenRules } from "./rules/rules.ts";
import { missingTexts } from "./texts.ts";

/** npm run check: types, lint, floors and circles, dead code, texts, documents. Exit code 1 when any complains. `--write` first rewrites what is generated. */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const bin = (name: string): string => path.join(root, "node_modules", ".bin", name);

/** The files of `deploy/kubernetes/base`, from the modules and agencies as they are. */
const base = (): Map<string, string> =>
  baseFiles(
    modules,
    readRoad(openContent([path.join(root, "content")])).agencies.map(({ id }) => id),
  );

type Check = { name: string; run(): string | undefined };

/** Runs a tool; what it said when it failed. */
const tool = (command: string, args: string[]) => (): string | undefined => {
  // this very Node comes first in PATH: some tools refuse an older one
  const PATH = path.dirname(process.execPath) + path.delimiter + process.env.PATH;
  const done = spawnSync(bin(command), args, { cwd: root, encoding: "utf8", env: { ...process.env, PATH, FORCE_COLOR: "0" } });
  return done.status === 0 ? undefined : `${done.stdout}${done.stderr}`.slice(-6000);
};

const checks: Check[] = [
  { name: "types", run: tool("tsc", ["--noEmit", "-p", "."]) },
  { name: "lint and format", run: tool("biome", ["ci", "--diagnostic-level=error", "."]) },
  {
    name: "floors and circles",
    run: tool("depcruise", [
      "--config",
      ".dependency-cruiser.cjs",
      "packages",
      "kernel",
      "web",
      "modules",
      "apps",
      "content/law",
    ]),
  },
  { name: "dead code", run: tool("knip", ["--no-progress"]) },
  { name: "texts complete", run: () => missingTexts(root) },
  { name: "docs fresh", run: () => staleDocs(root) },
  { name: "configuration listed", run: () => staleConfiguration(root) },
  { name: "deployment fresh", run: () => staleBase(base()) },
  { name: "law coverage fresh", run: () => staleCoverage(root) },
  { name: "guides without amounts", run: () => guidesWithAmounts(root) },
  { name: "rules of the house", run: () => brokenRules(root) },
  { name: "files of one reason", run: () => longFiles() },
];

function longFiles(): string | undefined {
  const listed = spawnSync("git", ["ls-files", "*.ts", "*.sql"], { cwd: root, encoding: "utf8" })
    .stdout.split("\n")
    .filter(Boolean);
  const long = listed.filter(
    (file) => fs.existsSync(path.join(root, file)) && fs.readFileSync(path.join(root, file), "utf8").split("\n").length > 301,
  );
  return long.length > 0 ? `longer than 300 lines:\n${long.join("\n")}` : undefined;
}

export function runChecks(print: (line: string) => void): boolean {
  let clean = true;
  for (const check of checks) {
    const began = Date.now();
    const complaint = check.run();
    print(`${complaint === undefined ? "ok    " : "FAILED"}  ${check.name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    if (complaint !== undefined) {
      clean = false;
      print(complaint);
    }
  }
  return clean;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--write")) {
    writeConfiguration(root);
    writeBase(base());
  }
  process.exitCode = runChecks((line) => process.stdout.write(`${line}\n`)) ? 0 : 1;
}
