import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const memory = "/dev/shm";
const prefix = "troad-test-";
const gib = 1024 ** 3;
/** The shared server takes about a third of this. */
const needed = 3 * gib;

/**
 * A folder in memory, where this system has one with room: a government's database is two thousand small files, and to copy those in memory
 * costs a tenth of what it costs on a disk. Undefined elsewhere.
 */
export function memoryFolder(): string | undefined {
  try {
    forgetAbandoned();
    const { bavail, bsize } = fs.statfsSync(memory);
    if (Math.min(bavail * bsize, process.availableMemory(), os.totalmem() / 2) < needed) return undefined;
    const folder = fs.mkdtempSync(path.join(memory, `${prefix}${process.pid}-`));
    fs.chmodSync(folder, 0o711);
    return folder;
  } catch {
    return undefined;
  }
}

/** What a run that was killed left behind would hold memory until the machine stops. */
function forgetAbandoned(): void {
  for (const name of fs.readdirSync(memory)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split("-")[0]) : Number.NaN;
    if (Number.isInteger(pid) && !fs.existsSync(`/proc/${pid}`))
      fs.rmSync(path.join(memory, name), { recursive: true, force: true });
  }
}
