import { spawnSync } from "node:child_process";
import path from "node:path";
import { root } from "./government.ts";

const has = (command: string): boolean => spawnSync("sh", ["-c", `command -v ${command}`], { stdio: "ignore" }).status === 0;

/** Why the check with public tools cannot run here, or undefined. */
export const toolsMissing = (): string | undefined => {
  const absent = ["xmlsec1", "xmllint", "openssl", "unzip", "bash"].filter((command) => !has(command));
  return absent.length > 0 ? `needs the tools ${absent.join(", ")}` : undefined;
};

/** Checks a container with public tools only. */
export function checkWithPublicTools(file: string, pki: string): { ok: boolean; said: string } {
  const done = spawnSync("bash", [path.join(root, "tests", "tools", "check-asice.sh"), file, pki], { encoding: "utf8" });
  const said = `${done.stdout}${done.stderr}`.trim();
  return { ok: done.status === 0 && said.startsWith("VALID"), said };
}
