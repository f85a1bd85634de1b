import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const repository = path.resolve(import.meta.dirname, "..", "..", "..");
export const referenceFolder = process.env.TROAD_REFERENCE ?? path.join(repository, "..", "shared", "reference");
export const containerChecker = path.join(repository, "tests", "tools", "check-asice.sh");

const present = (tool: string): boolean => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;

/** `false` when all is there, else the reason to skip, as node:test takes it. */
export function needs(...tools: string[]): string | false {
  const missing = tools.find((tool) => (tool.includes("/") ? !existsSync(tool) : !present(tool)));
  return missing === undefined ? false : `needs ${path.basename(missing)}`;
}

/** Runs a program and returns its exit status and all that it printed. */
export function run(program: string, args: readonly string[], cwd?: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8", timeout: 30_000 });
  return { status, output: `${stdout}${stderr}` };
}

/** Runs `work` with a folder that is gone afterwards. */
export async function inTempFolder<T>(work: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), "troad-trust-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
