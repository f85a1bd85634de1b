import fs from "node:fs";
import path from "node:path";
import { installationSecret, type ModuleContext } from "@troad/kernel";
import {
  type Certificate,
  createCsr,
  csrPem,
  generateSigner,
  loadKeyFile,
  parseCertificates,
  type SoftwareSigner,
  saveKeyFile,
} from "@troad/trust";
import { type PkiApi, pkiApi } from "./api.ts";

export type MemberKey = {
  signer: SoftwareSigner;
  certificate: Certificate /** Leaf first, root left out. */;
  chain: Certificate[];
};
type Wanted = {
  folder: string;
  name: string;
  profile: "seal" | "tls";
  instance: string;
  member: string;
  organization: string;
  hosts?: string[];
};

const rounds = 10_000; // the passphrase has 256 bits
const renewBeforeMs = 30 * 86_400_000;

/**
 * Opens a member's certified key in `folder`; on first use makes the key and has it certified from a PKCS#10 request, so the private
 * key never leaves the module that uses it. A certificate that ends within 30 days is renewed.
 */
export async function openMemberKey(ctx: Pick<ModuleContext, "clock" | "use">, wanted: Wanted): Promise<MemberKey> {
  const { folder, name, ...request } = wanted;
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passphrase = installationSecret(folder, "keys");
  const keyFile = path.join(folder, `${name}.key`);
  const certificateFile = path.join(folder, `${name}.crt`);
  if (!fs.existsSync(keyFile)) await saveKeyFile(keyFile, await generateSigner("P-256"), passphrase, rounds);
  const signer = await loadKeyFile(keyFile, passphrase);
  const present = fs.existsSync(certificateFile) ? parseCertificates(fs.readFileSync(certificateFile, "utf8")) : [];
  if (present[0] && present[0].notAfter.getTime() - ctx.clock.now().getTime() > renewBeforeMs)
    return { signer, certificate: present[0], chain: present };
  const csr = csrPem(await createCsr({ subject: { C: "TW", CN: wanted.member }, signer }));
  const issued = await ctx.use<PkiApi>(pkiApi).enrolMember({ ...request, csr });
  const partial = `${certificateFile}.${process.pid}`;
  fs.writeFileSync(partial, issued.chain.join(""));
  fs.renameSync(partial, certificateFile);
  const chain = parseCertificates(issued.chain.join(""));
  return { signer, certificate: chain[0]!, chain };
}
