import { X509Certificate } from "node:crypto";
import { exactly } from "@troad/kernel";
import Type, { type Static } from "typebox";

const both = (most: number) =>
  exactly({ en: Type.String({ minLength: 1, maxLength: most }), "zh-Hant": Type.String({ minLength: 1, maxLength: most }) });

/** What a company says of a data set that it keeps: reviewed by an officer before anybody can ask for it. */
export const termsSchema = exactly({
  name: both(80),
  about: both(300),
  /** The parts of it, for people to read before they ask. */
  fields: Type.Array(exactly({ name: both(60) }), { minItems: 1, maxItems: 30 }),
  law: Type.String({ minLength: 2, maxLength: 200 }),
  /** Where the platform asks, over TLS. */
  address: Type.String({ pattern: "^https://[^\\s#]{1,400}$" }),
  /** The certificate (PEM) whose key signs what it gives: reviewed, so that one that comes with the data proves nothing. */
  certificate: Type.String({ minLength: 100, maxLength: 8_000 }),
});
export type Terms = Static<typeof termsSchema>;
export const sourceId = Type.String({ pattern: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", minLength: 3, maxLength: 60 });

/** The certificate as it was reviewed; undefined for what is none, is out of date, or has a key that is too short. */
export function certificateOf({ certificate }: Pick<Terms, "certificate">, now: Date): X509Certificate | undefined {
  try {
    const read = new X509Certificate(certificate);
    const { asymmetricKeyType, asymmetricKeyDetails } = read.publicKey;
    const isStrong = asymmetricKeyType === "rsa" && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048;
    const holds = Date.parse(read.validFrom) <= now.getTime() && now.getTime() < Date.parse(read.validTo);
    return isStrong && holds ? read : undefined;
  } catch {
    return undefined;
  }
}
