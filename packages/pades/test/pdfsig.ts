import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const isThere = (program: string): boolean => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/** `false` when all programs are there, else the reason to skip, as node:test takes it. */
export function needs(...programs: string[]): string | false {
  const missing = programs.find((program) => !isThere(program));
  return missing === undefined ? false : `needs ${missing}`;
}

/** What poppler says of a file's signatures; it knows no root of ours and is asked about signatures only. */
export async function pdfsig(pdf: Buffer): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pdfsig-"));
  const file = path.join(folder, "file.pdf");
  fs.writeFileSync(file, pdf);
  const { stdout, stderr } = spawnSync("pdfsig", ["-nocert", file], { encoding: "utf8", timeout: 30_000 });
  fs.rmSync(folder, { recursive: true });
  return `${stdout}${stderr}`;
}
