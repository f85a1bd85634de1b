import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import Type, { type Static } from "typebox";
import Value from "typebox/value";

/** What the portal must remember between sending a browser to the eID and its return (RFC 9700 section 2.1). */
const begun = Type.Object({
  state: Type.String(),
  nonce: Type.String(),
  verifier: Type.String(),
  returnTo: Type.String(),
  /** Milliseconds since 1970. */
  expires: Type.Number(),
});
export type BegunSignIn = Static<typeof begun>;

export type SignInSeal = {
  seal(signIn: BegunSignIn): string;
  open(sealed: string | undefined, now: Date): BegunSignIn | undefined;
};

const [nonceBytes, tagBytes, longest] = [12, 16, 3_500];

/**
 * Keeps a pending sign-in in the browser that began it, encrypted (AES-256-GCM), so that thousands of unfinished sign-ins fill no table.
 * Its answer still counts only once, because the eID accepts a code once.
 */
export function signInSeal(secret: string): SignInSeal {
  const key = createHash("sha256").update(`sign-in under way\n${secret}`).digest();
  return {
    seal: (signIn) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const text = Buffer.concat([cipher.update(JSON.stringify(signIn)), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url");
    },
    open: (sealed, now) => {
      if (!sealed || sealed.length > longest) return undefined;
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < nonceBytes + tagBytes) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString("utf8");
        const signIn: unknown = JSON.parse(text);
        return Value.Check(begun, signIn) && signIn.expires > now.getTime() ? signIn : undefined;
      } catch {
        return undefined; // altered, or sealed by another installation
      }
    },
  };
}
