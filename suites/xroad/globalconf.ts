/** Configurations of X-Road's central servers, versions 3 to 6, each signed with a first key and with the one after a rotation. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Anchor,
  readAnchor,
  readSharedParams,
  type SharedParams,
  trustedCertificates,
  verifyGlobalConf,
} from "@troad/xroad";
import type { Findings } from "./findings.ts";

const now = new Date("2026-11-22T00:00:00Z");
const folders = { public: "public", rotated: "global_conf_signed_with_rotated_keys" } as const;

export function checkGlobalConf(root: string, findings: Findings): void {
  const anchor = readAnchor(readFileSync(join(root, "configuration_anchor_CS_internal.xml")));
  findings.add("anchor: configuration_anchor_CS_internal.xml", anchor.ok ? undefined : anchor.code);
  const doctype = Buffer.from(
    `<!DOCTYPE a>${readFileSync(join(root, "configuration_anchor_CS_internal.xml"), "utf8").replace(/^<\?.*\?>/, "")}`,
  );
  const altered = readAnchor(doctype);
  findings.refused("anchor altered: with a document type", altered, "xml.dtd-refused");
  if (!anchor.ok) return;
  checkRotation(root, anchor.value, findings);
  for (const [group, folder] of Object.entries(folders)) {
    for (const version of [3, 4, 5, 6]) checkVersion(join(root, folder), group, version, anchor.value, findings);
  }
}

/** The anchor alone opens version 6; the key that it announces opens the rotated one, which the anchor alone does not. */
function checkRotation(root: string, anchor: Anchor, findings: Findings): void {
  const open = (folder: string, lastAccepted?: SharedParams) =>
    verifyGlobalConf(
      readFileSync(join(root, folder, "V6", "internalconf")),
      (location) => readFileSync(join(root, folder, location)),
      {
        instance: anchor.instance,
        certificates: trustedCertificates(anchor, "internal", lastAccepted),
        now,
        version: 6,
      },
    );
  const first = open(folders.public);
  findings.add("rotation: anchor", first.ok ? undefined : first.code);
  findings.refused("rotation: rotated key unannounced", open(folders.rotated), "directory.unknown-certificate");
  const announced = open(folders.rotated, first.ok ? first.value.shared.get(anchor.instance) : undefined);
  findings.add("rotation: rotated key announced", announced.ok ? undefined : announced.code);
}

function checkVersion(folder: string, group: string, version: number, anchor: Anchor, findings: Findings): void {
  const inside = readdirSync(join(folder, `V${version}`)).find((name) => /^\d+$/.test(name)) ?? "";
  const shared = readSharedParams(readFileSync(join(folder, `V${version}`, inside, "shared-params.xml")));
  findings.add(`parameters ${group}: V${version}`, shared.ok ? undefined : shared.code);
  if (!shared.ok) return;
  const { instance } = shared.value;
  for (const distribution of ["internal", "external"] as const) {
    const directory = readFileSync(join(folder, `V${version}`, `${distribution}conf`));
    const check = {
      instance,
      certificates: trustedCertificates({ ...anchor, instance }, distribution, shared.value),
      now,
      version,
    };
    const fileAt = (location: string): Buffer => readFileSync(join(folder, location));
    const id = `V${version} ${distribution}conf`;
    const conf = verifyGlobalConf(directory, fileAt, check);
    findings.add(`globalconf ${group}: ${id}`, conf.ok ? undefined : conf.code);
    const later = Buffer.from(directory.toString("latin1").replace("Expire-date: 203", "Expire-date: 204"), "latin1");
    findings.refused(
      `globalconf ${group} altered: ${id} expiry`,
      verifyGlobalConf(later, fileAt, check),
      "directory.bad-signature",
    );
    const bent = (location: string): Buffer => Buffer.concat([fileAt(location), Buffer.from(" ")]);
    findings.refused(`globalconf ${group} altered: ${id} part`, verifyGlobalConf(directory, bent, check), "part.digest");
    const expired = verifyGlobalConf(directory, fileAt, { ...check, now: new Date("2045-01-01T00:00:00Z") });
    findings.refused(`globalconf ${group} expired: ${id}`, expired, "directory.expired");
  }
}
