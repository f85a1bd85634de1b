import { signXroad } from "@troad/xroad";
import type { SignerRow } from "../../store/messages.ts";
import type { SignedFile } from "../files.ts";
import type { Gateway } from "../gateway.ts";
import type { Sealed } from "../sealing/seal.ts";
import { encodeXroadForm } from "./form.ts";

/** Signs head and body of a message in X-Road's form, with direct references (accepted by X-Road from 7.6 on). */
export async function sealXroad(
  { identity, ctx }: Pick<Gateway, "identity" | "ctx">,
  signer: SignerRow,
  [head, body]: readonly SignedFile[],
): Promise<Sealed> {
  const { xml } = await signXroad({
    files: [{ uri: "/message.xml", digest: head!.digest }, ...(body ? [{ uri: "/attachment1", digest: body.digest }] : [])],
    digest: "sha512",
    signer: identity.seal.signer,
    certificate: identity.seal.certificate,
    signingTime: ctx.clock.now(),
    ocspResponses: [signer.ocsp],
  });
  const kept = { xml: Buffer.from(xml), chain: undefined, hasBody: body !== undefined };
  return { seal: { signature: encodeXroadForm(kept), signer }, xml };
}
