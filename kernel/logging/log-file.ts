import fs from "node:fs";
import path from "node:path";

/** A log file's failure: `lost` lines have been lost since the last report. */
export type LogTrouble = (error: Error, lost: number) => void;
export type LogFileOptions = {
  file: string;
  /** A file that would grow beyond this becomes `<file>.1`, and that one `<file>.2`. */
  maxBytes: number;
  /** Number of old files kept. */
  keep: number;
  onTrouble: LogTrouble;
};
export type LogFile = { write(line: string): void; flush(): void; close(): void };

/** Lines waiting for the disk; beyond these the newest are dropped and counted. */
const maxWaitingBytes = 1024 * 1024;
const retryMs = 1_000;
/** A full disk may recover within an hour; anything else is an error in the configuration. */
const temporary = new Set(["ENOSPC", "EDQUOT", "EIO", "EROFS", "EFBIG", "EMFILE", "ENFILE"]);

/**
 * A log file that can never cause a failure: lines that cannot be written wait, are retried every second and, when too many wait, are
 * dropped and counted. Mode 0600: routes and codes also reveal something about people.
 */
export function openLogFile({ file, maxBytes, keep, onTrouble }: LogFileOptions): LogFile {
  let fd: number | undefined;
  let size = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let lost = 0;
  let scheduled: NodeJS.Timeout | NodeJS.Immediate | undefined;
  let closed = false;

  function open(): void {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fd = fs.openSync(file, "a", 0o600);
    const state = fs.fstatSync(fd);
    // an older run may have made it world-readable; a device such as /dev/stderr keeps its mode
    if (state.isFile() && (state.mode & 0o077) !== 0) fs.fchmodSync(fd, 0o600);
    size = state.size;
  }

  function rotate(): void {
    if (size === 0 || !fs.fstatSync(fd!).isFile()) return;
    for (let number = keep; number > 0; number--) {
      const from = number === 1 ? file : `${file}.${number - 1}`;
      if (fs.existsSync(from)) fs.renameSync(from, `${file}.${number}`);
    }
    if (keep === 0) fs.rmSync(file);
    fs.closeSync(fd!);
    fd = undefined;
    open();
  }

  /** Writes the waiting lines; the rest of a partly written line follows when there is room. */
  function flush(): void {
    scheduled = undefined;
    try {
      if (fd === undefined) open();
      while (waiting.length > 0) {
        // all lines of a turn of the event loop in one write
        const next = waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting);
        waiting = [next];
        if (size + next.length > maxBytes) rotate();
        const written = fs.writeSync(fd!, next);
        size += written;
        waitingBytes -= written;
        waiting = written < next.length ? [next.subarray(written)] : [];
      }
      if (lost > 0) sayLost();
    } catch (error) {
      onTrouble(error as Error, lost);
      if (!closed) scheduled = setTimeout(flush, retryMs).unref();
    }
  }

  function sayLost(): void {
    const line = JSON.stringify({ level: 50, time: new Date().toISOString(), lost, msg: "log lines were lost" });
    lost = 0;
    push(`${line}\n`);
  }

  function push(line: string): void {
    const bytes = Buffer.from(line);
    if (closed || waitingBytes + bytes.length > maxWaitingBytes) {
      lost++;
      return;
    }
    waiting.push(bytes);
    waitingBytes += bytes.length;
    scheduled ??= setImmediate(() => flush());
  }

  const logFile: LogFile = {
    write: push,
    flush,
    close: () => {
      if (closed) return;
      flush();
      closed = true;
      openFiles.delete(logFile);
      waiting = [];
      if (scheduled) clearTimeout(scheduled as NodeJS.Timeout);
      if (fd !== undefined) fs.closeSync(fd);
      fd = undefined;
    },
  };
  try {
    open();
  } catch (error) {
    if (!temporary.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    onTrouble(error as Error, 0);
  }
  openFiles.add(logFile);
  return logFile;
}

/** Whatever still waits when the program ends is written then. */
const openFiles = new Set<LogFile>();
process.on("exit", () => {
  for (const one of openFiles) one.flush();
});
