import { createHash } from "node:crypto";
import type { EvidenceSource } from "@troad/pki/evidence";
import type { MemberKey } from "@troad/pki/seal";
import { type Certificate, imprintOf } from "@troad/trust";
import { writeZip, type ZipItem } from "@troad/zip";
import type { SetOutcome } from "../store/downloads.ts";
import type { PackedFile } from "./files.ts";

const xml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/**
 * The manifest: each file with its digest, and what came of each data set, in the elements that Taiwan's MyData uses. A file that is not in it does not
 * belong to the package.
 */
export function manifestOf(files: readonly PackedFile[], sets: readonly (SetOutcome & { name: string })[], at: string): Buffer {
  const listed = files.map(({ name, data }) => {
    const digest = createHash("sha256").update(data).digest("hex");
    return `  <file><filename>${xml(name)}</filename><digest>${digest}</digest></file>`;
  });
  const asked = sets.map(
    ({ id, name, code }) =>
      `  <set><resource_id>${xml(id)}</resource_id><resource_name>${xml(name)}</resource_name><code>${code}</code></set>`,
  );
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', `<files created="${xml(at)}">`, ...listed, ...asked, "</files>", ""];
  return Buffer.from(lines.join("\n"));
}

export type PackageSeal = {
  seal: () => Pick<MemberKey, "signer" | "certificate" | "chain">;
  evidence: Pick<EvidenceSource, "timestamp" | "status">;
  /** The roots under which a reader finds the chain. */
  roots: () => Promise<readonly Certificate[]>;
};

/**
 * The package of ADR 124: the files, `META-INFO/manifest.xml`, its signature, the signer's certificate, the chain up to the root, the status of the
 * certificate and a time stamp over the signature. The root's fingerprint and the name of the signer suffice to check it.
 */
export async function packageOf(
  { seal: sealOf, evidence, roots }: PackageSeal,
  files: readonly PackedFile[],
  manifest: Buffer,
): Promise<ZipItem[]> {
  const { signer, certificate, chain } = sealOf();
  const signature = Buffer.from(await signer.sign(manifest));
  const timestamp = await evidence.timestamp(imprintOf(signature));
  const status = await evidence.status(certificate);
  const above = [...chain.slice(1), ...(await roots())];
  const meta: ZipItem[] = [
    { name: "META-INFO/manifest.xml", data: manifest },
    { name: "META-INFO/manifest.sha256withecdsa", data: signature },
    { name: "META-INFO/certificate.cer", data: certificate.der },
    { name: "META-INFO/chain.pem", data: Buffer.from(above.map(({ pem }) => pem).join("")) },
    { name: "META-INFO/manifest.tst", data: timestamp },
    ...(status ? [{ name: "META-INFO/certificate.ocsp", data: status }] : []),
  ];
  return [...files, ...meta];
}

export const zipped = (items: readonly ZipItem[]): Buffer => writeZip(items);
