import { spawnSync } from "node:child_process";
import path from "node:path";
import { tools } from "./government.ts";

const has = (command: string): boolean => spawnSync("sh", ["-c", `command -v ${command}`], { stdio: "ignore" }).status === 0;

/** Why the check with public tools cannot run here, or undefined. */
export const toolsMissing = (): string | undefined => {
  const absent = ["xmlsec1", "xmllint", "openssl", "unzip", "bash"].filter((command) => !has(command));
  return absent.length > 0 ? `needs the tools ${absent.join(", ")}` : undefined;
};

/**
 * Checks a container with public tools only. `unzip | grep -q` in the script can end by SIGPIPE, which it takes for a compressed
 * mimetype; that one sentence is tried again.
 */
export function checkWithPublicTools(file: string, pki: string): { ok: boolean; said: string } {
  for (let tries = 0; ; tries++) {
    const done = spawnSync("bash", [path.join(tools, "check-asice.sh"), file, pki], { encoding: "utf8" });
    const said = `${done.stdout}${done.stderr}`.trim();
    if (tries < 5 && said === "INVALID: mimetype is compressed") continue;
    return { ok: done.status === 0 && said.startsWith("VALID"), said };
  }
}
