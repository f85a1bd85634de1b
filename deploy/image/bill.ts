import fs from "node:fs";
import path from "node:path";
import type { NpmPackage } from "./packages.ts";

export type DebianPackage = { name: string; version: string; architecture: string };

/** The bill of materials of the image, in CycloneDX 1.5: npm packages with licence and hash, and Debian packages. */
export function billOf(project: string, npm: readonly NpmPackage[], debian: readonly DebianPackage[]): object {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(project, "package.json"), "utf8")) as Record<string, string>;
  return {
    ...{ bomFormat: "CycloneDX", specVersion: "1.5", version: 1 },
    metadata: { component: { type: "application", name, version, licenses: [{ license: { id: license } }] } },
    components: [
      ...npm.map((one) => ({
        ...{ type: "library", name: one.name, version: one.version, purl: purlOf(one) },
        "bom-ref": `${purlOf(one)}#${one.folder}`,
        ...(one.license ? { licenses: [{ expression: one.license }] } : {}),
        ...hashOf(one.integrity),
      })),
      ...debian.map((one) => {
        const purl = `pkg:deb/debian/${one.name}@${encodeURIComponent(one.version)}?arch=${one.architecture}`;
        return { type: "library", name: one.name, version: one.version, purl, "bom-ref": purl };
      }),
    ],
  };
}

const purlOf = ({ name, version }: NpmPackage): string => `pkg:npm/${name.replace("@", "%40")}@${version}`;

/** npm states SHA-512 in base 64; CycloneDX wants it in hexadecimal. */
function hashOf(integrity: string): { hashes?: object[] } {
  const [, base64] = /^sha512-(.+)$/.exec(integrity) ?? [];
  return base64 ? { hashes: [{ alg: "SHA-512", content: Buffer.from(base64, "base64").toString("hex") }] } : {};
}
