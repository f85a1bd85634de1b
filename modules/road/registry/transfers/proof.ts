import { hash } from "node:crypto";
import { type Certificate, decodeCompact, parseCertificate, TrustError, verifyChain, verifyCompact } from "@troad/trust";
import { verifyXroadDigests } from "@troad/xroad";
import type { ReportedTransfer, TransferProof } from "../../api.ts";
import type { TransferRecord } from "../../domain/record.ts";
import { otherMember } from "../../domain/transfer-rules.ts";
import {
  isBodyFile,
  messageHashOf,
  requestHeadFile,
  requestOcspFile,
  requestSignatureFile,
  responseHeadFile,
} from "../../gateway/files.ts";
import { decodeXroadForm, isXroadForm } from "../../gateway/xroad/form.ts";

/** A valid signature of the right member in X-Road's form, over digests from which the record's hashes do not follow. */
export const unbound = "other digests";

type Trust = { roots: Certificate[]; intermediates: Certificate[]; now(): Date };
type Digest = { name: string; mime: string; digest: Buffer };

/** SHA-512 */
const digestBytes = 64;
const emptyDigest = hash("sha512", "", "buffer");
const mostFiles = 6;
const rememberedSigners = 1_000;

/**
 * Verifies the other side's signature over an exchange that a record is of. The platform never sees a message: signatures are over digests,
 * and the hashes in the record are made of the same ones. Gives why a proof does not hold, or undefined.
 */
export function openProofs(trust: Trust) {
  const signers = new Map<string, Certificate | undefined>();

  /** A member's seal that one of our authorities certified; its certificate comes with thousands of records. */
  function signerOf(der: string): Certificate | undefined {
    if (signers.has(der)) return signers.get(der);
    if (signers.size >= rememberedSigners) signers.clear();
    const signer = readSigner(der, trust);
    signers.set(der, signer);
    return signer;
  }

  return async ({ record, proof }: ReportedTransfer, certificates: readonly string[]): Promise<string | undefined> => {
    if (!proof) return "no proof";
    const signer = signerOf(certificates[proof.signer] ?? "");
    if (signer?.subject.serialNumber !== otherMember(record)) return "signer";
    try {
      const signature = Buffer.from(proof.signature, "base64");
      const files = filesOf(proof);
      if (isXroadForm(signature)) return await checkXroad(signature, { files, signer, record });
      if (!isOver(record, files)) return "hashes";
      const compact = decodeCompact(signature);
      return compact.digest === "SHA-512" && verifyCompact(compact, signer, files) ? undefined : "signature";
    } catch (error) {
      if (error instanceof TrustError || error instanceof RangeError) return error.message;
      throw error;
    }
  };
}

function readSigner(der: string, { roots, intermediates, now }: Trust): Certificate | undefined {
  try {
    const certificate = parseCertificate(Buffer.from(der, "base64"));
    // what was exchanged while it was valid may be told after it expired
    const at = new Date(Math.min(now().getTime(), certificate.notAfter.getTime()));
    return verifyChain(certificate, { roots, intermediates, at, use: "seal" }).ok ? certificate : undefined;
  } catch (error) {
    if (error instanceof TrustError) return undefined;
    throw error;
  }
}

function filesOf({ files }: TransferProof): Digest[] {
  const read = files.map(([name, mime, digest]) => ({ name, mime, digest: Buffer.from(digest, "base64") }));
  if (read.length === 0 || read.length > mostFiles || read.some(({ digest }) => digest.length !== digestBytes))
    throw new RangeError("digests");
  return read;
}

/** Whether the files are those of the record's request, and for a consumer's record of its answer behind it. */
function isOver({ side, requestHash, responseHash }: TransferRecord, files: Digest[]): boolean {
  const between = files.findIndex(({ name }) => name === requestSignatureFile.name);
  const request = between < 0 ? files : files.slice(0, between);
  if (!isMessage(request, requestHeadFile.name) || messageHashOf(request) !== requestHash) return false;
  if (side === "provider") return between < 0;
  const response = files.slice(between + 2);
  return (
    between > 0 &&
    files[between + 1]?.name === requestOcspFile.name &&
    isMessage(response, responseHeadFile.name) &&
    messageHashOf(response) === responseHash
  );
}

const isMessage = ([head, body, more]: Digest[], name: string): boolean =>
  head?.name === name && more === undefined && (body === undefined || isBodyFile(body.name));

/** In X-Road's form each message has a signature of its own; the head of an answer names its request. */
async function checkXroad(
  signature: Buffer,
  { files, signer, record }: { files: Digest[]; signer: Certificate; record: TransferRecord },
): Promise<string | undefined> {
  const { xml, chain, hasBody } = decodeXroadForm(signature);
  const wanted = record.side === "provider" ? record.requestHash : record.responseHash;
  const [head, body] = files;
  if (files.length > 2 || (body && !hasBody)) return "hashes";
  // an empty body may be signed; whether it counts in the hash differs between requests and answers
  const signed = hasBody && !body ? [head!, { ...head!, digest: emptyDigest }] : files;
  if (messageHashOf(files) !== wanted && messageHashOf(signed) !== wanted) return "hashes";
  const outcome = await verifyXroadDigests({ xml, chain, head: head!.digest, body: signed[1]?.digest }, signer);
  if (!outcome.ok) return outcome.code;
  return outcome.value.isBound ? undefined : unbound;
}
