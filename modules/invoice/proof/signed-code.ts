import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { isInvoiceNumber, isTerm } from "@troad/invoice-formats";
import { installationSecret } from "@troad/kernel";

/** What the platform signs of an invoice: enough to compare with the paper, nothing that gives access to it. */
export type SignedProof = { term: string; number: string; date: string; total: number; seller: string };
export type ProofSigner = {
  /** A compact JWS (RFC 7515, EdDSA of RFC 8037). */
  sign(proof: SignedProof): string;
  /** The signed content, or undefined for anything that this installation did not sign. */
  open(token: string): SignedProof | undefined;
  /** The public key as a JWK set, for other verifiers. */
  readonly keys: { keys: object[] };
};

/** PKCS #8 around the 32 bytes of an Ed25519 key (RFC 8410 section 7). */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Signs with a key derived from a secret of the installation. */
export function openProofSigner(folder: string): ProofSigner {
  const seed = createHash("sha256").update(installationSecret(folder, "proof-signature")).digest();
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(key);
  const { x } = publicKey.export({ format: "jwk" });
  // RFC 7638 over the members that RFC 8037 names
  const kid = createHash("sha256").update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest("base64url").slice(0, 16);
  const head = encoded({ alg: "EdDSA", kid });
  return {
    sign: ({ term, number, date, total, seller }) => {
      const signed = `${head}.${encoded({ t: term, n: number, d: date, a: total, s: seller })}`;
      return `${signed}.${sign(null, Buffer.from(signed), key).toString("base64url")}`;
    },
    open: (token) => {
      const [first, body, signature, ...more] = token.split(".");
      // the header is compared as a whole: no other algorithm is ever considered (RFC 8725 section 3.1)
      if (first !== head || !body || !signature || more.length > 0 || token.length > 600) return undefined;
      if (!verify(null, Buffer.from(`${first}.${body}`), publicKey, Buffer.from(signature, "base64url"))) return undefined;
      return readBody(body);
    },
    keys: { keys: [{ kty: "OKP", crv: "Ed25519", use: "sig", alg: "EdDSA", kid, x }] },
  };
}

function readBody(body: string): SignedProof | undefined {
  const { t, n, d, a, s } = JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as Record<string, unknown>;
  if (typeof t !== "string" || typeof n !== "string" || typeof d !== "string" || typeof a !== "number" || typeof s !== "string")
    return undefined;
  return isTerm(t) && isInvoiceNumber(n) ? { term: t, number: n, date: d, total: a, seller: s } : undefined;
}
