import fs from "node:fs";

/** Processor seconds of processes, their children, and children that have ended. */
export function cpuOf(roots: readonly number[]): number {
  const children = new Map<number, number[]>();
  const own = new Map<number, number>();
  for (const name of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, "utf8");
      const fields = stat
        .slice(stat.lastIndexOf(")") + 2)
        .split(" ")
        .map(Number);
      const [pid, parent] = [Number(name), fields[1]!];
      children.set(parent, [...(children.get(parent) ?? []), pid]);
      own.set(pid, (fields[11]! + fields[12]! + fields[13]! + fields[14]!) / 100);
    } catch {
      // it has ended
    }
  }
  const sum = (pid: number): number =>
    (own.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((all, child) => all + sum(child), 0);
  return roots.reduce((all, pid) => all + sum(pid), 0);
}

/** Bytes that processes have written to disk, of those that still run. */
export function writtenBy(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      return sum + Number(/^write_bytes: (\d+)/m.exec(fs.readFileSync(`/proc/${pid}/io`, "utf8"))?.[1] ?? 0);
    } catch {
      return sum;
    }
  }, 0);
}

/** Processor seconds that all programs of the machine have used. */
export function busyTime(): number {
  const [user, nice, system, , , irq, soft, steal] = fs
    .readFileSync("/proc/stat", "utf8")
    .split("\n")[0]!
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user! + nice! + system! + irq! + soft! + steal!) / 100;
}
