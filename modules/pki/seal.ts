import fs from "node:fs";
import path from "node:path";
import { installationKey, type ModuleContext, type Schedule } from "@troad/kernel";
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

/** A member's certified key: in a file or, as a plain `Signer`, in a token. */
export type MemberKey<S extends Signer = Signer> = {
  signer: S;
  readonly certificate: Certificate;
  /** Leaf first, without the root. */
  readonly chain: Certificate[];
};

/** The same with a certificate that can be renewed while the process runs: `certificate` and `chain` are the current ones. */
export type RenewableKey<S extends Signer = Signer> = MemberKey<S> & {
  /** Whether the certificate is about to expire. */
  isDue(): boolean;
  /** Has the key certified again; the certificate in use stays. */
  issue(): Promise<Certificate[]>;
  /** Uses a newly issued chain, from now on and after a restart. */
  take(chain: Certificate[]): void;
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
/** For a short-lived certificate, the last quarter of its life. */
const renewBeforePart = 1 / 4;
const checkEveryMs = 3_600_000;
const checkJitterMs = 300_000;

/**
 * Opens a member's certified key in `folder`; on first use makes the key and has it certified from a PKCS#10 request, so the private
 * key never leaves the module that uses it. A certificate that ends within 30 days is renewed; `renewKeys` does that while the process runs.
 */
export async function openMemberKey(ctx: Context, wanted: Wanted): Promise<RenewableKey<SoftwareSigner>> {
  return certified(ctx, await installationKey(wanted.folder, wanted.name, "keys"), wanted, wanted.name);
}

/** The same for a key in a PKCS#11 token (RFC 7512 URI), created there as P-256 if the token has none of that name. Throws `token.*`. */
export async function openTokenKey(ctx: Context, wanted: Wanted & { uri: string }): Promise<RenewableKey> {
  const { uri, ...rest } = wanted;
  fs.mkdirSync(rest.folder, { recursive: true, mode: 0o700 });
  return certified(ctx, await openTokenSigner(uri, { create: "P-256" }), rest, `${rest.name}-token`);
}

async function certified<S extends Signer>(ctx: Context, signer: S, wanted: Wanted, fileName: string): Promise<RenewableKey<S>> {
  const { folder, name: _name, ...request } = wanted;
  const certificateFile = path.join(folder, `${fileName}.crt`);
  const present = fs.existsSync(certificateFile) ? parseCertificates(fs.readFileSync(certificateFile, "utf8")) : [];
  let chain = present;
  const key: RenewableKey<S> = {
    signer,
    get certificate() {
      return chain[0]!;
    },
    get chain() {
      return chain;
    },
    isDue: () => endsSoon(chain[0]!, ctx.clock.now()),
    issue: async () => {
      const csr = csrPem(await createCsr({ subject: { C: "TW", CN: wanted.member }, signer }));
      const issued = await ctx.use<PkiApi>(pkiApi).enrolMember({ ...request, csr });
      return parseCertificates(issued.chain.join(""));
    },
    take: (issued) => {
      const partial = `${certificateFile}.${process.pid}`;
      fs.writeFileSync(partial, issued.map(({ pem }) => pem).join(""));
      fs.renameSync(partial, certificateFile);
      chain = issued;
    },
  };
  // Another key of the same name may have replaced the old one in a token.
  if (!present[0]?.publicKey.equals(signer.publicKey) || key.isDue()) key.take(await key.issue());
  return key;
}

function endsSoon({ notBefore, notAfter }: Certificate, now: Date): boolean {
  const life = notAfter.getTime() - notBefore.getTime();
  return notAfter.getTime() - now.getTime() < Math.min(renewBeforeMs, life * renewBeforePart);
}

/** Once an hour, renews certificates of keys that are read anew at each use. */
export const renewKeys = (name: string, keys: () => Iterable<RenewableKey>): Schedule => ({
  name,
  everyMs: checkEveryMs,
  // every process of every agency asks the same authority
  jitterMs: checkJitterMs,
  run: async () => {
    for (const key of keys()) if (key.isDue()) key.take(await key.issue());
  },
});
