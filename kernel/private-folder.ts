import fs from "node:fs";
import path from "node:path";
import { ConfigurationError } from "./env.ts";

/** The user who runs the program, or undefined on a system without user ids. */
export const programUid = (): number | undefined => process.getuid?.();

const refuse = (file: string, why: string): never => {
  throw new ConfigurationError(
    `${file} ${why}. The program does not use it: remove it or correct it, then start again.`,
    "folder.not-ours",
  );
};

/**
 * Refuses a path that someone else could redirect: on the way down, a symbolic link that belongs to neither root nor us, or a folder in
 * which everyone may replace entries (the sticky bit prevents that). Gives the path without symbolic links.
 */
export function checkedPath(wanted: string): string {
  const target = path.resolve(wanted);
  const parent = path.dirname(target);
  if (parent === target) return target;
  const above = checkedPath(parent);
  const file = path.join(above, path.basename(target));
  const aboveMode = fs.statSync(above, { throwIfNoEntry: false })?.mode ?? 0;
  if ((aboveMode & 0o1002) === 0o002) refuse(above, "may be changed by every user of this machine");
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!stat?.isSymbolicLink()) return file;
  if (stat.uid !== 0 && stat.uid !== programUid()) refuse(file, `is a symbolic link of user ${stat.uid}`);
  return checkedPath(fs.realpathSync(file));
}

/** Creates `folder`, or takes the existing one if it is a real folder of `owner`, and sets its mode. Never follows a link. */
export function privateFolder(folder: string, mode: number, owner = programUid()): void {
  try {
    fs.mkdirSync(folder, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  checkOwner(folder, owner);
  if ((fs.lstatSync(folder).mode & 0o7777) !== mode) fs.chmodSync(folder, mode);
}

/** Refuses `folder` unless it is a real folder of `owner`. */
export function checkOwner(folder: string, owner = programUid()): void {
  const stat = fs.lstatSync(folder);
  if (!stat.isDirectory()) refuse(folder, stat.isSymbolicLink() ? "is a symbolic link" : "is no folder");
  if (owner !== undefined && stat.uid !== owner) refuse(folder, `belongs to user ${stat.uid}, not to user ${owner}`);
}

/** The text of a note that only we can have written; undefined if there is none. */
export function readOwnNote(file: string): string | undefined {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (!stat.isFile() || stat.uid !== programUid()) refuse(file, "is not a file of ours");
  return fs.readFileSync(file, "utf8").trim();
}

/** Writes a file that replaces an older one atomically; never through a link. The owner is set before the file gets its name. */
export function replaceFile(file: string, text: string, owner?: { uid: number; gid: number }): void {
  const partial = `${file}.${process.pid}`;
  fs.rmSync(partial, { force: true });
  const handle = fs.openSync(partial, "wx", 0o600);
  try {
    fs.writeSync(handle, text);
    if (owner) fs.fchownSync(handle, owner.uid, owner.gid);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(partial, file);
}

/**
 * Gives a folder tree to another owner, top down: once a folder has a new owner, its old owner cannot put a link into it, so what was
 * checked is what is transferred. A file with a second hard link is refused, since it may lie outside. `last` is transferred at the end, so
 * it distinguishes an interrupted transfer from a complete one.
 */
export function handOver(folder: string, from: readonly number[], to: { uid: number; gid: number }, last: string): void {
  const take = (file: string, stat: fs.Stats): void => {
    if (stat.uid !== to.uid && !from.includes(stat.uid)) refuse(file, `belongs to user ${stat.uid}`);
    if (stat.isFile() && stat.nlink > 1) refuse(file, "has a second name (hard link)");
    fs.lchownSync(file, to.uid, to.gid);
  };
  const walk = (at: string): void => {
    take(at, fs.lstatSync(at));
    if (at === folder) fs.chmodSync(at, 0o700);
    for (const name of fs.readdirSync(at)) {
      const file = path.join(at, name);
      const stat = fs.lstatSync(file);
      if (stat.isDirectory()) walk(file);
      else if (file !== last) take(file, stat);
    }
  };
  walk(folder);
  const stat = fs.lstatSync(last, { throwIfNoEntry: false });
  if (stat) take(last, stat);
}

/** Refuses a tree of programs unless everything in it belongs to `owner`, nobody else may change it and no link leads out of it. */
export function checkPrograms(folder: string, owner: number): void {
  for (const entry of ["", ...(fs.readdirSync(folder, { recursive: true }) as string[])]) {
    const file = path.join(folder, entry);
    const stat = fs.lstatSync(file);
    if (stat.uid !== owner) refuse(file, `belongs to user ${stat.uid}, not to user ${owner}`);
    if (stat.isSymbolicLink()) {
      const target = path.resolve(path.dirname(file), fs.readlinkSync(file));
      if (!target.startsWith(`${folder}${path.sep}`)) refuse(file, "is a symbolic link that leads out of its folder");
    } else if ((stat.mode & 0o022) !== 0) refuse(file, "may be changed by other users");
  }
}

/** In a folder to which everyone could write, only our own files count: another user may have prepared the rest. */
function refuseForeignEntries(folder: string, names: string[]): void {
  for (const name of names) {
    const { uid } = fs.lstatSync(path.join(folder, name));
    if (programUid() !== undefined && uid !== programUid())
      refuse(path.join(folder, name), `belongs to user ${uid}, and every user could put it there`);
  }
}

const ours = ["postgres", "endpoints.json", "pki", "road", "eid", "peers"];

/**
 * Creates the data folder, or takes the existing one if it is ours, and closes it to others. If root starts the program, PostgreSQL's
 * account passes through to its own folder below (0711): it can list nothing. Gives the path without symbolic links.
 */
export function openDataFolder(wanted: string): string {
  const folder = checkedPath(wanted);
  const mode = programUid() === 0 ? 0o711 : 0o700;
  const made = fs.mkdirSync(folder, { recursive: true, mode }) !== undefined;
  checkOwner(folder);
  const names = fs.readdirSync(folder);
  if ((fs.lstatSync(folder).mode & 0o002) !== 0) refuseForeignEntries(folder, names);
  // a folder with other contents (TROAD_DATA=/srv by mistake) keeps its mode
  if (made || names.length === 0 || names.some((name) => ours.includes(name))) {
    if ((fs.lstatSync(folder).mode & 0o777) !== mode) fs.chmodSync(folder, mode);
  } else if ((fs.lstatSync(folder).mode & 0o002) !== 0) refuse(folder, "may be changed by every user of this machine");
  return folder;
}
