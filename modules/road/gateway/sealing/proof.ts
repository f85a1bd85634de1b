import type { ReportedTransfer } from "../../api.ts";
import { decodePart, headerOf } from "../../domain/message.ts";
import { exchangeFiles, requestFiles, responseFiles, type SignedFile } from "../files.ts";
import type { LoggedOutcome, LoggedRequest, Proof } from "../log/logged.ts";
import { isXroadForm } from "../xroad/form.ts";
import { documentOf, type Seal } from "./seal.ts";

/** The other side's signature with the digests it covers; bodies and heads are not sent. */
export const proofOf = ({ signature, signer }: Seal, files: readonly SignedFile[]): Proof => ({
  signature,
  certificate: signer.certificate,
  files: files.map(({ name, mime, digest }) => ({ name, mime, digest })),
});

/** The same from the message log; none if a consumer got no answer. */
export function proofInLog(side: "consumer" | "provider", asked: LoggedRequest, outcome: LoggedOutcome): Proof | undefined {
  const type = (part: Buffer): string | undefined => headerOf(decodePart(part).headers, "content-type");
  const request = requestFiles(asked.head, asked.body, type(asked.head));
  if (side === "provider") return proofOf(asked.seal, request);
  if (!outcome.seal || !outcome.head || !outcome.body) return undefined;
  const response = responseFiles(outcome.head, outcome.body, type(outcome.head));
  if (isXroadForm(outcome.seal.signature)) return proofOf(outcome.seal, response);
  return proofOf(outcome.seal, exchangeFiles(request, documentOf(asked.seal, request), asked.seal.signer.ocsp, response));
}

/** Proofs in the form of a call to the platform: each certificate once. */
export function openSigners() {
  const places = new Map<string, number>();
  return {
    encode: ({ signature, certificate, files }: Proof): NonNullable<ReportedTransfer["proof"]> => {
      const der = certificate.toString("base64");
      if (!places.has(der)) places.set(der, places.size);
      return {
        signature: signature.toString("base64"),
        signer: places.get(der)!,
        files: files.map(({ name, mime, digest }) => [name, mime, digest.toString("base64")]),
      };
    },
    certificates: (): string[] => [...places.keys()],
  };
}
