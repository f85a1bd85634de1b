import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { scratch } from "./government.ts";

/** A disk that can be full. */
export type Disk = {
  how: string;
  folder: string;
  /** From now on nothing more fits; `pid` is the process whose disk it is. */
  fill(pid: number): void;
  /** There is room again. */
  free(pid: number): void;
  close(): void;
};

/** Every way in which a disk can be full on this machine: always at least one, so that no test has to be skipped. */
export function disks(): { how: string; open(): Disk }[] {
  const may = mounted(scratch("mount"), 1);
  if (may) unmount(may);
  return [...(may ? [{ how: "a small file system", open: smallDisk }] : []), { how: "no file may grow", open: limitedDisk }];
}

const sizeMb = 320;

function mounted(folder: string, mb: number): string | undefined {
  const done = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${mb}m,mode=0711`, "tmpfs", folder], { stdio: "ignore" });
  return done.status === 0 ? folder : undefined;
}
const unmount = (folder: string): void => {
  spawnSync("umount", ["-l", folder], { stdio: "ignore" });
};

/** A file system of its own in memory; a file takes all the room that is left. */
function smallDisk(): Disk {
  const folder = mounted(scratch("disk"), sizeMb)!;
  const ballast = path.join(folder, "ballast");
  return {
    how: "tmpfs",
    folder,
    fill: () => {
      const block = Buffer.alloc(64 * 1024, 1);
      const file = fs.openSync(ballast, "w");
      try {
        for (let written = 0; written < sizeMb * 16; written++) fs.writeSync(file, block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        fs.closeSync(file);
      }
    },
    free: () => fs.rmSync(ballast),
    close: () => unmount(folder),
  };
}

/**
 * What an ordinary user can do: the process and all below it may write no byte into a file (RLIMIT_FSIZE, set from outside by prlimit),
 * the database's among them. Writes fail with EFBIG instead of ENOSPC, which PostgreSQL takes the same way.
 */
function limitedDisk(): Disk {
  const limit = (pid: number, bytes: string): void => {
    for (const one of [pid, ...below(pid)]) {
      const { uid, gid } = fs.statSync(`/proc/${one}`, { throwIfNoEntry: false }) ?? {};
      if (uid === undefined || gid === undefined) continue;
      // as the user whose process it is: root of a container may not change another user's limits
      const as = process.getuid?.() === 0 ? { uid, gid } : {};
      const done = spawnSync("prlimit", [`--pid=${one}`, `--fsize=${bytes}:unlimited`], { ...as, encoding: "utf8" });
      if (done.status !== 0 && fs.existsSync(`/proc/${one}`)) throw new Error(`prlimit: ${done.stderr}`);
    }
  };
  return {
    how: "RLIMIT_FSIZE",
    folder: scratch("disk"),
    fill: (pid) => limit(pid, "0"),
    free: (pid) => limit(pid, "unlimited"),
    close: () => undefined,
  };
}

/** Every process below one, the database's children among them. */
export function below(pid: number): number[] {
  const children = fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = fs.readFileSync(`/proc/${name}/stat`, "utf8");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === pid;
      } catch {
        return false; // ended meanwhile
      }
    })
    .map(Number);
  return children.flatMap((child) => [child, ...below(child)]);
}
