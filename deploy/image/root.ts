import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { billOf, type DebianPackage } from "./bill.ts";
import { packagesOf } from "./packages.ts";

/** What the program needs of Debian besides Node, which brings its own certificates: the C libraries, `sleep` for an orderly end, time zones. */
const fromDebian = ["base-files", "coreutils", "libc6", "libgcc-s1", "libstdc++6", "tzdata", "zlib1g"];
const release = "bookworm";
const userId = 10_001;
/** Folders of the repository that run; tests, benches and documents stay outside. */
const rooms = ["apps", "kernel", "web", "packages", "modules", "content"];
const notRunning = /(^|\/)(test|testing|preview)\/|\.test\.ts$|\.md$/;

type Options = { project: string; root: string; mirror?: string };

/**
 * Makes the root file system of the image in `root`, an absent folder: Debian's libraries, Node, the program with the npm packages that it runs with,
 * and their bill of materials. Sources stay as they are, since workspaces are links out of node_modules, where types are stripped. Needs mmdebstrap.
 */
export function makeRoot({ project, root, mirror = "http://deb.debian.org/debian" }: Options): void {
  const debian = debianRoot(root, mirror);
  const home = path.join(root, "opt", "troad");
  fs.mkdirSync(home, { recursive: true });
  const files = run("git", ["-C", project, "ls-files", "-z", "package.json", ...rooms]).split("\0").filter(Boolean);
  for (const file of files) if (!notRunning.test(file)) copy(path.join(project, file), path.join(home, file));
  const { packages, links } = packagesOf(project);
  for (const { folder } of packages) copy(path.join(project, folder), path.join(home, folder), without(folder));
  for (const { folder, target } of links) {
    fs.mkdirSync(path.dirname(path.join(home, folder)), { recursive: true });
    fs.symlinkSync(path.relative(path.dirname(folder), target), path.join(home, folder));
  }
  const node = packages.find(({ folder }) => path.basename(folder).startsWith("node-linux-"))!;
  fs.renameSync(path.join(home, node.folder, "bin", "node"), path.join(home, "node"));
  fs.rmSync(path.join(home, node.folder), { recursive: true });
  fs.writeFileSync(path.join(home, "bom.json"), `${JSON.stringify(billOf(project, packages, debian), null, 1)}\n`);
  accounts(root);
}

/** A package's own files: those nested below it are packages of their own. */
const without = (folder: string) => (source: string): boolean => source.slice(source.indexOf(folder) + folder.length) !== "/node_modules";

function debianRoot(root: string, mirror: string): DebianPackage[] {
  const list = `${root}.packages`;
  run("mmdebstrap", [
    ...["--quiet", "--variant=extract", "--mode=root", `--include=${fromDebian.join(",")}`],
    // names and versions stand in the names of the archives, which are gone afterwards
    `--extract-hook=ls "$1/var/cache/apt/archives" > '${list}'`,
    ...[release, root, mirror],
  ]);
  const names = fs.readFileSync(list, "utf8").split("\n");
  fs.rmSync(list);
  return names.flatMap((name) => {
    const [, of, version, architecture] = /^(.+)_(.+)_(\w+)\.deb$/.exec(name) ?? [];
    return of && version && architecture ? [{ name: of, version: decodeURIComponent(version), architecture }] : [];
  });
}

/** One account, whom the program runs as and which owns nothing but its data; names that need no server. */
function accounts(root: string): void {
  const etc = (name: string, text: string) => fs.writeFileSync(path.join(root, "etc", name), text);
  etc("passwd", `root:x:0:0::/root:/usr/sbin/nologin\ntroad:x:${userId}:${userId}::/data:/usr/sbin/nologin\n`);
  etc("group", `root:x:0:\ntroad:x:${userId}:\n`);
  etc("hosts", "127.0.0.1 localhost\n::1 localhost\n");
  etc("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
  fs.mkdirSync(path.join(root, "data"), { mode: 0o700 });
  fs.chownSync(path.join(root, "data"), userId, userId);
}

function copy(source: string, target: string, filter: (source: string) => boolean = () => true): void {
  fs.cpSync(source, target, { recursive: true, filter, verbatimSymlinks: true });
}

/** What a program prints. Throws with what it complained of. */
export function run(command: string, args: string[]): string {
  const done = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`${command} ${args[0]}: ${done.error?.message ?? done.stderr.slice(-2000)}`);
  return done.stdout;
}
