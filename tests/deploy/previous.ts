import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { root } from "../kit/government.ts";

type Locked = { version?: string; link?: boolean };
type Lock = { packages: Record<string, Locked> };

/** The commit that `deploy/previous` names: the release that may still run while this one is brought in. */
export const previousCommit = (): string => fs.readFileSync(path.join(root, "deploy", "previous"), "utf8").trim();

const git = (...args: string[]) => spawnSync("git", args, { cwd: root, maxBuffer: 1 << 30 });

/** An archive and a shallow clone (`git fetch --unshallow`) do not hold its commit. */
export const hasPrevious = (): boolean => git("cat-file", "-e", `${previousCommit()}^{commit}`).status === 0;

/** Why the previous release, whose commit is here, cannot be started, or undefined. */
export function previousUnusable(): string | undefined {
  const odd = packagesApart(lockOf("HEAD:"), lockOf(`${previousCommit()}:`));
  return odd.length > 0 ? `the previous release needs packages that are not installed: ${odd.slice(0, 5).join(", ")}` : undefined;
}

const lockOf = (tree: string): Lock =>
  JSON.parse(
    tree === "HEAD:"
      ? fs.readFileSync(path.join(root, "package-lock.json"), "utf8")
      : git("show", `${tree}package-lock.json`).stdout.toString(),
  ) as Lock;

/** Packages that a release was locked to and that another one has not, or in another version. */
export const packagesApart = (here: Lock, there: Lock): string[] =>
  Object.entries(there.packages)
    .filter(
      ([place, { link, version }]) => place.startsWith("node_modules/") && !link && here.packages[place]?.version !== version,
    )
    .map(([place, { version }]) => `${place.replace("node_modules/", "")} ${version}`);

/**
 * The tree of that commit in `folder`, which can then be started: packages of others are those that are installed here, its own parts are reached by links
 * of its own, so that no line of this release runs in it.
 */
export function previousRelease(folder: string): string {
  const release = path.join(folder, "release");
  fs.mkdirSync(release);
  const tar = git("archive", "--format=tar", previousCommit());
  const done = spawnSync("tar", ["-xf", "-", "-C", release], { input: tar.stdout, maxBuffer: 1 << 30 });
  if (tar.status !== 0 || done.status !== 0) throw new Error(`${tar.stderr}${done.stderr}`);
  const [ours, theirs] = [path.join(root, "node_modules"), path.join(release, "node_modules")];
  fs.mkdirSync(path.join(theirs, "@troad"), { recursive: true });
  for (const name of fs.readdirSync(ours).filter((one) => one !== "@troad"))
    fs.symlinkSync(path.join(ours, name), path.join(theirs, name));
  for (const [place, { link, ...one }] of Object.entries(lockOf(`${previousCommit()}:`).packages))
    if (link && place.startsWith("node_modules/@troad/"))
      fs.symlinkSync(path.join(release, (one as { resolved: string }).resolved), path.join(release, place));
  return release;
}
