import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What the signature of the test finds. */
export const malware = "this text is malware for a test";

/** Debian's clamd with one signature, on a socket of its own. */
export async function startClamd(): Promise<{ socket: string; stop(): Promise<void> }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-clamd-"));
  fs.chmodSync(folder, 0o700);
  const [socket, settings] = [path.join(folder, "clamd.sock"), path.join(folder, "clamd.conf")];
  fs.writeFileSync(path.join(folder, "test.ndb"), `Troad.Test:0:*:${Buffer.from(malware).toString("hex")}\n`);
  fs.writeFileSync(
    settings,
    [`DatabaseDirectory ${folder}`, `LocalSocket ${socket}`, "Foreground yes", "MaxThreads 2", "Bytecode no", ""].join("\n"),
  );
  const daemon: ChildProcess = spawn("/usr/sbin/clamd", ["--config-file", settings], { stdio: "ignore" });
  const ended = once(daemon, "exit");
  for (let tries = 0; !fs.existsSync(socket); tries++) {
    if (tries > 300 || daemon.exitCode !== null) throw new Error("clamd did not start");
    await sleep(50);
  }
  return {
    socket,
    stop: async () => {
      daemon.kill();
      await ended;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
