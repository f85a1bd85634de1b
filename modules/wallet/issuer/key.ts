import { createHash } from "node:crypto";
import type { PublicKey } from "@troad/credential";
import type { ModuleContext } from "@troad/kernel";
import { openMemberKey, type RenewableKey } from "@troad/pki/seal";
import type { SoftwareSigner } from "@troad/trust";

export type IssuerKey = { seal: RenewableKey<SoftwareSigner>; kid: string; keys: PublicKey[] };

/** The agency's key for copies and lists: the certificate is renewed, the key stays, so that its id is of the key (RFC 7638). */
export async function openIssuerKey(
  ctx: ModuleContext,
  { instance, member, organization }: { instance: string; member: string; organization: string },
): Promise<IssuerKey> {
  const seal = await openMemberKey(ctx, {
    ...{ folder: ctx.folder, name: "wallet-seal", profile: "seal" as const },
    ...{ instance, member, organization },
  });
  const { crv = "", kty = "", x = "", y = "" } = seal.signer.publicKey.export({ format: "jwk" });
  const kid = createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
  return { seal, kid, keys: [{ kty, crv, x, y, kid }] };
}
