import { execFile } from "node:child_process";
import path from "node:path";
import { root } from "./government.ts";
import { patient } from "./patience.ts";

export type Ran = { exit: number; out: string; err: string };

/** Runs a command of the program as an operator does. */
export function troad(...words: string[]): Promise<Ran> {
  const args = [path.join(root, "apps", "troad", "main.ts"), ...words];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: patient(30_000) }, (error, out, err) =>
      resolve({ exit: error ? Number(error.code) : 0, out, err }),
    );
  });
}
