import fs from "node:fs";
import path from "node:path";
import { installationKey, type ModuleContext } from "@troad/kernel";
import {
  type Certificate,
  createCsr,
  csrPem,
  openTokenSigner,
  parseCertificates,
  type Signer,
  type SoftwareSigner,
} from "@troad/trust";
import { type PkiApi, pkiApi } from "./api.ts";

/** A member's certified key: in a file, or, where it is a plain `Signer`, in a token. */
export type MemberKey<S extends Signer = Signer> = {
  signer: S;
  certificate: Certificate /** Leaf first, root left out. */;
  chain: Certificate[];
};
type Wanted = {
  folder: string;
  name: string;
  profile: "seal" | "tls" | "encryption";
  instance: string;
  member: string;
  organization: string;
  hosts?: string[];
};
type Context = Pick<ModuleContext, "clock" | "use">;

const renewBeforeMs = 30 * 86_400_000;

/**
 * Opens a member's certified key in `folder`; on first use makes the key and has it certified from a PKCS#10 request, so the private
 * key never leaves the module that uses it. A certificate that ends within 30 days is renewed.
 */
export async function openMemberKey(ctx: Context, wanted: Wanted): Promise<MemberKey<SoftwareSigner>> {
  return certified(ctx, await installationKey(wanted.folder, wanted.name, "keys"), wanted, wanted.name);
}

/** The same for a key in a PKCS#11 token (RFC 7512 URI), made there as P-256 if the token has none of that name. Throws `token.*`. */
export async function openTokenKey(ctx: Context, wanted: Wanted & { uri: string }): Promise<MemberKey> {
  const { uri, ...rest } = wanted;
  fs.mkdirSync(rest.folder, { recursive: true, mode: 0o700 });
  return certified(ctx, await openTokenSigner(uri, { create: "P-256" }), rest, `${rest.name}-token`);
}

async function certified<S extends Signer>(ctx: Context, signer: S, wanted: Wanted, fileName: string): Promise<MemberKey<S>> {
  const { folder, name: _name, ...request } = wanted;
  const certificateFile = path.join(folder, `${fileName}.crt`);
  const present = fs.existsSync(certificateFile) ? parseCertificates(fs.readFileSync(certificateFile, "utf8")) : [];
  // Another key of the same name may have taken the old one's place in a token.
  if (present[0]?.publicKey.equals(signer.publicKey) && present[0].notAfter.getTime() - ctx.clock.now().getTime() > renewBeforeMs)
    return { signer, certificate: present[0], chain: present };
  const csr = csrPem(await createCsr({ subject: { C: "TW", CN: wanted.member }, signer }));
  const issued = await ctx.use<PkiApi>(pkiApi).enrolMember({ ...request, csr });
  const partial = `${certificateFile}.${process.pid}`;
  fs.writeFileSync(partial, issued.chain.join(""));
  fs.renameSync(partial, certificateFile);
  const chain = parseCertificates(issued.chain.join(""));
  return { signer, certificate: chain[0]!, chain };
}
