import { createHash } from "node:crypto";
import { type TrustCode, TrustError } from "../codes.ts";
import { isStrongKey } from "../keys/algorithms.ts";
import { signedPropertiesType, verifyXmlSignature } from "./algorithms.ts";
import { decodeFileUri } from "./file-name.ts";
import type { ReadReference, ReadSignature } from "./signature.ts";
import { failed, passed, type Step } from "./steps.ts";

/** A file that a signature should cover. With `digest` only, the signature must use the algorithm of that digest. */
export type FileToCheck = { readonly name: string; readonly mime?: string | undefined } & (
  | { readonly data: Uint8Array }
  | { readonly digest: Uint8Array }
);

/** The finding about one file, so that people can be told which one was altered. */
export interface FileReport {
  readonly name: string;
  readonly mime: string | undefined;
  readonly ok: boolean;
  readonly code?: TrustCode;
}

/** Compares every reference with what it refers to, and that every file is referred to (EN 319 162-1 §A.6: all data objects). */
export function checkReferences(
  read: ReadSignature,
  files: readonly FileToCheck[],
): { step: Step<"references">; files: FileReport[] } {
  const byName = new Map(files.map((file) => [file.name, file]));
  const byFile = new Map<string, ReadReference>();
  let problem: { code: TrustCode; detail?: string } | undefined;
  const note = (code: TrustCode, detail: string): void => {
    problem ??= { code, detail };
  };
  for (const reference of read.references) {
    if (reference.content !== undefined) {
      const properties = reference.uri === `#${read.signedPropertiesId}`;
      if (!sameDigest(reference, reference.content)) note(properties ? "xades.signed-properties" : "xades.digest", reference.uri);
      continue;
    }
    const name = decodeFileUri(reference.uri);
    if (reference.transformed) note("xades.transform", reference.uri);
    if (name === undefined || !byName.has(name)) note("xades.reference-missing", reference.uri);
    else if (byFile.has(name)) note("xades.structure", `two references to ${name}`);
    else byFile.set(name, reference);
  }
  const signedProperties = read.references.filter((reference) => reference.type === signedPropertiesType);
  if (signedProperties.length !== 1 || signedProperties[0]?.uri !== `#${read.signedPropertiesId}`) {
    note("xades.signed-properties", "not referred to");
  }
  const reports = files.map((file) => checkFile(file, byFile.get(file.name), read));
  for (const report of reports) if (report.code) note(report.code, report.name);
  return { step: problem ? failed("references", problem) : passed("references"), files: reports };
}

function checkFile(file: FileToCheck, reference: ReadReference | undefined, read: ReadSignature): FileReport {
  const signedMime = reference?.id === undefined ? undefined : read.mimes.get(reference.id);
  const report = { name: file.name, mime: signedMime ?? file.mime };
  if (reference === undefined) return { ...report, ok: false, code: "xades.not-covered" };
  const same = "data" in file ? sameDigest(reference, file.data) : reference.digest.equals(file.digest);
  if (!same) return { ...report, ok: false, code: "xades.digest" };
  // The type decides how a file is shown: it is signed, and the container must not say otherwise.
  if (file.mime !== undefined && file.mime !== signedMime) return { ...report, ok: false, code: "xades.mime" };
  return { ...report, ok: true };
}

const sameDigest = (reference: ReadReference, bytes: Uint8Array): boolean =>
  createHash(reference.hash).update(bytes).digest().equals(reference.digest);

/** The signature over SignedInfo, by the certificate that the signed properties name: else a thief could swap certificates of one key. */
export async function checkSignature(read: ReadSignature): Promise<Step<"signature">> {
  const { certificate } = read;
  const named = read.certificateDigests[0];
  if (!named || !createHash(named.hash).update(certificate.der).digest().equals(named.digest)) {
    return failed("signature", { code: "xades.signing-certificate" });
  }
  if (!isStrongKey(certificate.publicKey)) return failed("signature", { code: "chain.weak-algorithm" });
  try {
    const valid = await verifyXmlSignature(read.signatureMethod, certificate.publicKey, read.signedInfo, read.signatureValue);
    return valid ? passed("signature") : failed("signature", { code: "xades.bad-signature" });
  } catch (error) {
    if (error instanceof TrustError)
      return failed("signature", error.detail === undefined ? { code: error.code } : { code: error.code, detail: error.detail });
    throw error;
  }
}
