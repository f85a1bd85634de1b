import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Clock } from "@troad/kernel";
import { openLog, type Log as TransparencyLog } from "@troad/tlog";

/** Opens the road's public log in `folder`; its Ed25519 key is made on first use. */
export async function openTransparencyLog(options: { folder: string; origin: string; clock: Clock }): Promise<TransparencyLog> {
  fs.mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const keyFile = path.join(options.folder, "log.key");
  if (!fs.existsSync(keyFile)) {
    const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    fs.writeFileSync(`${keyFile}.new`, pem, { mode: 0o600 });
    fs.renameSync(`${keyFile}.new`, keyFile);
  }
  const key = createPrivateKey(fs.readFileSync(keyFile, "utf8"));
  // the last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the key (RFC 8410 section 4)
  const publicKey = createPublicKey(key).export({ type: "spki", format: "der" }).subarray(-32);
  return openLog({
    dir: path.join(options.folder, "tiles"),
    origin: options.origin,
    signer: { name: options.origin, publicKey, sign: (bytes) => sign(null, bytes, key) },
    clock: options.clock,
  });
}
