import { hash } from "node:crypto";
import type { ModuleContext } from "@troad/kernel";
import { decodeCompact, encodeCompact, expandSignature, parseCertificate, signCompact } from "@troad/trust";
import type { SignerRow } from "../../store/messages.ts";
import type { SignedFile } from "../files.ts";
import type { GatewayIdentity } from "../identity.ts";
import { decodeXroadForm, isXroadForm } from "../xroad/form.ts";

/** A signature in compact or X-Road's form (`xroad/form.ts`), its signer, and the proof that the certificate was valid at the time. */
export type Seal = { signature: Buffer; signer: SignerRow };
/** A seal with its document, over which the answer to it is signed. */
export type Sealed = { seal: Seal; xml: string };

export const signerOf = (certificate: Buffer, ocsp: Buffer): SignerRow => ({
  hash: hash("sha256", Buffer.concat([certificate, ocsp]), "buffer"),
  certificate,
  ocsp,
});

/** Signs with the member's key. */
export async function sealFiles(
  { identity, ctx }: { identity: Pick<GatewayIdentity, "seal">; ctx: Pick<ModuleContext, "clock"> },
  signer: SignerRow,
  files: SignedFile[],
): Promise<Sealed> {
  // the certificate whose status is at hand: for a moment after a renewal it may be the previous one
  const inUse = identity.seal.certificate;
  const certificate = inUse.der.equals(signer.certificate) ? inUse : parseCertificate(signer.certificate);
  const compact = await signCompact({ files, signer: identity.seal.signer, certificate, signingTime: ctx.clock.now() });
  return { seal: { signature: encodeCompact(compact), signer }, xml: expandSignature(compact, certificate, files) };
}

/** The document of a seal that was verified on arrival. */
export const documentOf = ({ signature, signer }: Seal, files: SignedFile[]): string =>
  isXroadForm(signature)
    ? decodeXroadForm(signature).xml.toString("utf8")
    : expandSignature(decodeCompact(signature), parseCertificate(signer.certificate), files);
