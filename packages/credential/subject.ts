import { createHash, createHmac, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, type KeyObject } from "node:crypto";

/** The DER of an X25519 private key (RFC 8410), up to the 32 bytes that make it. */
const privateHead = Buffer.from("302e020100300506032b656e04220420", "hex");
const publicHead = Buffer.from("302a300506032b656e032100", "hex");
const keyBytes = 32;

/** A public X25519 key in base64url. */
export type SubjectPublicKey = string;

/** One side of the agreement under which a consent's issuer and a provider name people to each other. */
export type SubjectKey = {
  readonly publicKey: SubjectPublicKey;
  /** How the two name a person: nobody else can recompute it, not even by trying all national ids. Undefined for a key that is none. */
  subjectOf(other: SubjectPublicKey, nationalId: string): string | undefined;
};

function publicKeyOf(text: SubjectPublicKey): KeyObject | undefined {
  const raw = Buffer.from(text, "base64url");
  if (raw.length !== keyBytes) return undefined;
  return createPublicKey({ key: Buffer.concat([publicHead, raw]), format: "der", type: "spki" });
}

/** The key that a secret of an installation makes: the same secret, the same key. */
export function subjectKeyOf(secret: string): SubjectKey {
  const seed = createHash("sha256").update(`troad-subject-key:${secret}`).digest();
  const privateKey = createPrivateKey({ key: Buffer.concat([privateHead, seed]), format: "der", type: "pkcs8" });
  const der = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const publicKey = der.subarray(publicHead.length).toString("base64url");
  const shared = new Map<string, Buffer>();
  const most = 1_000;
  return {
    publicKey,
    subjectOf: (other, nationalId) => {
      let key = shared.get(other);
      if (!key) {
        const peer = publicKeyOf(other);
        if (!peer) return undefined;
        try {
          const secretOfBoth = diffieHellman({ privateKey, publicKey: peer });
          key = Buffer.from(hkdfSync("sha256", secretOfBoth, "", "troad consent subject", keyBytes));
        } catch {
          // a key of low order gives nothing that is secret
          return undefined;
        }
        if (shared.size >= most) shared.clear();
        shared.set(other, key);
      }
      return createHmac("sha256", key).update(nationalId).digest("hex");
    },
  };
}
