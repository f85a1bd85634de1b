import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

export function run(command: string, args: string[]): string {
  const done = spawnSync(command, args, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${done.stderr || done.error?.message}`);
  return done.stdout;
}

/** The network between machines: a namespace with a bridge, which has the address .254. */
export function openNetwork() {
  const holder = spawn("unshare", ["-n", "sleep", "infinity"], { stdio: "ignore" });
  const inside = (...args: string[]): string => run("nsenter", ["-t", String(holder.pid), "-n", ...args]);
  return {
    pid: holder.pid!,
    inside,
    ready: async (): Promise<void> => {
      const own = fs.readlinkSync("/proc/self/ns/net");
      while (fs.readlinkSync(`/proc/${holder.pid}/ns/net`) === own) await wait(10);
      inside("ip", "link", "add", "lab", "type", "bridge");
      inside("ip", "addr", "add", "10.77.0.254/24", "dev", "lab");
      inside("ip", "link", "set", "lab", "up");
      inside("ip", "link", "set", "lo", "up");
    },
    close: () => holder.kill("SIGKILL"),
  };
}

export type Network = ReturnType<typeof openNetwork>;
