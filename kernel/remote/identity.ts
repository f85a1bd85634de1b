import { createHash, X509Certificate } from "node:crypto";
import fs from "node:fs";
import { isIP } from "node:net";
import path from "node:path";
import type { PeerCertificate } from "node:tls";
import { parseCertificate, signerFromPem } from "@troad/trust";
import type { Clock } from "../clock.ts";
import { checkFit } from "../secrets/installation-key.ts";
import { unfitKey } from "../secrets/lost.ts";
import { issuePeerCertificate } from "./enrol.ts";
import { callerOf } from "./names.ts";

/** The mTLS identity of a process among its peers; its certificate names the modules that it runs. */
export type PeerIdentity = {
  key: string;
  cert: string;
  ca: string /** Refuses a server whose certificate does not name these modules. */;
  checkServer(peer: PeerCertificate, modules: string[]): Error | undefined;
};

const renewBeforeMs = 30 * 86_400_000;
const endsSoon = (place: string, clock: Clock): boolean =>
  parseCertificate(fs.readFileSync(path.join(place, "peer.crt"), "utf8")).notAfter.getTime() - clock.now().getTime() <
  renewBeforeMs;

/** Whether the certificate says the name or address under which others reach this process. */
function names(place: string, host: string): boolean {
  const certificate = new X509Certificate(fs.readFileSync(path.join(place, "peer.crt")));
  return (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !== undefined;
}

/** No file system takes names of more than 255 bytes; a process of many modules is named by a digest of them. */
const longestName = 120;
const nameOf = (modules: readonly string[]): string => {
  const name = modules.join("+");
  return name.length <= longestName
    ? name
    : `${modules.length}-modules-${createHash("sha256").update(name).digest("hex").slice(0, 16)}`;
};

/** Loads ca.crt, peer.crt and peer.key from `folder`. */
export async function peerIdentity(
  folder: string | undefined,
  dataDir: string,
  modules: string[],
  host: string,
  clock: Clock,
): Promise<PeerIdentity> {
  const place = folder ?? path.join(dataDir, "peers", nameOf(modules));
  // a certificate that an operator supplied is the operator's to renew
  if (!fs.existsSync(path.join(place, "peer.crt")) || (folder === undefined && (endsSoon(place, clock) || !names(place, host))))
    await issuePeerCertificate({ authority: path.join(dataDir, "peers"), folder: place, modules, hosts: [host], clock });
  const read = (name: string): string => fs.readFileSync(path.join(place, name), "utf8");
  const [keyFile, certificateFile] = [path.join(place, "peer.key"), path.join(place, "peer.crt")];
  if (!fs.existsSync(keyFile)) throw unfitKey(`${keyFile} is missing, and its certificate ${certificateFile} is there.`);
  checkFit(signerFromPem(read("peer.key")), keyFile, certificateFile);
  return {
    key: read("peer.key"),
    cert: read("peer.crt"),
    ca: read("ca.crt"),
    checkServer: (peer, wanted) => {
      const missing = wanted.filter((module) => !callerOf(peer).modules.includes(module));
      return missing.length === 0 ? undefined : new Error(`the peer's certificate does not name ${missing.join(", ")}`);
    },
  };
}
