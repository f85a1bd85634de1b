import fs from "node:fs";
import path from "node:path";
import type { ModuleManifest } from "@troad/kernel";
import { stringify } from "yaml";
import { targets } from "../targets.ts";
import { objectsOf, sharedOf } from "./objects.ts";

/**
 * The files of the base, by path: a folder for each target, so that an overlay takes those that may stand where it leads. They are made from
 * `deploy/targets.ts` and the modules' manifests; overlays are written by hand.
 */
export function baseFiles(manifests: readonly ModuleManifest[], agencies: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  const put = (name: string, objects: readonly object[]): void => {
    const text = objects.map((one) => stringify(one, { lineWidth: 0, aliasDuplicateObjects: false })).join("---\n");
    files.set(name, `# Made by npm run check -- --write from deploy/targets.ts and the modules' manifests.\n${text}`);
  };
  const kustomization = (of: object) => [{ apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", ...of }];
  const parts = [{ name: "shared", objects: sharedOf(manifests) }, ...targets.map((one) => ({ ...one, objects: objectsOf(one, manifests, agencies) }))];
  for (const { name, objects } of parts) {
    put(`${name}/objects.yaml`, objects);
    put(`${name}/kustomization.yaml`, kustomization({ resources: ["objects.yaml"] }));
  }
  // kustomize 2.0 takes folders as bases alone, newer ones as either
  put("kustomization.yaml", kustomization({ bases: parts.map(({ name }) => name) }));
  return files;
}

const folder = path.join(import.meta.dirname, "base");

export function writeBase(files: ReadonlyMap<string, string>): void {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}

/** What is wrong with the files of the base as they are; undefined if they are as they would be made. */
export function staleBase(files: ReadonlyMap<string, string>): string | undefined {
  const there = fs.existsSync(folder)
    ? fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"))
    : [];
  const stale = [...new Set([...files.keys(), ...there])].filter(
    (name) => !there.includes(name) || fs.readFileSync(path.join(folder, name), "utf8") !== files.get(name),
  );
  return stale.length === 0 ? undefined : `deploy/kubernetes/base is stale: ${stale.join(", ")}; npm run check -- --write`;
}
