import fs from "node:fs";
import path from "node:path";
import { generateSigner, loadKeyFile, parseCertificates, type SoftwareSigner, saveKeyFile, TrustError } from "@troad/trust";
import { unfitKey } from "./lost.ts";
import { secretMade } from "./recorded.ts";
import { installationSecret } from "./secret.ts";

/** The passphrase has 256 bits, so many rounds of key stretching would only slow down the start. */
const iterations = 10_000;

/**
 * The key `<name>.key` in `folder`, encrypted under `<secret>.secret`. Both are created on first use, unless `mayBeMade` forbids it; never
 * if something beside them shows that they existed: an encrypted key without its secret, a certificate without its key. Throws
 * ConfigurationError `secret.unfit`, which names the file.
 */
export async function installationKey(folder: string, name: string, secret: string, mayBeMade = true): Promise<SoftwareSigner> {
  const [secretFile, keyFile, certificateFile] = [`${secret}.secret`, `${name}.key`, `${name}.crt`].map((file) =>
    path.join(folder, file),
  ) as [string, string, string];
  if (!fs.existsSync(secretFile)) {
    const closed = fs.existsSync(folder)
      ? fs.readdirSync(folder).find((file) => isEncrypted(path.join(folder, file)))
      : undefined;
    if (closed) throw unfitKey(`${secretFile} is missing, and ${closed} beside it cannot be opened without it.`);
  }
  const passphrase = installationSecret(folder, secret);
  if (!fs.existsSync(keyFile)) {
    if (!mayBeMade) throw unfitKey(`${keyFile} is missing.`);
    if (fs.existsSync(certificateFile)) throw unfitKey(`${keyFile} is missing, and its certificate ${certificateFile} is there.`);
    await saveKeyFile(keyFile, await generateSigner("P-256"), passphrase, iterations);
    secretMade();
  }
  const signer = await open(keyFile, secretFile, passphrase);
  if (fs.existsSync(certificateFile)) checkFit(signer, keyFile, certificateFile);
  return signer;
}

async function open(keyFile: string, secretFile: string, passphrase: string): Promise<SoftwareSigner> {
  try {
    return await loadKeyFile(keyFile, passphrase);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    const why =
      error.code === "key.wrong-passphrase"
        ? `${secretFile} does not open ${keyFile}.`
        : `${keyFile} cannot be read (${error.code}).`;
    throw unfitKey(why);
  }
}

/** The first certificate of a file belongs to the key beside it. */
export function checkFit(signer: SoftwareSigner, keyFile: string, certificateFile: string): void {
  const [certificate] = parseCertificates(fs.readFileSync(certificateFile, "utf8"));
  if (!certificate?.publicKey.equals(signer.publicKey))
    throw unfitKey(`${keyFile} and ${certificateFile} do not belong together.`);
}

const isEncrypted = (file: string): boolean =>
  file.endsWith(".key") && fs.readFileSync(file, "utf8").includes("BEGIN ENCRYPTED PRIVATE KEY");
