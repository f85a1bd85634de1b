import fs from "node:fs";
import path from "node:path";
import { installationSecret, type ModuleContext } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import { type Certificate, createCsr, csrPem, generateSigner, loadKeyFile, parseCertificate, parseCertificates, privateKeyPem, type SoftwareSigner, saveKeyFile } from "@troad/trust";
import type { Agency } from "../domain/agency.ts";

export type KeyedCertificate = { signer: SoftwareSigner; certificate: Certificate; chain: Certificate[] };

/** What a gateway is: the seal of its member, its TLS identity, the key of its message log. */
export type GatewayIdentity = { seal: KeyedCertificate; tls: KeyedCertificate & { keyPem: string }; logKey: Buffer };

const rounds = 10_000; // the passphrase has 256 bits
const renewBeforeMs = 30 * 86_400_000;

/** Opens the gateway's keys; on first use makes them and has them certified from a PKCS#10 request. */
export async function openGatewayIdentity(ctx: ModuleContext, instance: string, agency: Agency): Promise<GatewayIdentity> {
  const folder = path.join(ctx.folder, "gateways", agency.id);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passphrase = installationSecret(folder, "keys");
  const one = (profile: "seal" | "tls") => certified(ctx, { folder, passphrase, profile, instance, agency });
  const [seal, tls] = await Promise.all([one("seal"), one("tls")]);
  return { seal, tls: { ...tls, keyPem: privateKeyPem(tls.signer) }, logKey: Buffer.from(installationSecret(folder, "message-log"), "base64url") };
}

type Request = { folder: string; passphrase: string; profile: "seal" | "tls"; instance: string; agency: Agency };

async function certified(ctx: ModuleContext, request: Request): Promise<KeyedCertificate> {
  const keyFile = path.join(request.folder, `${request.profile}.key`);
  const certificateFile = path.join(request.folder, `${request.profile}.crt`);
  if (!fs.existsSync(keyFile)) await saveKeyFile(keyFile, await generateSigner("P-256"), request.passphrase, rounds);
  const signer = await loadKeyFile(keyFile, request.passphrase);
  const present = fs.existsSync(certificateFile) ? parseCertificates(fs.readFileSync(certificateFile, "utf8")) : [];
  if (present[0] && present[0].notAfter.getTime() - ctx.clock.now().getTime() > renewBeforeMs) return { signer, certificate: present[0], chain: present };
  const csr = await createCsr({ subject: { C: "TW", CN: request.agency.member }, signer });
  const issued = await ctx.use(pkiApi).enrolMember({
    csr: csrPem(csr),
    profile: request.profile,
    instance: request.instance,
    member: request.agency.member,
    organization: ctx.texts.pick(request.agency.text, "en", "name"),
    hosts: ["localhost", "127.0.0.1"],
  });
  const partial = `${certificateFile}.${process.pid}`;
  fs.writeFileSync(partial, issued.chain.join(""));
  fs.renameSync(partial, certificateFile);
  return { signer, certificate: parseCertificate(issued.certificate), chain: parseCertificates(issued.chain.join("")) };
}
