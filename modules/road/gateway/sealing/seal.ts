import { hash } from "node:crypto";
import type { ModuleContext } from "@troad/kernel";
import { decodeCompact, encodeCompact, expandSignature, parseCertificate, signCompact } from "@troad/trust";
import type { SignerRow } from "../../store/messages.ts";
import type { SignedFile } from "../files.ts";
import type { GatewayIdentity } from "../identity.ts";
import { decodeXroadForm, isXroadForm } from "../xroad/form.ts";

/** A signature in compact form, or in X-Road's (`xroad/form.ts`), and who made it with the proof that the certificate was good then. */
export type Seal = { signature: Buffer; signer: SignerRow };
/** A seal with its document, which is what an answer to it is signed with. */
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
  // the certificate whose status is at hand: it may be the one before, for a moment after a renewal
  const inUse = identity.seal.certificate;
  const certificate = inUse.der.equals(signer.certificate) ? inUse : parseCertificate(signer.certificate);
  const compact = await signCompact({ files, signer: identity.seal.signer, certificate, signingTime: ctx.clock.now() });
  return { seal: { signature: encodeCompact(compact), signer }, xml: expandSignature(compact, certificate, files) };
}

/** The document of a seal that was verified when it came. */
export const documentOf = ({ signature, signer }: Seal, files: SignedFile[]): string =>
  isXroadForm(signature)
    ? decodeXroadForm(signature).xml.toString("utf8")
    : expandSignature(decodeCompact(signature), parseCertificate(signer.certificate), files);
