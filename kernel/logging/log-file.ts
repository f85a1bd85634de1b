import fs from "node:fs";
import path from "node:path";

/** What a log file could not do: `lost` lines are gone for good since the last word. */
export type LogTrouble = (error: Error, lost: number) => void;
export type LogFileOptions = {
  file: string;
  /** A file that would grow beyond this becomes `<file>.1`, and that one `<file>.2`. */
  maxBytes: number;
  /** Old files that are kept. */
  keep: number;
  onTrouble: LogTrouble;
};
export type LogFile = { write(line: string): void; flush(): void; close(): void };

/** Lines that wait for the disk; with more than these the newest are lost and counted. */
const maxWaitingBytes = 1024 * 1024;
const retryMs = 1_000;
/** A disk that cannot take a log line today may do so in an hour; anything else is a mistake in the configuration. */
const temporary = new Set(["ENOSPC", "EDQUOT", "EIO", "EROFS", "EFBIG", "EMFILE", "ENFILE"]);

/**
 * A file of log lines that nothing can fail because of: what cannot be written waits, is tried again every second and is lost, counted, when too
 * much waits. Mode 0600: routes and codes tell something of people too.
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
    // an older run made it readable for everybody; a device such as /dev/stderr keeps its mode
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

  /** Writes what waits; a part of a line that did not fit any more is written on when there is room. */
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

/** What still waits when the program ends is written then. */
const openFiles = new Set<LogFile>();
process.on("exit", () => {
  for (const one of openFiles) one.flush();
});
