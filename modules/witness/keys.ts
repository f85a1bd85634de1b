import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Signer } from "@troad/tlog";

/** The Ed25519 key of a witness in its own folder, made on first use and readable by its user alone. */
export function openWitnessKey(folder: string, name: string): Signer {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, "witness.key");
  if (!fs.existsSync(file)) {
    const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    fs.writeFileSync(`${file}.new`, pem, { mode: 0o600, flush: true });
    fs.renameSync(`${file}.new`, file);
  }
  const key = createPrivateKey(fs.readFileSync(file, "utf8"));
  // the last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the key (RFC 8410 section 4)
  const publicKey = createPublicKey(key).export({ type: "spki", format: "der" }).subarray(-32);
  return { name, publicKey, sign: (bytes) => sign(null, bytes, key) };
}
