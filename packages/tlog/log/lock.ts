/**
 * One writer a folder. The lock is a file that names a process by its id and, where the system tells, its start time, so that a
 * restarted container with the same process ids does not lock itself out. It guards against mistakes on one machine; two machines
 * over one network folder are for the operator to prevent.
 */
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TlogError } from "../errors.ts";

const LOCK_FILE = "lock";
const ATTEMPTS = 5;
/** Folders locked by this very process, for which its id in the file proves nothing. */
const held = new Set<string>();

type Holder = { readonly pid: number; readonly started: string; readonly since: string };

/** Start time of a process in clock ticks since boot (proc(5), field 22); empty where there is no /proc. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The second field is the command in parentheses and may hold spaces; field 22 is the 20th after it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function parseHolder(text: string): Holder | undefined {
  const [pid, started, since] = text.split("\n");
  return started !== undefined && since !== undefined && /^\d+$/.test(pid ?? "")
    ? { pid: Number(pid), started, since }
    : undefined;
}

async function isAlive({ pid, started }: Holder): Promise<boolean> {
  if (pid === process.pid) return false; // not ours, or `held` would have said so: an earlier process with the same id
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: there is such a process and it is another user's.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const now = await startOf(pid);
  return started === "" || now === "" || now === started;
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Takes away a dead process's lock. The rename has one winner; a lock that turns out to be a newer one is put back. */
async function removeStale(lock: string, mine: string, seen: string): Promise<void> {
  const aside = `${mine}.stale`;
  try {
    await rename(lock, aside);
  } catch {
    return; // another process was faster
  }
  if ((await readFile(aside, "utf8")) !== seen) await tryLink(aside, lock);
  await rm(aside, { force: true });
}

/** Locks a folder for this process; the answer unlocks it. Throws `log.locked`. */
export async function lockFolder(dir: string, now: Date): Promise<() => Promise<void>> {
  if (held.has(dir)) throw new TlogError("log.locked", "this process has the log open already");
  held.add(dir);
  const lock = join(dir, LOCK_FILE);
  const mine = `${lock}.${process.pid}`;
  try {
    // Written aside and linked, so that nobody ever reads half a lock.
    await writeFile(mine, `${process.pid}\n${await startOf(process.pid)}\n${now.toISOString()}\n`);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await tryLink(mine, lock)) {
        return async () => {
          await rm(lock, { force: true });
          held.delete(dir);
        };
      }
      const text = await readFile(lock, "utf8").catch(() => "");
      const holder = parseHolder(text);
      if (holder && (await isAlive(holder))) {
        throw new TlogError("log.locked", `process ${holder.pid} has the log open since ${holder.since}`);
      }
      await removeStale(lock, mine, text);
    }
    throw new TlogError("log.locked", "others keep taking the lock");
  } catch (error) {
    held.delete(dir);
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
}
